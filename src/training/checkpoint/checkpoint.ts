/**
 * The state of a run after a step, and its form on disk: a JSON header, and the arrays one after the other as
 * little-endian float32, in the order in which the header lists them. Pure; the caller stores it.
 */
import { BundleError } from '../../errors';
import type { NamedArray } from '../../parameters';
import { sizeOf } from '../../shapes';
import { parseFile } from '../../validation';
import { checkpointHeader, checkpointVersion, type CheckpointHeader } from './header';
import type { Progress } from '../progress';
import type { Metrics } from '../../metrics/metric-types';

/** Everything that a run needs to go on with the same bytes. */
export interface TrainingState {
  progress: Progress;
  weights: NamedArray[];
  /** State of the optimizer. */
  slots: NamedArray[];
  /** Moving average of the weights, where one is kept. */
  average: NamedArray[] | null;
  /** Weights of the best epoch, where one is kept. */
  best: NamedArray[] | null;
  /** States that the next batch starts from (`Trainable.carried`); none for most models. */
  carried: NamedArray[];
}

/** The weights of a model that is saved now: the best ones, else the average, else the present ones. */
export function keptWeights({ best, average, weights }: TrainingState): NamedArray[] {
  return best ?? average ?? weights;
}

const groups = ['weights', 'slots', 'average', 'best', 'carried'] as const;

/** A state as JSON header and bytes. */
export function encodeCheckpoint(state: TrainingState): { header: CheckpointHeader; bytes: Uint8Array } {
  const arrays = {
    weights: namesAndShapes(state.weights),
    slots: namesAndShapes(state.slots),
    average: state.average && namesAndShapes(state.average),
    best: state.best && namesAndShapes(state.best),
    ...(state.carried.length && { carried: namesAndShapes(state.carried) }),
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

/** Metrics that JSON cannot write are strings: NaN, Infinity. */
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
 * @throws BundleError (`during: 'load'`) for a newer version, a header that is damaged or contradicts itself, weights
 * that are not finite, or another number of bytes than the header gives; nothing is allocated before that is checked.
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
  const state = {
    progress,
    weights: take(arrays.weights), // in the order of `groups`
    slots: take(arrays.slots),
    average: arrays.average && take(arrays.average),
    best: arrays.best && take(arrays.best),
    carried: take(arrays.carried ?? []), // missing in checkpoints of models without it
  };
  checkFinite(where, state);
  return state;
}

type NamesAndShapes = { name: string; shape: number[] }[];

const namesAndShapes = (arrays: readonly NamedArray[]): NamesAndShapes =>
  arrays.map(({ name, shape }) => ({ name, shape: [...shape] }));

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const startAnew = 'The checkpoint is damaged: start anew without resuming, the saved model itself is not affected';

/** The optimizer's state may hold infinity: squares of large gradients. */
function checkFinite(where: string, { weights, average, best, carried }: TrainingState): void {
  for (const { name, values } of [...weights, ...(average ?? []), ...(best ?? []), ...carried]) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw damaged(where, `${name} has the value ${bad}`, 'finite numbers');
  }
}

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
