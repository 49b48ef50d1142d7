/** A recurrence on plain arrays put to a probe, under the names of implementations.ts. */
import type { Cell } from '../../src/cells/cell';
import type { Matrix } from '../../src/cells/float64';
import {
  type HostInputs,
  type HostRecurrence,
  type HostRecurrences,
  oneByOne,
} from '../../src/kernels/fused/host-recurrence';
import type { Probe } from '../../src/recurrence/probe';
import { mapEach } from '../../src/recurrence/time-loop';
import type { Results } from './implementations';
import { batchMajor } from './numbers';

const floats = ({ values }: Matrix) => Float32Array.from(values);

/** What has not been written stays NaN, and so fails every comparison. */
const unwritten = (length: number) => new Float32Array(length).fill(NaN);

export function hostSizes({ xs }: Probe) {
  return { batchSize: xs[0].rows, steps: xs.length, inputSize: xs[0].columns };
}

export function hostInputs({ xs, weights, initialState, mask, recurrentDropout }: Probe): HostInputs {
  return {
    xs: Float32Array.from(batchMajor(xs)),
    weights: mapEach(weights, floats),
    initialState: mapEach(initialState, floats),
    mask: mask && Uint8Array.from(batchMajor(mask)),
    recurrentDropout: recurrentDropout && floats(recurrentDropout),
  };
}

/** @param backwards how often the way back is gone: the last time counts. */
export const hostResults = (host: HostRecurrence, cell: Cell, probe: Probe, backwards = 1): Results =>
  resultsTogether(oneByOne([host]), [cell], [probe], backwards)[0];

/** Of recurrences in one run: cells and probes one for each. */
export function resultsTogether(
  hosts: HostRecurrences,
  cells: readonly Cell[],
  probes: readonly Probe[],
  backwards = 1,
): Results[] {
  const forward = probes.map((probe, i) => {
    const { batchSize: B, steps: T } = hostSizes(probe);
    const outputs = { hs: unwritten(B * T * cells[i].hiddenSize), lastState: emptyState(cells[i], B) };
    return { sizes: hostSizes(probe), inputs: hostInputs(probe), outputs, save: true };
  });
  const saved = hosts.forward(forward);
  const backward = () =>
    probes.map((probe, i) => {
      const pass = saved[i];
      if (!pass) throw new Error('nothing was saved');
      const { batchSize: B, steps: T, inputSize: I } = hostSizes(probe);
      return {
        saved: pass,
        gradients: { dhs: Float32Array.from(batchMajor(probe.dhs)), dLastState: mapEach(probe.dLastState, floats) },
        results: {
          dxs: unwritten(B * T * I),
          dWeights: mapEach(probe.weights, ({ values }) => unwritten(values.length)),
          dInitialState: emptyState(cells[i], B),
        },
      };
    });
  let found = backward();
  for (let i = 0; i < backwards; i++) hosts.backward((found = backward()));
  for (const pass of saved) pass?.free();
  return found.map(({ results }, i) => ({
    hs: forward[i].outputs.hs,
    dx: results.dxs,
    ...renamed('last.', forward[i].outputs.lastState),
    ...renamed('d', results.dWeights),
    ...renamed('dinitial.', results.dInitialState),
  }));
}

const emptyState = ({ stateNames, hiddenSize }: Cell, batchSize: number) =>
  Object.fromEntries(stateNames.map((name) => [name, unwritten(batchSize * hiddenSize)]));

const renamed = (prefix: string, record: Results): Results =>
  Object.fromEntries(Object.entries(record).map(([name, values]) => [prefix + name, values]));
