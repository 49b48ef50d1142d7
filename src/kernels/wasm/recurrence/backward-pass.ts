/** The backward pass of a recurrence on the module, from what the forward pass saved. */
import type { Cell } from '../../../cells/cell';
import type { RecurrenceOptions } from '../../../recurrence/recurrence';
import { sizeOf } from '../../../shapes';
import type { HostBackward } from '../../fused/host-recurrence';
import { Arrays } from '../jobs/arrays';
import type { Allocator } from '../runtime/allocator';
import type { JobValues } from '../jobs/jobs';
import { WasmSavedForward } from './saved-forward';
import { Layout } from '../runtime/layout';
import { Operation, PRODUCT_SCRATCH, type RecurrenceJob, type PartitionHeader } from '../jobs/operations';
import { type PassSizes, panelsBackward, panelsOfChunk, sizeValues, workOf } from './pass-sizes';
import { type Pass, runPasses } from './run-pass';
import type { Runtime } from '../runtime/runtime';
import type { Partition } from './partitions';

/** Rows whose weight gradients are one product: enough to make it large, few enough to stay in a cache. */
const CHUNK = 256;

export function backwardPasses(
  runtime: Runtime,
  options: readonly RecurrenceOptions[],
  calls: readonly HostBackward[],
): void {
  const saved = calls.map((call) => WasmSavedForward.of(call.saved, runtime.allocator));
  const passes = calls.map((call, i) => prepare(runtime.allocator, options[i].cell, saved[i], call));
  runPasses(runtime, passes);
}

function prepare(
  allocator: Allocator,
  cell: Cell,
  { sizes, partitions, stacked }: WasmSavedForward,
  call: HostBackward,
): Pass {
  const layout = new Layout();
  const arrays = new Arrays(`recurrence(${cell.name}), backward`, allocator, layout);
  const job = { ...sizeValues(sizes), ...argumentLocations(arrays, cell, sizes, call), stacked };
  const panels = layout.add(panelsBackward(sizes));
  return {
    layout,
    arrays,
    job: { ...job, panels, save: 1 },
    partitions: partitions.map(({ partition, locations }) => ({
      ...locations,
      ...scratchLocations(layout, partition, sizes),
    })),
    operations: [
      [Operation.packBackward, 1],
      [Operation.backward, partitions.length],
      [Operation.sumWeightGradients, 1],
    ],
    work: 2 * workOf(sizes),
  };
}

function argumentLocations(
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

/** What a partition works with, for the largest position and the largest chunk that it has. */
function scratchLocations(layout: Layout, partition: Partition, sizes: PassSizes): JobValues<typeof PartitionHeader> {
  const { inputSize, H, K, Z } = sizes;
  const examples = partition.example.length;
  const chunk = Math.min(Math.max(CHUNK, examples), partition.step.length);
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
