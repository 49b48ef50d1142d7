/** A recurrence on plain arrays put to a probe, under the names of implementations.ts. */
import type { Cell } from '../../src/cells/cell';
import type { Matrix } from '../../src/cells/float64';
import type { HostInputs, HostRecurrence } from '../../src/kernels/host-recurrence';
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
export function hostResults(host: HostRecurrence, cell: Cell, probe: Probe, backwards = 1): Results {
  const sizes = hostSizes(probe);
  const { batchSize: B, steps: T, inputSize: I } = sizes;
  const state = () => Object.fromEntries(cell.stateNames.map((name) => [name, unwritten(B * cell.hiddenSize)]));
  const outputs = { hs: unwritten(B * T * cell.hiddenSize), lastState: state() };
  const kept = host.forward(sizes, hostInputs(probe), outputs, true);
  if (!kept) throw new Error('nothing was kept');
  const gradients = { dhs: Float32Array.from(batchMajor(probe.dhs)), dLastState: mapEach(probe.dLastState, floats) };
  const results = () => ({
    dxs: unwritten(B * T * I),
    dWeights: mapEach(probe.weights, ({ values }) => unwritten(values.length)),
    dInitialState: state(),
  });
  let found = results();
  for (let i = 0; i < backwards; i++) host.backward(kept, gradients, (found = results()));
  kept.free();
  return {
    hs: outputs.hs,
    dx: found.dxs,
    ...renamed('last.', outputs.lastState),
    ...renamed('d', found.dWeights),
    ...renamed('dinitial.', found.dInitialState),
  };
}

const renamed = (prefix: string, record: Results): Results =>
  Object.fromEntries(Object.entries(record).map(([name, values]) => [prefix + name, values]));
