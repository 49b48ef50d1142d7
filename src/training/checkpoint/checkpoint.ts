/**
 * A run at one moment, and its form on disk: a JSON header, and the arrays one after the other as little-endian
 * float32, in the order in which the header lists them. Pure; where it is kept is the caller's business.
 */
import { BundleError } from '../../errors';
import type { NamedArray } from '../../parameters';
import { sizeOf } from '../../shapes';
import { parseFile } from '../../validation';
import { checkpointHeader, checkpointVersion, type CheckpointHeader } from './header';
import type { Progress } from '../progress';
import type { Metrics } from '../../metrics/metric-types';

export interface TrainingState {
  progress: Progress;
  weights: NamedArray[];
  /** Memory of the optimizer. */
  slots: NamedArray[];
  /** Moving average of the weights, where one is kept. */
  average: NamedArray[] | null;
  /** Weights of the best epoch, where one is kept. */
  best: NamedArray[] | null;
}

/** What a model saved at this moment should hold: the best weights, else the average, else the present ones. */
export function keptWeights({ best, average, weights }: TrainingState): NamedArray[] {
  return best ?? average ?? weights;
}

const groups = ['weights', 'slots', 'average', 'best'] as const;

export function encodeCheckpoint(state: TrainingState): { header: CheckpointHeader; bytes: Uint8Array } {
  const arrays = {
    weights: namesAndShapes(state.weights),
    slots: namesAndShapes(state.slots),
    average: state.average && namesAndShapes(state.average),
    best: state.best && namesAndShapes(state.best),
  };
  const all = groups.flatMap((group) => state[group] ?? []);
  const values = new Float32Array(all.reduce((size, array) => size + array.values.length, 0));
  let offset = 0;
  for (const array of all) {
    values.set(array.values, offset);
    offset += array.values.length;
  }
  return { header: { version: checkpointVersion, progress: writable(state.progress), arrays }, bytes: bytesOf(values) };
}

/** With the names of figures that JSON cannot write. */
function writable(progress: Progress): CheckpointHeader['progress'] {
  const named = (metrics: Metrics) =>
    Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
    ) as CheckpointHeader['progress']['history'][number]['train'];
  const history = progress.history.map(({ train, validation, ...record }) => ({
    ...record,
    train: named(train),
    validation: validation && named(validation),
  }));
  return { ...progress, history };
}

/**
 * @param where the file, for messages
 * @throws BundleError (`during: 'load'`) for a newer version, a header that is not one, or bytes that are not as many
 * as it says; nothing is allocated before.
 */
export function decodeCheckpoint(header: unknown, bytes: Uint8Array, where = 'checkpoint'): TrainingState {
  checkVersion(where, header);
  const { progress, arrays } = parseFile(where, checkpointHeader, header, startAnew);
  const size = groups.flatMap((group) => arrays[group] ?? []).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (bytes.byteLength !== 4 * size) {
    throw damaged(where, `the arrays have ${bytes.byteLength} bytes`, `${4 * size}, as the header says`);
  }
  const values = new Float32Array(new Uint8Array(bytes).buffer); // a copy, so that it starts at a multiple of four
  let offset = 0;
  const take = (list: NamesAndShapes): NamedArray[] =>
    list.map(({ name, shape }) => ({ name, shape, values: values.slice(offset, (offset += sizeOf(shape))) }));
  return {
    progress,
    weights: take(arrays.weights), // in the order of `groups`
    slots: take(arrays.slots),
    average: arrays.average && take(arrays.average),
    best: arrays.best && take(arrays.best),
  };
}

type NamesAndShapes = { name: string; shape: number[] }[];

const namesAndShapes = (arrays: readonly NamedArray[]): NamesAndShapes =>
  arrays.map(({ name, shape }) => ({ name, shape: [...shape] }));

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const startAnew = 'The checkpoint is damaged: start anew without resuming, the saved model itself is not affected';

function checkVersion(where: string, header: unknown): void {
  const version = (header as { version?: unknown } | null)?.version;
  if (typeof version !== 'number' || version <= checkpointVersion) return;
  throw new BundleError({
    during: 'load',
    where,
    problem: `the checkpoint has version ${version}`,
    expected: `at most ${checkpointVersion}`,
    fix: 'Update tfjs-sequence, or train anew',
  });
}

function damaged(where: string, problem: string, expected: string): BundleError {
  return new BundleError({ during: 'load', where, problem, expected, fix: startAnew });
}
