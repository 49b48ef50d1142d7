/** The way back of a recurrence on the module, from what the forward pass kept. */
import type { Cell } from '../../../cells/cell';
import type { RecurrenceOptions } from '../../../recurrence/recurrence';
import { sizeOf } from '../../../shapes';
import type { HostBackward } from '../../fused/host-recurrence';
import { Arrays } from '../jobs/arrays';
import type { Heap } from '../runtime/allocator';
import type { JobValues } from '../jobs/jobs';
import { WasmKeptPass } from './saved-forward';
import { Layout } from '../runtime/layout';
import { Operation, PRODUCT_SCRATCH, type RecurrenceJob, type ShareHeader } from '../jobs/operations';
import { type PassSizes, panelsBackward, panelsOfChunk, sizeValues, workOf } from './pass-sizes';
import { type Pass, runPasses } from './run-pass';
import type { Runtime } from '../runtime/runtime';
import type { Share } from './partitions';

/** Rows whose weight gradients are one product: enough to make it large, few enough to stay in a cache. */
const CHUNK = 256;

export function backwardPasses(
  runtime: Runtime,
  options: readonly RecurrenceOptions[],
  calls: readonly HostBackward[],
): void {
  const kept = calls.map((call) => WasmKeptPass.of(call.kept, runtime.heap));
  const passes = calls.map((call, i) => prepare(runtime.heap, options[i].cell, kept[i], call));
  runPasses(runtime, passes);
}

function prepare(heap: Heap, cell: Cell, { sizes, shares, stacked }: WasmKeptPass, call: HostBackward): Pass {
  const layout = new Layout();
  const arrays = new Arrays(`recurrence(${cell.name}), backward`, heap, layout);
  const job = { ...sizeValues(sizes), ...callPlaces(arrays, cell, sizes, call), stacked };
  const panels = layout.add(panelsBackward(sizes));
  return {
    layout,
    arrays,
    job: { ...job, panels, keep: 1 },
    shares: shares.map(({ share, places }) => ({ ...places, ...scratchPlaces(layout, share, sizes) })),
    operations: [
      [Operation.packBackward, 1],
      [Operation.backward, shares.length],
      [Operation.sumWeightGradients, 1],
    ],
    work: 2 * workOf(sizes),
  };
}

function callPlaces(
  arrays: Arrays,
  cell: Cell,
  { batchSize: B, steps: T, inputSize: I, hiddenSize: H }: PassSizes,
  { gradients: { dhs, dLastState }, results: { dxs, dWeights, dInitialState } }: HostBackward,
): JobValues<typeof RecurrenceJob> {
  const weights = cell.parameters(I).map(({ name, shape }) => {
    const d = dWeights[name] && arrays.output(`dWeights.${name}`, dWeights[name], sizeOf(shape));
    return [`d${name[0].toUpperCase()}${name.slice(1)}`, d] as const;
  });
  const last = (name: string) => dLastState?.[name] && arrays.input(`dLastState.${name}`, dLastState[name], B * H);
  const initial = (name: string) =>
    dInitialState?.[name] && arrays.output(`dInitialState.${name}`, dInitialState[name], B * H);
  return {
    ...(Object.fromEntries(weights) as JobValues<typeof RecurrenceJob>),
    dhs: dhs && arrays.input('dhs', dhs, B * T * H),
    dLastH: last('h'),
    dLastC: last('c'),
    dxs: dxs && arrays.output('dxs', dxs, B * T * I),
    dInitialH: initial('h'),
    dInitialC: initial('c'),
  };
}

/** What a share works with, for the largest position and the largest chunk that it has. */
function scratchPlaces(layout: Layout, share: Share, sizes: PassSizes): JobValues<typeof ShareHeader> {
  const { inputSize, H, K, Z } = sizes;
  const examples = share.example.length;
  const chunk = Math.min(Math.max(CHUNK, examples), share.step.length);
  return {
    dh: layout.add(examples * H),
    dc: layout.add(examples * H),
    da: layout.add(examples * Z),
    product: layout.add(examples * Math.max(inputSize, H)),
    chunk,
    panels: layout.add(panelsOfChunk(sizes, chunk)),
    scratch: layout.add(PRODUCT_SCRATCH),
    dWeights: layout.add(K * Z),
  };
}
