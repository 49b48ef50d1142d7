/** Greedy decoding and alignment against all paths written out. */
import { ctcAlign } from '../../../src/decoding/ctc/alignment';
import { ctcGreedy, CtcGreedyStream } from '../../../src/decoding/ctc/greedy';
import { DataError, ShapeError } from '../../../src/errors';
import { allPaths, spelled } from '../../support/ctc';
import { drawnFrames, pathProbability } from './exhaustive';

const certain = (path: readonly number[], K: number, p = 0.97) => {
  const rest = Math.log((1 - p) / (K - 1));
  const logProbabilities = Float32Array.from({ length: path.length * K }, (_, n) => {
    return path[Math.floor(n / K)] === n % K ? Math.log(p) : rest;
  });
  return { logProbabilities, outputs: K };
};

it('greedy: equal neighbours become one, then blanks are dropped', () => {
  const found = ctcGreedy(certain([0, 1, 1, 0, 1, 2, 2, 2, 0, 0], 3));
  expect([...found.labels]).toEqual([1, 1, 2]);
  expect(found.spans.map(({ label, start, end }) => [label, start, end])).toEqual([
    [1, 1, 3],
    [1, 4, 5],
    [2, 5, 8],
  ]);
  found.spans.forEach(({ confidence }) => expect(confidence).toBeCloseTo(0.97, 6));
  expect(found.logProbability).toBeCloseTo(10 * Math.log(0.97), 5);
});

it.each([1, 2, 3, 4])('greedy: the labels of the most probable path, seed %i', (seed) => {
  const frames = drawnFrames(6, 3, seed);
  const paths = allPaths(6, 3).sort((a, b) => pathProbability(frames, b) - pathProbability(frames, a));
  const found = ctcGreedy({ ...frames, blank: 1 });
  expect([...found.labels]).toEqual(spelled(paths[0], 1));
  expect(found.logProbability).toBeCloseTo(pathProbability(frames, paths[0]), 6);
});

it('greedy as a stream only grows, whatever the pieces', () => {
  const frames = drawnFrames(50, 4, 9, 2);
  for (const size of [1, 3, 50]) {
    const stream = new CtcGreedyStream(4);
    const labels: number[] = [];
    for (let t = 0; t < 50; t += size) {
      labels.push(...stream.push(frames.logProbabilities.subarray(4 * t, 4 * (t + size))));
    }
    expect(stream.result()).toEqual(ctcGreedy(frames));
    expect(labels).toEqual([...ctcGreedy(frames).labels]);
  }
});

describe('alignment', () => {
  it.each([
    [1, [1, 2]],
    [2, [2, 2]],
    [3, []],
    [4, [1, 2, 1, 2, 1, 2]],
    [5, [1]],
  ])('is the most probable path that spells the text, seed %i, %j', (seed, labels) => {
    const frames = drawnFrames(6, 3, seed);
    const paths = allPaths(6, 3).filter((path) => spelled(path, 0).join() === labels.join());
    const [best] = paths.sort((a, b) => pathProbability(frames, b) - pathProbability(frames, a));
    const found = ctcAlign(frames, labels);
    expect([...found.path]).toEqual(best);
    expect(found.logProbability).toBeCloseTo(pathProbability(frames, best), 6);
    expect(found.spans.map(({ label }) => label)).toEqual(labels);
    found.spans.forEach(({ label, start, end, confidence }) => {
      expect(best.slice(start, end)).toEqual(new Array(end - start).fill(label));
      const mean = best.slice(start, end).reduce((sum, _, i) => {
        return sum + Math.exp(frames.logProbabilities[3 * (start + i) + label]) / (end - start);
      }, 0);
      expect(confidence).toBeCloseTo(mean, 6);
    });
  });

  it('finds the frames of known labels', () => {
    const { spans } = ctcAlign(certain([0, 0, 2, 2, 2, 0, 2, 1, 1, 0], 3), [2, 2, 1]);
    expect(spans.map(({ start, end }) => [start, end])).toEqual([
      [2, 5],
      [6, 7],
      [7, 9],
    ]);
  });

  it('of nothing in no frames is empty', () => {
    expect(ctcAlign({ logProbabilities: new Float32Array(0), outputs: 2 }, [])).toEqual({
      spans: [],
      path: new Int32Array(0),
      logProbability: 0,
    });
  });

  it('refuses a text that does not fit', () => {
    expect(() => ctcAlign(drawnFrames(2, 3, 1), [1, 1])).toThrow(DataError);
    expect(() => ctcAlign(drawnFrames(2, 3, 1), [1, 1])).toThrow('no path of 2 frames');
    expect(() => ctcAlign(drawnFrames(0, 3, 1), [1])).toThrow('no path of 0 frames');
    expect(() => ctcAlign(drawnFrames(2, 3, 1), [3])).toThrow('label 0 is 3');
    expect(() => ctcAlign(drawnFrames(2, 3, 1), [0])).toThrow('label 0 is 0');
    expect(() => ctcAlign({ logProbabilities: new Float32Array(5), outputs: 3 }, [1])).toThrow(ShapeError);
  });
});
