import { greedy } from '../../src/decoding/greedy';
import { sample, sampler, type SamplingOptions } from '../../src/decoding/sampling';
import { collect, stream } from '../../src/decoding/stream';
import { ConfigError } from '../../src/errors';
import { Random } from '../../src/random';
import { toyDecoder } from '../support/toy-decoder';

const random = Random.fromSeed(3);
const names = ['a', 'b', 'c', 'd'];
const logs = (...probabilities: number[]) => Float32Array.from(probabilities, Math.log);

/** How often each token is drawn, as a part of all. */
function shares(probabilities: number[], options: Omit<SamplingOptions, 'random'>, tokens: number[] = []): number[] {
  const draws = 6000;
  const choose = sampler({ random, ...options });
  const counts = probabilities.map(() => 0);
  for (let row = 0; row < draws; row++) counts[choose(logs(...probabilities), tokens, row)]++;
  return counts.map((count) => count / draws);
}

function expectShares(found: number[], expected: number[]): void {
  const sum = expected.reduce((total, share) => total + share);
  found.forEach((share, v) => {
    if (expected[v] === 0) expect(share).toBe(0);
    else expect(Math.abs(share - expected[v] / sum)).toBeLessThan(0.03); // over 4 standard deviations
  });
}

describe('sampling', () => {
  const p = [0.1, 0.4, 0.3, 0.15, 0.05];

  it('draws tokens as often as the model says', () => expectShares(shares(p, {}), p));

  it('temperature: p^(1/τ)', () => {
    expectShares(
      shares(p, { temperature: 0.5 }),
      p.map((one) => one ** 2),
    );
    expectShares(shares(p, { temperature: 2 }), p.map(Math.sqrt));
  });

  it('a temperature next to 0 takes the most probable token', () => {
    expectShares(shares(p, { temperature: 1e-300 }), [0, 1, 0, 0, 0]);
  });

  it('top-k', () => {
    expectShares(shares(p, { topK: 3 }), [0, 0.4, 0.3, 0.15, 0]);
    expectShares(shares(p, { topK: 1 }), [0, 1, 0, 0, 0]);
    expectShares(shares(p, { topK: 99 }), p);
  });

  it('top-p: the fewest tokens that have so much together', () => {
    expectShares(shares(p, { topP: 0.69 }), [0, 0.4, 0.3, 0, 0]);
    expectShares(shares(p, { topP: 0.71 }), [0, 0.4, 0.3, 0.15, 0]);
    expectShares(shares(p, { topP: 1e-9 }), [0, 1, 0, 0, 0]);
  });

  it('top-p of what top-k left', () => {
    expectShares(shares(p, { topK: 3, topP: 0.8 }), [0, 0.4, 0.3, 0, 0]); // 0.7 of 0.85 is 82 %
  });

  it('repetition penalty: p^θ for tokens that were there, before the temperature', () => {
    expectShares(shares(p, { repetitionPenalty: 2 }, [1, 1, 3]), [0.1, 0.16, 0.3, 0.0225, 0.05]);
    const both = shares(p, { repetitionPenalty: 2, temperature: 0.5 }, [1]);
    expectShares(
      both,
      [0.1, 0.16, 0.3, 0.15, 0.05].map((one) => one ** 2),
    );
  });

  it('keeps forbidden tokens out, also at a high temperature', () => {
    expectShares(shares([0.5, 0, 0.5], { temperature: 100, topP: 0.999 }), [1, 0, 1]);
  });

  it('reports what the model says, not what it was changed to', async () => {
    const decoder = toyDecoder({ vocabularySize: 5 });
    const [answer] = await sample(decoder, decoder.start(['a']), { limit: 1, random, temperature: 9 });
    const { logProbabilities, state } = await decoder.step(Int32Array.of(1), { histories: ['a'] });
    expect(answer.logProbabilities[0]).toBe(logProbabilities[answer.tokens[0] ?? 0]);
    decoder.dispose!(state);
  });
});

describe('the seed of a sample', () => {
  const decoder = toyDecoder({ vocabularySize: 30, spread: 0.5 });
  const draw = (generator: SamplingOptions['random'], start = decoder.start(names)) =>
    sample(decoder, start, { limit: 25, random: generator, topP: 0.9 });

  it('decides it', async () => {
    const [once, twice, other] = [await draw(random), await draw(random), await draw(Random.fromSeed(4))];
    expect(twice).toEqual(once);
    expect(other.map(({ tokens }) => tokens)).not.toEqual(once.map(({ tokens }) => tokens));
  });

  it('gives rows of their own to equal starts', async () => {
    const answers = await draw(random, decoder.start(['a', 'a', 'a']));
    expect(new Set(answers.map(({ tokens }) => tokens.join())).size).toBe(3);
  });

  it('gives the same to a row alone as in a batch', async () => {
    const together = await draw(random);
    for (const [row, name] of names.entries()) {
      expect((await draw([random.fork(row)], decoder.start([name])))[0]).toEqual(together[row]);
    }
    await expect(draw([random])).rejects.toThrow('none for row 1');
  });

  it('gives the same streamed', async () => {
    const parts = stream(decoder, decoder.start(names), { limit: 25, choose: sampler({ random, topP: 0.9 }) });
    expect(await collect(parts, names.length)).toEqual(await draw(random));
  });

  it('survives the differences between backends', () => {
    const [choose, noise] = [sampler({ random, topK: 50 }), Random.fromSeed(5)];
    let differing = 0;
    for (let n = 0; n < 400; n++) {
      const scores = noise.normalArray(1000);
      const shaken = scores.map((score) => score + noise.uniform(-1e-6, 1e-6));
      if (choose(scores, [], n) !== choose(shaken, [], n)) differing++;
    }
    expect(differing).toBe(0);
  });
});

describe('sampling refuses', () => {
  it('to draw without a generator', () => {
    expect(() => sampler({} as SamplingOptions)).toThrow(ConfigError);
    expect(() => sampler({} as SamplingOptions)).toThrow('random is undefined');
  });

  it.each([
    ...[0, -1, NaN, Infinity].map((temperature) => ({ temperature })),
    ...[0, -0.1, 1.1, NaN].map((topP) => ({ topP })),
    ...[0, -1, 2.5, NaN].map((topK) => ({ topK })),
    ...[0, 0.9, NaN].map((repetitionPenalty) => ({ repetitionPenalty })),
  ])('%j', (options) => {
    const [name, value] = Object.entries(options)[0];
    expect(() => sampler({ random, ...options })).toThrow(ConfigError);
    expect(() => sampler({ random, ...options })).toThrow(`${name} is ${value}`);
  });

  it('but greedy search is there for temperature 0', async () => {
    const decoder = toyDecoder({ vocabularySize: 6 });
    const [cold] = await sample(decoder, decoder.start(['a']), { limit: 9, random, topK: 1 });
    expect(cold).toEqual((await greedy(decoder, decoder.start(['a']), { limit: 9 }))[0]);
  });
});
