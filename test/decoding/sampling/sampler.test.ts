import { beamSearch } from '../../../src/decoding/beam-search';
import { greedy } from '../../../src/decoding/greedy';
import type { SamplingOptions } from '../../../src/decoding/sampling/options';
import { noRepeatedNgram } from '../../../src/decoding/sampling/penalties';
import { sample, sampler } from '../../../src/decoding/sampling/sampler';
import { collect, stream } from '../../../src/decoding/stream';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { toyDecoder } from '../../support/toy-decoder';

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
    expect(() => sampler({})).toThrow(ConfigError);
    expect(() => sampler({})).toThrow('random is undefined');
  });

  it.each([
    ...[-1, NaN, Infinity].map((temperature) => ({ temperature })),
    ...[0, -0.1, 1.1, NaN].map((topP) => ({ topP })),
    ...[0, -1, 2.5, NaN].map((topK) => ({ topK })),
    ...[-0.1, 1.1, NaN].map((minP) => ({ minP })),
    ...[0, 1.1, NaN].map((typical) => ({ typical })),
    ...[0, -1, NaN].map((repetitionPenalty) => ({ repetitionPenalty })),
    ...[0, -1, 1.5].map((noRepeatNgram) => ({ noRepeatNgram })),
    ...[0, -1, 1.5].map((repetitionWindow) => ({ repetitionWindow, repetitionPenalty: 2 })),
  ])('%j', (options) => {
    const [name, value] = Object.entries(options)[0];
    expect(() => sampler({ random, ...options })).toThrow(ConfigError);
    expect(() => sampler({ random, ...options })).toThrow(`${name} is ${value}`);
  });

  it.each<[string, Omit<SamplingOptions, 'random'>]>([
    ['temperature is 0, and topK is 5', { temperature: 0, topK: 5 }],
    ['temperature is 0, and typical is 0.5', { temperature: 0, typical: 0.5 }],
    ['repetitionWindow is 5', { repetitionWindow: 5 }],
    ['penalizePrompt is false', { penalizePrompt: false }],
    ['logitBias of -1 is 2', { logitBias: new Map([[-1, 2]]) }],
    ['logitBias of 3 is Infinity', { logitBias: new Map([[3, Infinity]]) }],
    ['order names topK twice', { order: ['topK', 'topK'] }],
    ['order does not name topP, which is 0.5', { topP: 0.5, order: ['topK'] }],
    ['unknown option "top_p"', { order: ['top_p'] as never }],
  ])('%s', (problem, options) => {
    expect(() => sampler({ random, ...options })).toThrow(ConfigError);
    expect(() => sampler({ random, ...options })).toThrow(problem);
  });

  it('a token outside the vocabulary, a row without a prompt, options that leave nothing', () => {
    const run = (options: Omit<SamplingOptions, 'random'>, tokens: number[] = []) =>
      sampler({ random, ...options })(logs(0.5, 0.5), tokens, 1);
    expect(() => run({ logitBias: new Map([[2, 1]]) })).toThrow('logitBias names the token 2');
    expect(() => run({ noRepeatNgram: 2, prompts: [[1]] })).toThrow('there are 1 prompts, none for row 1');
    expect(() => run({ noRepeatNgram: 1 }, [0, 1])).toThrow('no token may follow after 2 tokens');
    expect(() => run({ noRepeatNgram: 1, temperature: 0 }, [0, 1])).toThrow(ConfigError);
  });
});

describe('temperature 0', () => {
  it('is greedy search, and needs no random numbers', async () => {
    const decoder = toyDecoder({ vocabularySize: 6 });
    const [cold] = await sample(decoder, decoder.start(['a']), { limit: 9, temperature: 0 });
    expect(cold).toEqual((await greedy(decoder, decoder.start(['a']), { limit: 9 }))[0]);
  });

  it('takes the most probable of what penalties leave', () => {
    const p = logs(0.1, 0.5, 0.4);
    expect(sampler({ temperature: 0 })(p, [1], 0)).toBe(1);
    expect(sampler({ temperature: 0, repetitionPenalty: 2 })(p, [1], 0)).toBe(2);
    expect(sampler({ temperature: 0, noRepeatNgram: 2 })(p, [2, 1, 2], 0)).toBe(2);
    expect(sampler({ temperature: 0, logitBias: new Map([[0, 3]]) })(p, [], 0)).toBe(0);
  });
});

describe('what was there before', () => {
  const p = logs(0.3, 0.36, 0.34);
  const pick = (options: SamplingOptions, tokens: number[]) => sampler({ temperature: 0, ...options })(p, tokens, 0);

  it('is the prompt too, unless it is left out', () => {
    const penalty = { repetitionPenalty: 1.3, prompts: [[1]] };
    expect(pick(penalty, [2])).toBe(0);
    expect(pick({ ...penalty, penalizePrompt: false }, [2])).toBe(1);
  });

  it('is the last tokens, with a window', () => {
    const penalty = { repetitionPenalty: 1.3, prompts: [[1]] };
    expect(pick({ ...penalty, repetitionWindow: 1 }, [2])).toBe(1);
    expect(pick({ ...penalty, repetitionWindow: 2 }, [2])).toBe(0);
    expect(pick({ ...penalty, repetitionWindow: 2 }, [0, 2])).toBe(1);
  });

  it('repeats no n-gram across the end of the prompt', () => {
    expect(pick({ noRepeatNgram: 3, prompts: [[2, 0]] }, [1, 2, 0])).toBe(2);
    expect(pick({ noRepeatNgram: 3 }, [1, 2, 0])).toBe(1);
  });

  it('forbids n-grams in a beam too', async () => {
    const decoder = toyDecoder({ vocabularySize: 5 });
    const options = { limit: 20, constraints: [noRepeatedNgram(2)], beamSize: 3 };
    const [[best]] = await beamSearch(decoder, decoder.start(['a']), options);
    const pairs = Array.from(best.tokens.slice(1), (token, i) => `${best.tokens[i]} ${token}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});
