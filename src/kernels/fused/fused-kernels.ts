/** What the fused operation computes, forwards and backwards: tensors as arrays, around recurrences on arrays. */
import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../../cells/cell';
import { mapEach } from '../../recurrence/time-loop';
import { computeTensors, type TypedArray } from './host-memory';
import type { HostInputs, HostRecurrences, SavedForward } from './host-recurrence';
import { type NamedTensors, prefixed, withPrefix, zip } from '../named-tensors';

/** One run of the operation. */
export interface FusedRun {
  hosts: HostRecurrences;
  /** By name, those of recurrence i as `i.name`, in the order in which the tape asks for their gradients. */
  inputs: NamedTensors;
  shapes: Named<number[]>;
  /** Of each recurrence: only its last state is requested. */
  lastOnly: readonly boolean[];
  /** Whether a gradient may be needed. */
  save: boolean;
  saved: (SavedForward | undefined)[];
  /** Gradients that have been computed and not yet requested. */
  ready: Named<tf.TensorInfo>;
}

/** Inputs whose gradient counts as zero. */
export const isConstant = (name: string): boolean => /^\d+\.(mask|recurrentDropout)$/.test(name);

/** → for each recurrence h [B,T,H] unless only the last is requested, last state each [B,H] */
export const forwardKernel: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { run } = attrs as unknown as { run: FusedRun };
  const { hosts, shapes, lastOnly, save } = run;
  const given = zip(Object.keys(shapes), Object.values(inputs) as tf.TensorInfo[]);
  const sizes = hosts.options.map((_, i) => {
    const [batchSize, steps, inputSize] = shapes[`${i}.xs`];
    return { batchSize, steps, inputSize };
  });
  const outputs = hosts.options.map(({ cell: { hiddenSize, stateNames } }, i) => {
    const { batchSize, steps } = sizes[i];
    const last = Object.fromEntries(stateNames.map((name) => [name, [batchSize, hiddenSize]]));
    return { ...(!lastOnly[i] && { hs: [batchSize, steps, hiddenSize] }), ...prefixed('last', last) };
  });
  const computed = computeTensors(backend as tf.KernelBackend, given, joined(outputs), (values, arrays) => {
    const calls = sizes.map((size, i) => {
      const { hs, ...last } = withPrefix(`${i}`, arrays);
      const results = { hs, lastState: withPrefix('last', last) };
      return { sizes: size, inputs: hostInputs(withPrefix(`${i}`, values)), outputs: results, save };
    });
    run.saved = hosts.forward(calls);
  });
  return Object.values(computed);
};

/** Records of recurrences as one: `0.name`, `1.name`, … */
const joined = <A>(records: readonly Named<A>[]): Named<A> =>
  Object.assign({}, ...records.map((record, i) => prefixed(`${i}`, record))) as Named<A>;

function hostInputs({ xs, mask, recurrentDropout, ...rest }: Named<TypedArray>): HostInputs {
  return {
    xs: floats(xs),
    weights: mapEach(withPrefix('weights', rest), floats),
    initialState: unlessEmpty(mapEach(withPrefix('initialState', rest), floats)),
    mask: mask && (mask instanceof Uint8Array ? mask : asBytes(mask)),
    recurrentDropout: recurrentDropout && floats(recurrentDropout),
  };
}

/** Not `Uint8Array.from` with a function, which takes ten times as long. */
function asBytes(mask: TypedArray): Uint8Array {
  const bytes = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) bytes[i] = mask[i] === 0 ? 0 : 1;
  return bytes;
}

/** The cpu backend holds a float32 tensor that was cast from integers as integers. */
const floats = (values: TypedArray) => (values instanceof Float32Array ? values : Float32Array.from(values));

const unlessEmpty = <A>(record: Named<A>): Named<A> | undefined => (Object.keys(record).length ? record : undefined);

/** For each recurrence dhs [B,T,H] if there was h, dLastState each [B,H] → the gradient of one input; those of the inputs after it are ready then. */
export const gradientKernel: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { run, name } = attrs as unknown as { run: FusedRun; name: string };
  if (!run.ready[name]) {
    dropReady(run, backend as tf.KernelBackend);
    run.ready = gradientsFrom(run, name, Object.values(inputs) as tf.TensorInfo[], backend as tf.KernelBackend);
  }
  const { [name]: result, ...others } = run.ready;
  run.ready = others;
  return result;
};

function gradientsFrom(
  { hosts, shapes, lastOnly, saved }: FusedRun,
  first: string,
  tensors: tf.TensorInfo[],
  backend: tf.KernelBackend,
): Named<tf.TensorInfo> {
  const names = Object.keys(shapes);
  const from = names.indexOf(first);
  const wanted = names.filter((name, i) => !isConstant(name) && (i >= from || isWeight(name)));
  const results = Object.fromEntries(wanted.map((name) => [name, shapes[name]]));
  const given = zip(
    hosts.options.flatMap(({ cell }, i) =>
      [...(lastOnly[i] ? [] : ['dhs']), ...cell.stateNames].map((name) => `${i}.${name}`),
    ),
    tensors,
  );
  return computeTensors(backend, given, results, (values, arrays) => {
    const calls = saved.map((pass, i) => {
      const { dhs, ...dLastState } = mapEach(withPrefix(`${i}`, values), floats);
      const own = withPrefix(`${i}`, arrays);
      return {
        saved: pass as SavedForward,
        gradients: { dhs, dLastState },
        results: {
          dxs: own.xs,
          dWeights: withPrefix('weights', own),
          dInitialState: unlessEmpty(withPrefix('initialState', own)),
        },
      };
    });
    hosts.backward(calls);
  });
}

const isWeight = (name: string) => /^\d+\.weights\./.test(name);

/** Frees all that neither the tape nor the caller holds. */
export function release(run: FusedRun, backend: tf.KernelBackend): void {
  for (const pass of run.saved) pass?.free();
  dropReady(run, backend);
}

function dropReady(run: FusedRun, backend: tf.KernelBackend): void {
  for (const { dataId } of Object.values(run.ready)) backend.disposeData(dataId);
  run.ready = {};
}
