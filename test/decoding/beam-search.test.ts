import { beamScore, coveragePenalty, lengthPenalty } from '../../src/decoding/beam-score';
import { beamSearch, type BeamSearchOptions } from '../../src/decoding/beam-search';
import { forbidden, forced, maximumLength, minimumLength } from '../../src/decoding/constraints';
import { greedy } from '../../src/decoding/greedy';
import { highest } from '../../src/decoding/highest';
import { ConfigError, ShapeError } from '../../src/errors';
import { allAnswers, END, toyDecoder } from '../support/toy-decoder';

const names = ['a', 'b', 'c', 'd', 'e'];
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

describe('beam search that is wide enough', () => {
  it.each([
    [0, 0],
    [0.6, 0],
    [1, 0.4],
    [2, 1],
  ])('equals exhaustive search with length penalty %d and coverage penalty %d', async (alpha, beta) => {
    const [limit, lengths] = [4, { lengthPenalty: alpha, coveragePenalty: beta }];
    const decoder = toyDecoder({ vocabularySize: 4, sourceSize: 3 });
    const beams = await beamSearch(decoder, decoder.start(names), { limit, beamSize: 200, nBest: 30, ...lengths });
    for (const [row, name] of names.entries()) {
      const complete = (await allAnswers(decoder, name, limit)).filter(({ tokens }) => tokens.at(-1) === END);
      const expected = complete
        .map(({ tokens, logProbabilities, attention }) => ({
          tokens: tokens.slice(0, -1),
          score: beamScore(sum(logProbabilities), tokens.length, attention, lengths),
        }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 30);
      expect(beams[row].map(({ tokens }) => [...tokens])).toEqual(expected.map(({ tokens }) => tokens));
      beams[row].forEach(({ score }, i) => expect(score).toBeCloseTo(expected[i].score, 10));
    }
    expect(decoder.alive()).toBe(0);
  });

  it('gives all answers, cut ones behind the complete ones, when asked for more than there are', async () => {
    const decoder = toyDecoder({ vocabularySize: 3 });
    const [answers] = await beamSearch(decoder, decoder.start(['a']), { limit: 3, beamSize: 99, nBest: 99 });
    expect(answers).toHaveLength(1 + 2 + 4 + 8); // with 0, 1, 2 tokens and an end, or with 3 and none
    expect(answers.map(({ ended }) => ended).join(' ')).toBe(`${'end '.repeat(7)}${'limit '.repeat(8)}`.trim());
    expect(sum(answers.map(({ logProbability }) => Math.exp(logProbability)))).toBeCloseTo(1, 5);
  });
});

describe('beam search', () => {
  it('with a beam of 1 is greedy search, whatever the length penalty', async () => {
    const decoder = toyDecoder({ vocabularySize: 6, sourceSize: 3 });
    const answers = await greedy(decoder, decoder.start(names), { limit: 9 });
    const beams = await beamSearch(decoder, decoder.start(names), { limit: 9, beamSize: 1, lengthPenalty: 2 });
    beams.forEach(([best], row) => expect(best).toMatchObject(answers[row]));
    expect(answers.map(({ ended }) => ended)).toEqual(expect.arrayContaining(['end', 'limit']));
  });

  it('of a batch equals that of each sentence alone', async () => {
    const decoder = toyDecoder({ vocabularySize: 8, sourceSize: 4 });
    const options = { limit: 8, beamSize: 4, nBest: 3, lengthPenalty: 0.8, coveragePenalty: 0.2 };
    const together = await beamSearch(decoder, decoder.start(names), options);
    for (const [row, name] of names.entries()) {
      expect((await beamSearch(decoder, decoder.start([name]), options))[0]).toEqual(together[row]);
    }
  });

  it('finds at least as probable answers with a wider beam here, and better ones than greedy', async () => {
    const decoder = toyDecoder({ vocabularySize: 8 });
    const mean = async (beamSize: number) => {
      const many = Array.from({ length: 40 }, (_, i) => `sentence ${i}`);
      const beams = await beamSearch(decoder, decoder.start(many), { limit: 12, beamSize });
      return sum(beams.map(([{ logProbability }]) => logProbability)) / many.length;
    };
    const means = [await mean(1), await mean(4), await mean(16)];
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(means[1]).toBeGreaterThan(means[0] + 0.3);
  });

  it.each([
    [1, 0],
    [1, 0.7],
    [3, 0],
    [3, 0.2],
  ])('stops early without changing an answer (%d best, length penalty %d)', async (nBest, lengthPenalty) => {
    const [quick, thorough] = [0, 1].map(() => toyDecoder({ vocabularySize: 8, endBonus: 1, spread: 2 }));
    const options = { limit: 12, beamSize: 6, lengthPenalty };
    const first = await beamSearch(quick, quick.start(names), { ...options, nBest });
    const all = await beamSearch(thorough, thorough.start(names), { ...options, nBest: 6 }); // until the beam is full
    expect(first).toEqual(all.map((answers) => answers.slice(0, nBest)));
    expect(quick.rowsRead()).toBeLessThan(thorough.rowsRead());
    for (const answers of all) {
      const scores = answers.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(new Set(answers.map(({ tokens }) => tokens.join())).size).toBe(answers.length);
    }
  });

  it('narrows: an ended hypothesis keeps its place', async () => {
    const decoder = toyDecoder({ vocabularySize: 8, endBonus: 1 });
    const widths: number[] = [];
    const step: typeof decoder.step = (tokens, state) => {
      widths.push(tokens.length);
      return decoder.step(tokens, state);
    };
    const options = { limit: 30, beamSize: 6, nBest: 6 };
    const [answers] = await beamSearch({ ...decoder, step }, decoder.start(['a']), options);
    expect(answers.map(({ ended }) => ended)).toEqual(Array<string>(6).fill('end'));
    const complete = (steps: number) => answers.filter(({ tokens }) => tokens.length < steps).length;
    expect(widths.slice(1)).toEqual(widths.slice(1).map((_, t) => 6 - complete(t + 1)));
    expect(new Set(widths).size).toBeGreaterThan(3);
  });

  it('stops at the limit when nothing ends, and says so', async () => {
    const decoder = toyDecoder({ vocabularySize: 5 });
    const options = { limit: 7, beamSize: 3, nBest: 3, constraints: [forbidden([END])] };
    const [answers] = await beamSearch(decoder, decoder.start(['a']), options);
    expect(answers.map(({ ended, tokens }) => [ended, tokens.length])).toEqual(Array(3).fill(['limit', 7]));
    expect(answers[0].logProbabilities).toHaveLength(7);
  });

  it('obeys constraints, sentence by sentence', async () => {
    const decoder = toyDecoder({ vocabularySize: 5, endBonus: 2 });
    const constraints = [
      minimumLength(3, END),
      maximumLength(4, END),
      forbidden([2]),
      forced((row) => [row === 1 ? 4 : 3, undefined, 1]),
    ];
    const beams = await beamSearch(decoder, decoder.start(['a', 'b']), {
      limit: 9,
      beamSize: 6,
      nBest: 6,
      constraints,
    });
    beams.forEach((answers, row) => {
      expect(answers.length).toBeGreaterThan(1);
      for (const { tokens, ended } of answers) {
        expect(ended).toBe('end');
        expect([3, 4]).toContain(tokens.length);
        expect([tokens[0], tokens[2]]).toEqual([row === 1 ? 4 : 3, 1]);
        expect(tokens).not.toContain(2);
      }
    });
  });

  it('carries the attention of each step, without padding', async () => {
    const decoder = toyDecoder({ vocabularySize: 5, sourceSize: 4 });
    const start = { ...decoder.start(['a', 'b']), sourceLengths: Int32Array.of(4, 2) };
    const beams = await beamSearch(decoder, start, { limit: 6, beamSize: 3 });
    beams.forEach(([{ attention, logProbabilities }], row) => {
      expect(attention).toHaveLength(logProbabilities.length);
      attention!.forEach((weights) => expect(weights).toHaveLength([4, 2][row]));
    });
    const { attention: first } = await decoder.step(start.tokens, start.state);
    expect(beams[1][0].attention![0]).toEqual(first!.slice(4, 6));
  });

  it('has nothing to say about no sentences', async () => {
    const decoder = toyDecoder({ vocabularySize: 5 });
    expect(await beamSearch(decoder, decoder.start([]), { limit: 3, beamSize: 2 })).toEqual([]);
  });
});

describe('what finished hypotheses are ranked by', () => {
  it('length penalty: ((5 + length) / 6)^α', () => {
    expect(lengthPenalty(1, 0.6)).toBe(1);
    expect(lengthPenalty(7, 1)).toBe(2);
    expect(lengthPenalty(19, 0.5)).toBe(2);
    expect(lengthPenalty(19, 0)).toBe(1);
  });

  it('coverage penalty: β Σ ln min(coverage, 1)', () => {
    const attention = [Float32Array.of(0.5, 0.5, 0), Float32Array.of(0.75, 0, 0.25)];
    expect(coveragePenalty(attention, 1)).toBeCloseTo(Math.log(0.5) + Math.log(0.25), 12);
    expect(coveragePenalty(attention, 0.2)).toBeCloseTo(0.2 * Math.log(0.125), 12);
    expect(coveragePenalty([Float32Array.of(1, 0)], 1)).toBeCloseTo(-126 * Math.log(2), 10);
  });

  it('score: ln P / lp + cp', () => {
    const attention = [Float32Array.of(0.5, 0.5)];
    expect(beamScore(-6, 7, attention, { lengthPenalty: 1, coveragePenalty: 0 })).toBe(-3);
    expect(beamScore(-6, 7, attention, { lengthPenalty: 1, coveragePenalty: 0.5 })).toBeCloseTo(-3 - Math.log(2), 12);
  });
});

describe('highest', () => {
  it('takes the first of equal ones and nothing at −Infinity', () => {
    const rows = [Float32Array.of(1, -Infinity, 3), Float32Array.of(0, 2, 2)];
    const places = (count: number) =>
      highest(rows, [0, 1], count).map(({ row, column, value }) => [row, column, value]);
    expect(places(2)).toEqual([
      [0, 2, 3],
      [1, 1, 3],
    ]);
    expect(places(9).map(([, , value]) => value)).toEqual([3, 3, 3, 1, 1]);
  });
});

describe('beam search refuses', () => {
  const decoder = toyDecoder({ vocabularySize: 5 });
  const search = (options: Partial<BeamSearchOptions>, change = {}) =>
    beamSearch({ ...decoder, ...change }, decoder.start(['a']), { limit: 5, beamSize: 2, ...options });

  it.each([
    ['no beam', { beamSize: 0 }, 'beamSize is 0'],
    ['half a beam', { beamSize: 1.5 }, 'beamSize is 1.5'],
    ['more answers than beam', { nBest: 3 }, 'nBest is 3 with beamSize 2'],
    ['no answers', { nBest: 0 }, 'nBest is 0'],
    ['a negative length penalty', { lengthPenalty: -1 }, 'lengthPenalty is -1'],
    ['no limit', { limit: Infinity }, 'limit is Infinity'],
    ['a coverage penalty without attention', { coveragePenalty: 0.2 }, 'no attention'],
    ['constraints that leave nothing', { constraints: [forbidden([0, 1, 2, 3, 4])] }, 'no token may follow'],
  ])('%s', async (_, options, message) => {
    await expect(search(options)).rejects.toThrow(ConfigError);
    await expect(search(options)).rejects.toThrow(message);
    expect(decoder.alive()).toBe(0);
  });

  it('a missing end token', async () => {
    await expect(search({}, { end: undefined })).rejects.toThrow('the end token is undefined');
    await expect(search({}, { end: 5 })).rejects.toThrow(ConfigError);
  });

  it('a start that does not fit', async () => {
    const start = { ...decoder.start(['a']), tokens: Int32Array.of(7) };
    await expect(beamSearch(decoder, start, { limit: 5, beamSize: 2 })).rejects.toThrow('start token of row 0 is 7');
    const lengths = { ...decoder.start(['a']), sourceLengths: Int32Array.of(1, 2) };
    await expect(beamSearch(decoder, lengths, { limit: 5, beamSize: 2 })).rejects.toThrow(ShapeError);
  });

  it('steps that return odd numbers', async () => {
    const returning = (logProbabilities: Float32Array, attention?: Float32Array) => ({
      step: (_: Int32Array, state: { histories: string[] }) => Promise.resolve({ logProbabilities, attention, state }),
      dispose: undefined,
    });
    await expect(search({}, returning(new Float32Array(4)))).rejects.toThrow(ShapeError);
    await expect(search({}, returning(Float32Array.of(0, 0, NaN, 0, 0)))).rejects.toThrow('token 2 is NaN');
  });
});
