/** Windows of parallel streams: each token is predicted once, streams are contiguous, the remainder is used. */
import fc from 'fast-check';
import { Random } from '../../../../src/random';
import { DataError } from '../../../../src/errors';
import { joinTexts, windowsOf } from '../../../../tasks/language-model/streams/windows';

const row = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const encoded = (ids: number[]) => ({ ids: Int32Array.from(ids), characters: 0, bytes: 0, unknown: 0 });

it('an example: 11 targets, 3 streams, windows of 3', () => {
  const windows = windowsOf(row(12), { streams: 3, window: 3 });
  expect(windows.map((parts) => parts.map(({ ids }) => [...ids]))).toEqual([
    [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], // prettier-ignore
    [[3, 4], [7, 8]], // prettier-ignore
  ]);
});

it('every token is predicted once, and each stream goes on where its window before ended', () => {
  const sizes = fc.record({ targets: fc.integer({ min: 1, max: 300 }), streams: fc.integer({ min: 1, max: 12 }), window: fc.integer({ min: 1, max: 20 }) }); // prettier-ignore
  fc.assert(
    fc.property(sizes, ({ targets, streams, window }) => {
      fc.pre(targets >= window);
      const windows = windowsOf(row(targets + 1), { streams, window });
      const predicted = windows.flatMap((parts) => parts.flatMap(({ ids }) => [...ids.subarray(1)]));
      expect(predicted.sort((a, b) => a - b)).toEqual([...row(targets + 1).subarray(1)]);
      windows.forEach((parts, w) => {
        expect(parts.map(({ stream }) => stream)).toEqual([...parts.keys()]);
        parts.forEach(({ ids, stream }) => {
          expect(ids.length).toBeLessThanOrEqual(window + 1);
          if (w > 0) expect(ids[0]).toBe(windows[w - 1][stream].ids.at(-1));
        });
      });
    }),
    { numRuns: 200 },
  );
});

it('random lengths: about the window, some about half of it, the same for the same seed; every token once', () => {
  const lengthsOf = (seed: number) =>
    windowsOf(row(20_001), { streams: 1, window: 50, random: Random.fromSeed(seed) }).map(
      ([{ ids }]) => ids.length - 1,
    );
  const lengths = lengthsOf(1);
  expect(lengthsOf(1)).toEqual(lengths);
  expect(lengthsOf(2)).not.toEqual(lengths);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(20_000);
  const short = lengths.filter((length) => length < 37).length / lengths.length;
  expect(short).toBeGreaterThan(0.02);
  expect(short).toBeLessThan(0.1);
  expect(Math.max(...lengths)).toBeGreaterThan(52);
  expect(Math.max(...lengths)).toBeLessThan(70);
});

it('texts follow each other: the first token of each is predicted from the end of the one before', () => {
  expect([...joinTexts([encoded([3, 10, 11, 3]), encoded([3, 12, 3])])]).toEqual([3, 10, 11, 3, 12, 3]);
});

it('a text that is shorter than a window is refused, with the window that it has', () => {
  expect(() => windowsOf(row(5), { streams: 2, window: 5 })).toThrow(DataError);
  expect(() => windowsOf(row(5), { streams: 2, window: 5 })).toThrow(/4 tokens, fewer than one window of 5.*window: 4/);
});
