/** What the fused operation computes, forwards and backwards: tensors as arrays, around a recurrence on arrays. */
import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../cells/cell';
import { mapEach } from '../recurrence/time-loop';
import { computeTensors, type Numbers } from './host-memory';
import type { HostInputs, HostRecurrence, KeptPass } from './host-recurrence';
import { type NamedTensors, prefixed, withPrefix, zip } from './named-tensors';

/** One run of the operation. */
export interface FusedRun {
  host: HostRecurrence;
  /** By name, in the order in which the tape asks for their gradients. */
  inputs: NamedTensors;
  shapes: Named<number[]>;
  /** Whether a gradient may be asked for. */
  keep: boolean;
  kept?: KeptPass;
  /** Gradients that have been computed and not yet been asked for. */
  ready: Named<tf.TensorInfo>;
}

/** Inputs whose gradient counts as zero. */
export const isConstant = (name: string): boolean => name === 'mask' || name === 'recurrentDropout';

/** → h [B,T,H], last state each [B,H] */
export const forwardKernel: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { run } = attrs as unknown as { run: FusedRun };
  const { host, shapes, keep } = run;
  const { stateNames, hiddenSize } = host.options.cell;
  const [batchSize, steps, inputSize] = shapes.xs;
  const state = [batchSize, hiddenSize];
  const given = zip(Object.keys(shapes), Object.values(inputs) as tf.TensorInfo[]);
  const outputs = {
    hs: [batchSize, steps, hiddenSize],
    ...prefixed('last', Object.fromEntries(stateNames.map((name) => [name, state]))),
  };
  const computed = computeTensors(backend as tf.KernelBackend, given, outputs, (numbers, { hs, ...last }) => {
    const results = { hs, lastState: withPrefix('last', last) };
    run.kept = host.forward({ batchSize, steps, inputSize }, hostInputs(numbers), results, keep);
  });
  return Object.values(computed);
};

function hostInputs({ xs, mask, recurrentDropout, ...rest }: Named<Numbers>): HostInputs {
  return {
    xs: floats(xs),
    weights: mapEach(withPrefix('weights', rest), floats),
    initialState: unlessEmpty(mapEach(withPrefix('initialState', rest), floats)),
    mask: mask && (mask instanceof Uint8Array ? mask : asBytes(mask)),
    recurrentDropout: recurrentDropout && floats(recurrentDropout),
  };
}

/** Not `Uint8Array.from` with a function, which takes ten times as long. */
function asBytes(mask: Numbers): Uint8Array {
  const bytes = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) bytes[i] = mask[i] === 0 ? 0 : 1;
  return bytes;
}

/** The cpu backend holds a float32 tensor that was cast from integers as integers. */
const floats = (numbers: Numbers) => (numbers instanceof Float32Array ? numbers : Float32Array.from(numbers));

const unlessEmpty = <A>(record: Named<A>): Named<A> | undefined => (Object.keys(record).length ? record : undefined);

/** dhs [B,T,H], dLastState each [B,H] → the gradient of one input; those of the inputs after it are ready then. */
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
  { host, shapes, kept }: FusedRun,
  first: string,
  tensors: tf.TensorInfo[],
  backend: tf.KernelBackend,
): Named<tf.TensorInfo> {
  const names = Object.keys(shapes);
  const from = names.indexOf(first);
  const wanted = names.filter((name, i) => !isConstant(name) && (i >= from || name.startsWith('weights.')));
  const results = Object.fromEntries(wanted.map((name) => [name, shapes[name]]));
  const given = zip(['dhs', ...host.options.cell.stateNames], tensors);
  return computeTensors(backend, given, results, (numbers, arrays) => {
    const { dhs, ...dLastState } = mapEach(numbers, floats);
    host.backward(
      kept as KeptPass,
      { dhs, dLastState },
      {
        dxs: arrays.xs,
        dWeights: withPrefix('weights', arrays),
        dInitialState: unlessEmpty(withPrefix('initialState', arrays)),
      },
    );
  });
}

/** Gives back all that is not in the hands of the tape or of the caller. */
export function release(run: FusedRun, backend: tf.KernelBackend): void {
  run.kept?.free();
  dropReady(run, backend);
}

function dropReady(run: FusedRun, backend: tf.KernelBackend): void {
  for (const { dataId } of Object.values(run.ready)) backend.disposeData(dataId);
  run.ready = {};
}
