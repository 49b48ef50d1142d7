import { forbidden, forced, maximumLength, minimumLength } from '../../src/decoding/constraints';
import { greedy } from '../../src/decoding/greedy';
import { collect, stream, type StreamedToken } from '../../src/decoding/stream';
import { ConfigError, ShapeError } from '../../src/errors';
import { allAnswers, END, toyDecoder } from '../support/toy-decoder';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('greedy search', () => {
  it('takes the most probable token at every step', async () => {
    const decoder = toyDecoder({ vocabularySize: 3 });
    const [answer] = await greedy(decoder, decoder.start(['a']), { limit: 5 });
    let left = await allAnswers(decoder, 'a', 5);
    answer.logProbabilities.forEach((logProbability, t) => {
      expect(logProbability).toBe(Math.max(...left.map((other) => other.logProbabilities[t])));
      left = left.filter((other) => other.logProbabilities[t] === logProbability);
    });
    expect(left).toHaveLength(1);
    expect(answer.logProbability).toBeCloseTo(
      [...answer.logProbabilities].reduce((a, b) => a + b),
      5,
    );
  });

  it('of a batch equals that of each row alone, and reads no row that has ended', async () => {
    const decoder = toyDecoder({ vocabularySize: 5, sourceSize: 3 });
    const together = await greedy(decoder, decoder.start(names), { limit: 5 });
    const steps = together.reduce((sum, { logProbabilities }) => sum + logProbabilities.length, 0);
    expect(decoder.rowsRead()).toBe(steps);
    for (const [row, name] of names.entries()) {
      expect((await greedy(decoder, decoder.start([name]), { limit: 5 }))[0]).toEqual(together[row]);
    }
    expect(decoder.alive()).toBe(0);
    expect(new Set(together.map(({ ended }) => ended))).toEqual(new Set(['end', 'limit']));
  });

  it('stops at the limit when nothing ends, and says so', async () => {
    const decoder = toyDecoder({ vocabularySize: 5, endBonus: -99 });
    const [{ tokens, ended, logProbabilities }] = await greedy(decoder, decoder.start(['a']), { limit: 40 });
    expect([tokens.length, logProbabilities.length, ended]).toEqual([40, 40, 'limit']);
  });
});

describe('stream', () => {
  it('gives each token before the next step is taken', async () => {
    const decoder = toyDecoder({ vocabularySize: 6, endBonus: -9 });
    const seen: StreamedToken[] = [];
    for await (const part of stream(decoder, decoder.start(['a']), { limit: 4 })) {
      seen.push(part);
      expect(decoder.rowsRead()).toBe(seen.length);
    }
    expect(seen.map(({ ended }) => ended)).toEqual([undefined, undefined, undefined, 'limit']);
  });

  it('gives the end token as the last one', async () => {
    const decoder = toyDecoder({ vocabularySize: 6 });
    const options = { limit: 9, constraints: [maximumLength(2, END), minimumLength(2, END)] };
    const parts: StreamedToken[] = [];
    for await (const part of stream(decoder, decoder.start(['a']), options)) parts.push(part);
    expect(parts).toHaveLength(3);
    expect(parts[2]).toMatchObject({ token: END, ended: 'end' });
    const [answer] = await greedy(decoder, decoder.start(['a']), options);
    expect([...answer.tokens]).toEqual(parts.slice(0, 2).map(({ token }) => token));
  });

  it('frees its states when the reader leaves, and when a step fails', async () => {
    const decoder = toyDecoder({ vocabularySize: 6, endBonus: -9 });
    for await (const { token } of stream(decoder, decoder.start(names), { limit: 50 })) {
      expect(token).not.toBe(END);
      if (decoder.rowsRead() > 20) break;
    }
    expect(decoder.alive()).toBe(0);
    const failing: typeof decoder.step = (tokens, state) =>
      decoder.rowsRead() > 40 ? Promise.reject(new Error('out of power')) : decoder.step(tokens, state);
    const broken = stream({ ...decoder, step: failing }, decoder.start(names), { limit: 50 });
    await expect(collect(broken, names.length)).rejects.toThrow('out of power');
    expect(decoder.alive()).toBe(0);
  });
});

describe('constraints', () => {
  const decoder = toyDecoder({ vocabularySize: 6, endBonus: 1 });
  const start = () => decoder.start(names);

  it('minimum and maximum length', async () => {
    for (const { tokens, ended } of await greedy(decoder, start(), {
      limit: 20,
      constraints: [minimumLength(5, END), maximumLength(7, END)],
    })) {
      expect(tokens.length).toBeGreaterThanOrEqual(5);
      expect(tokens.length).toBeLessThanOrEqual(7);
      expect(ended).toBe('end');
    }
    const empty = await greedy(decoder, start(), { limit: 20, constraints: [maximumLength(0, END)] });
    expect(empty.map(({ tokens }) => tokens.length)).toEqual(names.map(() => 0));
  });

  it('forbidden tokens never come', async () => {
    const without = await greedy(decoder, start(), { limit: 20, constraints: [forbidden([2, 3, END])] });
    for (const { tokens } of without) expect(tokens.filter((token) => [2, 3, END].includes(token))).toHaveLength(0);
  });

  it('forced tokens come at their positions, with the probability that the model gives them', async () => {
    const constraints = [forced([5, 4, undefined, 3]), minimumLength(4, END)];
    const answers = await greedy(decoder, start(), { limit: 20, constraints });
    const free = await decoder.step(start().tokens, start().state);
    answers.forEach(({ tokens, logProbabilities }, row) => {
      expect([tokens[0], tokens[1], tokens[3]]).toEqual([5, 4, 3]);
      expect(logProbabilities[0]).toBe(free.logProbabilities[row * 6 + 5]);
    });
    decoder.dispose!(free.state);
  });

  it.each([
    ['lengths that exclude each other', [minimumLength(3, END), maximumLength(2, END)], 'no token may follow after 2'],
    ['a forced token that is forbidden', [forbidden([4]), forced([4])], 'no token may follow after 0'],
    ['a token outside of the vocabulary', [forbidden([6])], 'the token is 6'],
    ['a forced token outside of the vocabulary', [forced([-1])], 'the token is -1'],
  ])('refuse %s', async (_, constraints, message) => {
    const decode = greedy(decoder, start(), { limit: 9, constraints });
    await expect(decode).rejects.toThrow(ConfigError);
    await expect(decode).rejects.toThrow(message);
  });

  it('refuse lengths that are none', () => {
    expect(() => minimumLength(-1, END)).toThrow(ConfigError);
    expect(() => maximumLength(1.5, END)).toThrow(ConfigError);
  });
});

describe('greedy search and stream refuse', () => {
  const decoder = toyDecoder({ vocabularySize: 4 });

  it.each([0, -1, 2.5, Infinity, NaN])('a limit of %d', async (limit) => {
    await expect(greedy(decoder, decoder.start(['a']), { limit })).rejects.toThrow(ConfigError);
  });

  it.each([undefined, -1, 4, 0.5])('%s as the end token', async (end) => {
    const endless = { ...decoder, end: end as number };
    await expect(greedy(endless, decoder.start(['a']), { limit: 3 })).rejects.toThrow(`the end token is ${end}`);
  });

  it('attention that is no table', async () => {
    const step: typeof decoder.step = async (tokens, state) => ({
      ...(await decoder.step(tokens, state)),
      attention: new Float32Array(5),
    });
    await expect(greedy({ ...decoder, step }, decoder.start(['a', 'b']), { limit: 3 })).rejects.toThrow(ShapeError);
    expect(decoder.alive()).toBe(0);
  });
});
