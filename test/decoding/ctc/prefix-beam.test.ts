/** Beam search over labellings against all labellings written out, with scorers and as a stream. */
import { CtcBeam, ctcBeamSearch } from '../../../src/decoding/ctc/prefix-beam';
import { allScorers, onlyWords, type PrefixScorer } from '../../../src/decoding/ctc/prefix-scorer';
import { ConfigError, ShapeError } from '../../../src/errors';
import { drawnFrames, labellings } from './exhaustive';

const cases = [1, 2, 3, 4, 5, 6].flatMap((T) => [2, 3].flatMap((K) => [0, K - 1].map((blank) => [T, K, blank])));
const whole = { beamSize: 5000, nBest: 5000 };

it.each(cases)('%i frames, %i outputs, blank %i: all labellings, in order', (T, K, blank) => {
  const frames = drawnFrames(T, K, 100 * T + 10 * K + blank);
  const expected = labellings(frames, blank);
  const found = ctcBeamSearch({ ...frames, blank }, whole);
  expect(found.map(({ labels }) => [...labels])).toEqual(expected.map(({ labels }) => labels));
  found.forEach(({ logProbability, score }, i) => {
    expect(logProbability).toBeCloseTo(expected[i].logProbability, 10);
    expect(score).toBe(logProbability);
  });
});

it('finds what is more probable than the best path', () => {
  const logProbabilities = Float32Array.from([0.6, 0.4, 0.6, 0.4], Math.log); // ∅∅ 0.36; a a, a ∅, ∅ a: 0.64
  const [best] = ctcBeamSearch({ logProbabilities, outputs: 2 });
  expect([...best.labels]).toEqual([1]);
  expect(best.logProbability).toBeCloseTo(Math.log(0.64), 6);
});

it('no frames: nothing was said', () => {
  const found = ctcBeamSearch({ logProbabilities: new Float32Array(0), outputs: 3 });
  expect(found).toEqual([{ labels: new Int32Array(0), logProbability: 0, score: 0 }]);
});

it('a narrow beam returns labellings with at most their probability', () => {
  const frames = drawnFrames(6, 3, 1);
  const all = new Map(labellings(frames).map(({ labels, logProbability }) => [labels.join(), logProbability]));
  for (const { labels, logProbability } of ctcBeamSearch(frames, { beamSize: 3, nBest: 3 })) {
    expect(logProbability).toBeLessThanOrEqual((all.get(labels.join()) ?? -Infinity) + 1e-9);
  }
});

/** Likes 2 after 1, and texts that end with 2. */
const taste: PrefixScorer<number> = {
  start: () => 0,
  extend: (last, label) => ({ state: label, score: last === 1 && label === 2 ? 1 : -0.5 }),
  end: (last) => (last === 2 ? 0.7 : 0),
};

const tasteOf = (labels: readonly number[]) =>
  labels.reduce(
    (sum, label, i) => sum + (labels[i - 1] === 1 && label === 2 ? 1 : -0.5),
    labels.at(-1) === 2 ? 0.7 : 0,
  );

it('a scorer and the bonus are added to the logarithm of the probability', () => {
  const frames = drawnFrames(6, 3, 8);
  const expected = labellings(frames)
    .map((one) => ({ ...one, score: one.logProbability + tasteOf(one.labels) + 0.2 * one.labels.length }))
    .sort((a, b) => b.score - a.score);
  const found = ctcBeamSearch(frames, { ...whole, scorer: taste, labelBonus: 0.2 });
  expect(found.map(({ labels }) => [...labels])).toEqual(expected.map(({ labels }) => labels));
  found.forEach(({ score }, i) => expect(score).toBeCloseTo(expected[i].score, 9));
});

describe('words of a list', () => {
  const frames = drawnFrames(6, 4, 3);
  const words = [[1, 2], [2], [1, 1]];
  const isText = (labels: number[]) => {
    if (labels.length === 0) return true;
    const parts = labels.join('').split('3');
    return parts.every((part) => words.some((word) => word.join('') === part));
  };

  it('are all that is found, with their separator between them', () => {
    const expected = labellings(frames).filter(({ labels }) => isText(labels));
    const found = ctcBeamSearch(frames, { ...whole, scorer: onlyWords(words, 3) });
    expect(found.map(({ labels }) => [...labels])).toEqual(expected.map(({ labels }) => labels));
    expect(found.length).toBeGreaterThan(8);
  });

  it('one word, without a separator', () => {
    const found = ctcBeamSearch(frames, { ...whole, scorer: onlyWords(words) });
    const texts = found.map(({ labels }) => labels.join(''));
    expect(texts.sort()).toEqual(['', '11', '12', '2']);
  });

  it('together with another scorer', () => {
    const scorer = allScorers([onlyWords(words, 3), taste]);
    const expected = labellings(frames)
      .filter(({ labels }) => isText(labels))
      .map((one) => ({ ...one, score: one.logProbability + tasteOf(one.labels) }))
      .sort((a, b) => b.score - a.score);
    const found = ctcBeamSearch(frames, { ...whole, scorer });
    expect(found.map(({ labels }) => [...labels])).toEqual(expected.map(({ labels }) => labels));
  });

  it('of which none fits: nothing is found', () => {
    const two = { logProbabilities: frames.logProbabilities.subarray(0, 8), outputs: 4 };
    const none = onlyWords([[1, 2, 1]], 3);
    const onlyOne = Float32Array.from([-Infinity, 0, -Infinity, -Infinity]);
    expect(ctcBeamSearch({ ...two, logProbabilities: onlyOne }, { scorer: none })).toEqual([]);
  });
});

it('frame by frame: the same, with what is taken back', () => {
  const frames = drawnFrames(40, 4, 5, 1);
  const beam = new CtcBeam(4, { beamSize: 8 });
  let answer: number[] = [];
  let takenBack = 0;
  for (let t = 0; t < 40; t++) {
    const { labels, kept, stable } = beam.push(frames.logProbabilities.subarray(4 * t, 4 * t + 4));
    expect([...labels].slice(0, kept)).toEqual(answer.slice(0, kept));
    if (kept < answer.length) takenBack++;
    expect(stable).toBeLessThanOrEqual(labels.length);
    answer = [...labels];
  }
  expect(takenBack).toBeGreaterThan(0);
  expect(beam.hypotheses()).toEqual(ctcBeamSearch(frames, { beamSize: 8 }));
});

it('what is stable is never taken back', () => {
  const frames = drawnFrames(60, 4, 6, 4);
  const beam = new CtcBeam(4, { beamSize: 4 });
  let stays: number[] = [];
  for (let t = 0; t < 60; t++) {
    const { labels, stable } = beam.push(frames.logProbabilities.subarray(4 * t, 4 * t + 4));
    const last = [...labels];
    expect(last.slice(0, stays.length)).toEqual(stays);
    stays = last.slice(0, stable);
  }
  expect(stays.length).toBeGreaterThan(5);
});

it('outputs of low probability can be left out', () => {
  const frames = drawnFrames(6, 3, 2, 3);
  const some = ctcBeamSearch(frames, { ...whole, leastLogProbability: -2 });
  const all = ctcBeamSearch(frames, whole);
  expect(some.length).toBeLessThan(all.length);
  expect([...some[0].labels]).toEqual([...all[0].labels]);
});

it('a frame in which nothing is possible leaves probability 0, not NaN', () => {
  const logProbabilities = new Float32Array(6).fill(-Infinity);
  const [best] = ctcBeamSearch({ logProbabilities, outputs: 3 });
  expect(best).toBeUndefined();
});

it.each<[string, () => unknown, new (...args: never[]) => Error, string]>([
  ['rows of another size', () => ctcBeamSearch({ logProbabilities: new Float32Array(7), outputs: 3 }), ShapeError, '7 log-probabilities of 3 outputs'],
  ['NaN', () => ctcBeamSearch({ logProbabilities: Float32Array.of(0, NaN), outputs: 2 }), ShapeError, 'NaN'],
  ['a blank that is no output', () => new CtcBeam(3, {}, 3), ShapeError, 'blank 3'],
  ['a beam of nothing', () => new CtcBeam(3, { beamSize: 0 }), ConfigError, 'beamSize'],
  ['more than the beam holds', () => new CtcBeam(3, { beamSize: 2, nBest: 3 }), ConfigError, 'nBest is 3'],
  ['a probability for a logarithm', () => new CtcBeam(3, { leastLogProbability: 0.1 }), ConfigError, 'leastLogProbability'],
  ['another option', () => new CtcBeam(3, { beam: 3 } as object), ConfigError, 'beam'],
])('refuses %s', (_, run, kind, message) => {
  expect(run).toThrow(kind);
  expect(run).toThrow(message);
}); // prettier-ignore
