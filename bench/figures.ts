/** The ratios that the project wants to reach, computed from one run of the bench. */
import { gzipSync } from 'node:zlib';
import { relaxedSimd, simd } from '../src/kernels/wasm/runtime/bytes';
import type { BenchRow } from './measure';
import { works } from './works';

interface Figure {
  what: string;
  /** Measured as `ratio` says from the median times. */
  ratio: (times: Times) => number | undefined;
  unit: '× faster' | 'characters/s' | '× its time' | 'exponent' | '× its size' | 'ms' | 'kB';
  reach: number;
  aim?: number;
}

/** Median milliseconds of a work on a system, or its most bytes; undefined where that was not measured. */
type Times = (work: string, system: string, what?: 'medianMs' | 'bytes') => number | undefined;

const ours = 'tfjs-sequence/wasm-2';
const ours1 = 'tfjs-sequence/wasm-1';

const divide = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? undefined : a / b;

/** How many times faster than a peer. */
const faster =
  (work: string, peer: string, system = ours) =>
  (times: Times) =>
    divide(times(work, peer), times(work, system));
/** Our time over a peer's. */
const share =
  (work: string, peer: string, system = ours) =>
  (times: Times) =>
    divide(times(work, system), times(work, peer));

/** Slope of log time over log size. */
export function exponent(sizes: readonly number[], times: readonly number[]): number {
  const [x, y] = [sizes.map(Math.log), times.map(Math.log)];
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0);
  return covariance / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
}

/** Numbers of a training step that nothing can do without: x, dx, all h and dh, of an LSTM the gates and c of all steps. */
function needed(name: string): number | undefined {
  const work = works.find((one) => one.name === name);
  if (work?.kind !== 'memory') return undefined;
  const { batchSize: B, steps: T, inputSize: D, hiddenSize: H } = work;
  return 4 * B * T * (2 * D + 2 * H + 5 * H);
}

/** All modules, as they travel. */
function modulesInKilobytes(): number {
  const sizes = [simd, relaxedSimd].map((text) => gzipSync(Buffer.from(text, 'base64'), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size) / 1000;
}

/** Of a work whose step is a character. */
const perSecond = (work: string, system: string) => (times: Times) => divide(1000, times(work, system));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Before there were fast kernels: mean of three seeds, one thread, 2 × AMD EPYC, 21 November 2026 (commit 780ca27). */
const FIRST_EPOCH_MS = 12_963;

const growth = (prefix: string, sizes: readonly number[]) => (times: Times) => {
  const measured = sizes.map((size) => times(`${prefix}${size}`, ours));
  return measured.every((ms) => ms !== undefined) ? exponent(sizes, measured) : undefined;
};

export const figures: readonly Figure[] = [
  {
    what: 'LSTM A against stock tfjs-wasm',
    ratio: faster('lstm-train-A', 'tfjs-wasm'),
    unit: '× faster',
    reach: 25,
    aim: 35,
  },
  {
    what: 'LSTM A against stock tfjs-node',
    ratio: faster('lstm-train-A', 'tfjs-node'),
    unit: '× faster',
    reach: 10,
    aim: 15,
  },
  {
    what: 'LSTM A against Keras on TensorFlow',
    ratio: share('lstm-train-A', 'keras'),
    unit: '× its time',
    reach: 1,
    aim: 0.75,
  },
  {
    what: 'an epoch of tf.sequential().fit() with our LSTM against the stock layer, wasm',
    ratio: faster('sequential-epoch', 'tfjs-wasm'),
    unit: '× faster',
    reach: 10,
  },
  ...['A', 'B'].flatMap((shape): Figure[] => [
    {
      what: `LSTM ${shape} against PyTorch`,
      ratio: share(`lstm-train-${shape}`, 'pytorch'),
      unit: '× its time',
      reach: 2.2,
      aim: 1.5,
    },
    {
      what: `LSTM ${shape} against PyTorch, one thread each`,
      ratio: share(`lstm-train-${shape}`, 'pytorch-1', ours1),
      unit: '× its time',
      reach: 2.2,
      aim: 1.5,
    },
    {
      what: `GRU ${shape} against PyTorch`,
      ratio: share(`gru-train-${shape}`, 'pytorch'),
      unit: '× its time',
      reach: 1.1,
      aim: 0.8,
    },
    {
      what: `GRU ${shape} against PyTorch, one thread each`,
      ratio: share(`gru-train-${shape}`, 'pytorch-1', ours1),
      unit: '× its time',
      reach: 1.1,
      aim: 0.8,
    },
  ]),
  {
    what: 'SimpleRNN A against PyTorch',
    ratio: share('simple-rnn-train-A', 'pytorch'),
    unit: '× its time',
    reach: 1.2,
    aim: 0.9,
  },
  {
    what: 'character language model against PyTorch',
    ratio: share('char-lm-step', 'pytorch'),
    unit: '× its time',
    reach: 2.2,
    aim: 1.5,
  },
  {
    what: 'one LSTM step against onnxruntime-node',
    ratio: share('lstm-step-1', 'onnxruntime-node'),
    unit: '× its time',
    reach: 1.5,
    aim: 1,
  },
  ...(
    [
      ['next', 'stream.next()'],
      ['text', 'generate'],
    ] as const
  ).flatMap(([work, method]): Figure[] => [
    {
      what: `${method} of a character model, Node, one thread`,
      ratio: perSecond(`generate-${work}`, ours1),
      unit: 'characters/s',
      reach: 20_000,
      aim: 40_000,
    },
    {
      what: `${method} of a character model, Chromium`,
      ratio: perSecond(`generate-${work}`, 'tfjs-sequence/chromium'),
      unit: 'characters/s',
      reach: 10_000,
      aim: 20_000,
    },
  ]),
  {
    what: 'stream.next() against PyTorch, step by step, one thread each',
    ratio: share('generate-next', 'pytorch-1', ours1),
    unit: '× its time',
    reach: 1,
    aim: 0.5,
  },
  {
    what: 'sentiment epoch against the first one recorded, 13.0 s',
    ratio: (times) => divide(FIRST_EPOCH_MS, times('sentiment-epoch', ours)),
    unit: '× faster',
    reach: 8,
    aim: 15,
  },
  {
    what: 'sentiment epoch against PyTorch, packed',
    ratio: share('sentiment-epoch', 'pytorch'),
    unit: '× its time',
    reach: 1.5,
    aim: 1,
  },
  { what: 'second thread, LSTM A', ratio: faster('lstm-train-A', ours1), unit: '× faster', reach: 1.6, aim: 1.9 },
  { what: 'second thread, LSTM B', ratio: faster('lstm-train-B', ours1), unit: '× faster', reach: 1.6, aim: 1.9 },
  {
    what: 'layer through TensorFlow.js against the bare kernel, LSTM A',
    ratio: share('lstm-gradient-A', 'tfjs-sequence/bare-2'),
    unit: '× its time',
    reach: 1.15,
    aim: 1.05,
  },
  {
    what: 'CRF, loss and gradient',
    ratio: (times) => times('crf', ours),
    unit: 'ms',
    reach: 5,
  },
  {
    what: 'CTC, loss and gradient',
    ratio: (times) => times('ctc', ours),
    unit: 'ms',
    reach: 10,
    aim: 5,
  },
  {
    what: 'memory of a training step against what nothing can do without, LSTM A',
    ratio: (times) => divide(times('lstm-memory-A', ours, 'bytes'), needed('lstm-memory-A')),
    unit: '× its size',
    reach: 1.5,
  },
  {
    what: 'WebAssembly modules, both, with gzip',
    ratio: (times) => (times('lstm-train-A', ours) === undefined ? undefined : modulesInKilobytes()),
    unit: 'kB',
    reach: 40,
    aim: 20,
  },
  {
    what: 'growth with T, 50 to 1,600',
    ratio: growth('lstm-train-T', [50, 100, 200, 400, 800, 1600]),
    unit: 'exponent',
    reach: 1.05,
  },
  {
    what: 'growth with B, 16 to 256',
    ratio: growth('lstm-train-B', [16, 32, 64, 128, 256]),
    unit: 'exponent',
    reach: 1.05,
  },
];

export interface FigureRow {
  what: string;
  value: number;
  unit: Figure['unit'];
  reach: number;
  aim?: number;
  reached: 'aim' | 'reach' | 'no';
}

/** Those that can be computed from what was measured. */
export function figureRows(rows: readonly BenchRow[]): FigureRow[] {
  const times: Times = (work, system, what = 'medianMs') =>
    rows.find((row) => row.work === work && row.system === system)?.[what];
  return figures.flatMap(({ what, ratio, unit, reach, aim }) => {
    const value = ratio(times);
    if (value === undefined) return [];
    const meets = (bound: number | undefined) =>
      bound !== undefined && (unit === '× faster' || unit === 'characters/s' ? value >= bound : value <= bound);
    return [{ what, value, unit, reach, aim, reached: meets(aim) ? 'aim' : meets(reach) ? 'reach' : 'no' } as const];
  });
}
