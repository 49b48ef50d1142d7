/** The float64 reference behind the contract of fast kernels: shows fused-recurrence.ts at work without any of them. */
import { type Matrix, matrix } from '../../src/cells/float64';
import type { HostRecurrence, HostSizes, SavedForward } from '../../src/kernels/fused/host-recurrence';
import { mapEach } from '../../src/recurrence/time-loop';
import type { RecurrenceOptions } from '../../src/recurrence/recurrence';
import { unroll, type Unrolled } from '../../src/recurrence/unroll';
import { batchMajor } from './numbers';

interface UnrolledPass extends SavedForward {
  sizes: HostSizes;
  saved: Unrolled;
}

/** What has been saved and not yet freed. */
export const savedPasses = new Set<SavedForward>();

export function unrolledHost(options: RecurrenceOptions): HostRecurrence {
  const { cell } = options;
  const recurrence = unroll(options);
  const state = (batchSize: number) => (values: Float32Array) => matrix(batchSize, cell.hiddenSize, values);
  return {
    options,

    forward(sizes, { xs, weights, initialState, mask, recurrentDropout }, outputs, save) {
      const { batchSize, inputSize } = sizes;
      const specs = new Map(cell.parameters(inputSize).map((spec) => [spec.name, spec.shape]));
      const { hs, lastState, saved } = recurrence.forward({
        xs: stepsOf(xs, sizes, inputSize),
        weights: mapEach(weights, (values, name) => {
          const columns = specs.get(name)!.at(-1) as number;
          return matrix(values.length / columns, columns, values);
        }),
        initialState: initialState && mapEach(initialState, state(batchSize)),
        mask: mask && stepsOf(mask, sizes, 1),
        recurrentDropout: recurrentDropout && state(batchSize)(recurrentDropout),
      });
      outputs.hs?.set(batchMajor(hs));
      for (const name of cell.stateNames) outputs.lastState[name].set(lastState[name].values);
      if (!save) return undefined;
      const pass: UnrolledPass = { bytes: 8, sizes, saved, free: () => savedPasses.delete(pass) };
      savedPasses.add(pass);
      return pass;
    },

    backward(pass, { dhs, dLastState }, { dxs, dWeights, dInitialState }) {
      if (!savedPasses.has(pass)) throw new Error('this pass has been freed');
      const { sizes, saved } = pass as UnrolledPass;
      const back = recurrence.backward(
        {
          dhs: dhs && stepsOf(dhs, sizes, cell.hiddenSize),
          dLastState: dLastState && mapEach(dLastState, state(sizes.batchSize)),
        },
        saved,
      );
      dxs?.set(batchMajor(back.dxs));
      for (const [name, values] of Object.entries(dWeights)) values.set(back.dWeights[name].values);
      for (const [name, values] of Object.entries(dInitialState ?? {})) values.set(back.dInitialState[name].values);
    },
  };
}

/** [B,T,n] → T × [B,n] */
function stepsOf(values: ArrayLike<number>, { batchSize, steps }: HostSizes, columns: number): Matrix[] {
  return Array.from({ length: steps }, (_, t) => {
    const step = matrix(batchSize, columns, new Float64Array(batchSize * columns));
    for (let b = 0; b < batchSize; b++) {
      for (let j = 0; j < columns; j++) step.values[b * columns + j] = values[(b * steps + t) * columns + j];
    }
    return step;
  });
}
