/** A recurrence forwards on the module. What the way back needs goes into a block of its own, which may stay. */
import type { Cell } from '../../../cells/cell';
import type { RecurrenceOptions } from '../../../recurrence/recurrence';
import { sizeOf } from '../../../shapes';
import type { HostForward } from '../../fused/host-recurrence';
import { Arrays } from '../jobs/arrays';
import type { JobValues } from '../jobs/jobs';
import { WasmKeptPass } from './saved-forward';
import { Layout } from '../runtime/layout';
import { Operation, PRODUCT_SCRATCH, type RecurrenceJob, type ShareHeader } from '../jobs/operations';
import { type PassSizes, panelsForward, passSizes, sizeValues, workOf } from './pass-sizes';
import { type Pass, runPasses, threadsForEach } from './run-pass';
import { type Runtime, worthOf } from '../runtime/runtime';
import { deal, type Share, shareTables, writeTables } from './partitions';

export function forwardPasses(
  runtime: Runtime,
  options: readonly RecurrenceOptions[],
  calls: readonly HostForward[],
): (WasmKeptPass | undefined)[] {
  const threads = threadsForEach(runtime, calls.length);
  const kept: WasmKeptPass[] = [];
  let isDone = false;
  try {
    const passes = calls.map((call, i) => {
      const prepared = prepare(runtime, options[i], call, threads);
      kept.push(prepared.kept);
      return prepared.pass;
    });
    kept.forEach(({ shares }) => shares.forEach(({ share, places }) => writeTables(runtime.heap, share, places)));
    runPasses(runtime, passes);
    isDone = true;
  } finally {
    kept.forEach((pass, i) => (isDone && calls[i].keep ? undefined : pass.free()));
  }
  return kept.map((pass, i) => (calls[i].keep ? pass : undefined));
}

function prepare({ heap }: Runtime, options: RecurrenceOptions, call: HostForward, threads: number) {
  const { inputs, keep } = call;
  const { cell, reverse = false } = options;
  const sizes = passSizes(cell, call.sizes, reverse);
  const stays = new Layout();
  const layout = new Layout();
  const arrays = new Arrays(`recurrence(${cell.name})`, heap, layout);
  const stacked = stays.add(sizes.K * sizes.Z);
  const job = { ...sizeValues(sizes), ...callPlaces(arrays, cell, call), stacked, keep: Number(keep) };
  const panels = layout.add(panelsForward(sizes));
  const shares = deal(sizes, inputs.mask, reverse, shareCount(threads, sizes)).map((share) => ({
    share,
    places: storePlaces(stays, share, sizes, keep, inputs.recurrentDropout !== undefined),
    outputs: layout.add(share.example.length * sizes.H),
    scratch: layout.add(PRODUCT_SCRATCH),
  }));
  const kept = new WasmKeptPass(heap, stays.allocate(heap), sizes, shares, stacked);
  const pass: Pass = {
    layout,
    arrays,
    job: { ...job, panels },
    shares: shares.map(({ places, outputs, scratch }) => ({ ...places, outputs, scratch })),
    operations: [
      [Operation.stackWeights, 1],
      [Operation.forward, shares.length],
    ],
    work: workOf(sizes),
  };
  return { kept, pass };
}

/** One thread an example at most, and as many as there is work for. */
export const shareCount = (threads: number, sizes: PassSizes): number =>
  Math.max(1, Math.min(threads, sizes.batchSize, worthOf(workOf(sizes))));

function callPlaces(
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

/** Tables, and what every step leaves for the way back; of one step only unless that is kept. */
export function storePlaces(
  layout: Layout,
  share: Share,
  { K, Z, H }: PassSizes,
  keep: boolean,
  hasDropout: boolean,
): JobValues<typeof ShareHeader> {
  const examples = share.example.length;
  const rows = keep ? share.step.length : examples;
  const hasGates = Z > H;
  return {
    ...shareTables(layout, share),
    inputs: layout.add(rows * K),
    gates: layout.add(hasGates ? rows * Z : 0),
    states: layout.add((keep ? examples + rows : examples) * H),
    dropout: hasDropout ? layout.add(examples * H) : undefined,
  };
}
