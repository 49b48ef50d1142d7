import { tables } from '../../bench/document';
import { exponent, figureRows } from '../../bench/figures';
import type { BenchRow } from '../../bench/measure';

const row = (work: string, system: string, medianMs: number): BenchRow => ({
  ...{ work, system, medianMs },
  ...{ minMs: medianMs, runs: 1, note: '' },
});

test('a growth exponent is the slope on logarithmic axes', () => {
  expect(exponent([50, 100, 400], [3, 6, 24])).toBeCloseTo(1, 12);
  expect(exponent([1, 2, 4], [5, 20, 80])).toBeCloseTo(2, 12);
});

test('figures are computed where both sides were measured, and say what they reach', () => {
  const rows = [
    row('lstm-train-A', 'tfjs-sequence/wasm-2', 10),
    row('lstm-train-A', 'tfjs-wasm', 300),
    row('lstm-train-A', 'keras', 12.5),
    row('lstm-train-A', 'pytorch', 4),
    row('gru-train-A', 'pytorch', 4),
  ];
  const found = figureRows(rows).map(({ what, value, reached }) => [what, value, reached]);
  expect(found).toEqual([
    ['LSTM A against stock tfjs-wasm', 30, 'reach'],
    ['LSTM A against Keras on TensorFlow', 0.8, 'reach'],
    ['LSTM A against PyTorch', 2.5, 'no'],
    ['WebAssembly modules, both, with gzip', expect.closeTo(15, -1), 'aim'],
  ]);
});

test('memory is told beside what nothing can do without', () => {
  const rows = [{ ...row('lstm-memory-A', 'tfjs-sequence/wasm-2', 10), bytes: 4 * 32 * 50 * (2 * 64 + 7 * 128) * 2 }];
  expect(figureRows(rows)).toMatchObject([{ value: 2, unit: '× its size', reached: 'no' }]);
});

test('characters a second: more is better', () => {
  const rows = [row('generate-next', 'tfjs-sequence/wasm-1', 0.04), row('generate-next', 'pytorch-1', 0.1)];
  const slow = [row('generate-text', 'tfjs-sequence/chromium', 0.2)];
  expect(figureRows(rows)).toMatchObject([
    { value: 25_000, reached: 'reach' },
    { value: expect.closeTo(0.4) as number, reached: 'aim' },
  ]);
  expect(figureRows(slow)).toMatchObject([{ value: 5000, reached: 'no' }]);
});

test('the page shows figures, times, and what was left out with its reason', () => {
  const machine = {
    cpu: 'C',
    cores: 2,
    memoryGB: 24,
    platform: 'linux',
    node: '20',
    loadAtStart: 0,
    date: '2026-01-01',
  };
  const work = { kind: 'crf', name: 'crf', batchSize: 32, steps: 50, tags: 20 } as const;
  const rows = [row('crf', 'tfjs-sequence/wasm-2', 4.21)];
  const page = tables(machine, [{ work, rows, skipped: { keras: 'not here' }, times: {} }]);
  expect(page).toContain('2 × C, 24 GB');
  expect(page).toContain('B 32, T 50, K 20');
  expect(page).toContain('| tfjs-sequence/wasm-2 | 4.21 | 4.21 | 1 |');
  expect(page).toContain('Not measured: keras (not here).');
});
