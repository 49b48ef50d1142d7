/** A recurrence forwards on the module. What the backward pass needs goes into a block of its own, which outlives it if saved. */
import type { Cell } from '../../../cells/cell';
import type { RecurrenceOptions } from '../../../recurrence/recurrence';
import { sizeOf } from '../../../shapes';
import type { HostForward } from '../../fused/host-recurrence';
import { Arrays } from '../jobs/arrays';
import type { JobValues } from '../jobs/jobs';
import { WasmSavedForward } from './saved-forward';
import { Layout } from '../runtime/layout';
import { Operation, PRODUCT_SCRATCH, type RecurrenceJob, type PartitionHeader } from '../jobs/operations';
import { type PassSizes, panelsForward, passSizes, sizeValues, workOf } from './pass-sizes';
import { type Pass, runPasses, threadsForEach } from './run-pass';
import { type Runtime, worthOf } from '../runtime/runtime';
import { partitionExamples, type Partition, partitionTables, writeTables } from './partitions';

export function forwardPasses(
  runtime: Runtime,
  options: readonly RecurrenceOptions[],
  calls: readonly HostForward[],
): (WasmSavedForward | undefined)[] {
  const threads = threadsForEach(runtime, calls.length);
  const saved: WasmSavedForward[] = [];
  let isDone = false;
  try {
    const passes = calls.map((call, i) => {
      const prepared = prepare(runtime, options[i], call, threads);
      saved.push(prepared.saved);
      return prepared.pass;
    });
    saved.forEach(({ partitions }) =>
      partitions.forEach(({ partition, locations }) => writeTables(runtime.allocator, partition, locations)),
    );
    runPasses(runtime, passes);
    isDone = true;
  } finally {
    saved.forEach((pass, i) => (isDone && calls[i].save ? undefined : pass.free()));
  }
  return saved.map((pass, i) => (calls[i].save ? pass : undefined));
}

function prepare({ allocator }: Runtime, options: RecurrenceOptions, call: HostForward, threads: number) {
  const { inputs, save } = call;
  const { cell, reverse = false } = options;
  const sizes = passSizes(cell, call.sizes, reverse);
  const lasting = new Layout();
  const layout = new Layout();
  const arrays = new Arrays(`recurrence(${cell.name})`, allocator, layout);
  const stacked = lasting.add(sizes.K * sizes.Z);
  const job = { ...sizeValues(sizes), ...argumentLocations(arrays, cell, call), stacked, save: Number(save) };
  const panels = layout.add(panelsForward(sizes));
  const partitions = partitionExamples(sizes, inputs.mask, reverse, partitionCount(threads, sizes)).map(
    (partition) => ({
      partition,
      locations: stepLocations(lasting, partition, sizes, save, inputs.recurrentDropout !== undefined),
      outputs: layout.add(partition.example.length * sizes.H),
      scratch: layout.add(PRODUCT_SCRATCH),
    }),
  );
  const saved = new WasmSavedForward(allocator, lasting.allocate(allocator), sizes, partitions, stacked);
  const pass: Pass = {
    layout,
    arrays,
    job: { ...job, panels },
    partitions: partitions.map(({ locations, outputs, scratch }) => ({ ...locations, outputs, scratch })),
    operations: [
      [Operation.stackWeights, 1],
      [Operation.forward, partitions.length],
    ],
    work: workOf(sizes),
  };
  return { saved, pass };
}

/** One thread an example at most, and as many as there is work for. */
export const partitionCount = (threads: number, sizes: PassSizes): number =>
  Math.max(1, Math.min(threads, sizes.batchSize, worthOf(workOf(sizes))));

function argumentLocations(
  arrays: Arrays,
  cell: Cell,
  { sizes, inputs, outputs }: HostForward,
): JobValues<typeof RecurrenceJob> {
  const { batchSize: B, steps: T, inputSize: I } = sizes;
  const { xs, weights, initialState, recurrentDropout } = inputs;
  const { hs, lastState } = outputs;
  const H = cell.hiddenSize;
  const own = cell.parameters(I).map(({ name, shape }) => {
    return [name, arrays.input(`weights.${name}`, weights[name], sizeOf(shape))] as const;
  });
  const initial = (name: string) => initialState && arrays.input(`initialState.${name}`, initialState[name], B * H);
  const last = (name: string) => arrays.output(`lastState.${name}`, lastState[name], B * H);
  const hasC = cell.stateNames.includes('c');
  return {
    ...(Object.fromEntries(own) as JobValues<typeof RecurrenceJob>),
    xs: arrays.input('xs', xs, B * T * I),
    initialH: initial('h'),
    initialC: hasC ? initial('c') : undefined,
    dropout: recurrentDropout && arrays.input('recurrentDropout', recurrentDropout, B * H),
    hs: hs && arrays.output('hs', hs, B * T * H),
    lastH: last('h'),
    lastC: hasC ? last('c') : undefined,
  };
}

/** Tables, and what every step leaves for the backward pass; of one step only unless that is saved. */
export function stepLocations(
  layout: Layout,
  partition: Partition,
  { K, Z, H }: PassSizes,
  save: boolean,
  hasDropout: boolean,
): JobValues<typeof PartitionHeader> {
  const examples = partition.example.length;
  const rows = save ? partition.step.length : examples;
  const hasGates = Z > H;
  return {
    ...partitionTables(layout, partition),
    inputs: layout.add(rows * K),
    gates: layout.add(hasGates ? rows * Z : 0),
    states: layout.add((save ? examples + rows : examples) * H),
    dropout: hasDropout ? layout.add(examples * H) : undefined,
  };
}
