import { Child } from '../../bench/child';
import { measure, quantile, speedup } from '../../bench/measure';
import { systems } from '../../bench/systems';
import type { Work } from '../../bench/works';

const work: Work = { kind: 'train', name: 'tiny', cell: 'gru', batchSize: 2, steps: 3, inputSize: 4, hiddenSize: 5 };

test('quantiles lie between the two nearest values', () => {
  expect([0, 0.25, 0.5, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4]);
  expect(quantile([7], 0.5)).toBe(7);
});

test('a speedup is taken round by round', () => {
  expect(speedup([10, 40, 90], [10, 20, 30])).toEqual({ median: 2, from: 1.5, to: 2.5 });
});

test('systems take turns in processes of their own; one that cannot run is left out with its reason', async () => {
  const children = {
    ours: systems['tfjs-sequence/generic-wasm'](),
    stock: systems['tfjs-wasm'](),
    absent: new Child('no-such-command', []),
    broken: new Child(process.execPath, ['-e', 'throw new RangeError("out of order")']),
  };
  const { rows, skipped, times } = await measure(work, children, { warmUp: 1, runs: 2 });
  Object.values(children).forEach((child) => child.end());
  expect(rows.map(({ system, work, runs }) => [system, work, runs])).toEqual([
    ['ours', 'tiny', 2],
    ['stock', 'tiny', 2],
  ]);
  for (const { system, medianMs, minMs, note } of rows) {
    expect(minMs).toBe(Math.min(...times[system]));
    expect(medianMs).toBe(quantile(times[system], 0.5));
    expect(note).toMatch(/^middle half .* ms; TensorFlow\.js 4/);
  }
  expect(skipped.absent).toMatch(/ENOENT/);
  expect(skipped.broken).toMatch(/RangeError: out of order/);
});
