/** A recurrence forwards on the module. What the way back needs goes into a block of its own, which may stay. */
import type { Cell } from '../../cells/cell';
import type { RecurrenceOptions } from '../../recurrence/recurrence';
import { sizeOf } from '../../shapes';
import type { HostInputs, HostOutputs, HostSizes } from '../host-recurrence';
import { Arrays } from './arrays';
import type { JobValues } from './jobs';
import { WasmKeptPass } from './kept-pass';
import { Layout } from './layout';
import { Operation, PRODUCT_SCRATCH, type RecurrenceJob, type ShareHeader } from './operations';
import { type PassSizes, panelsForward, passSizes, sizeValues } from './pass-sizes';
import { runPass } from './run-pass';
import type { Runtime } from './runtime';
import { deal, type Share, shareTables, writeTables } from './shares';

/** With fewer multiplications for each, waking a thread takes longer than it saves. */
const WORTH_WAKING = 500_000;

export interface ForwardCall {
  sizes: HostSizes;
  inputs: HostInputs;
  outputs: HostOutputs;
  keep: boolean;
}

export function forwardPass(runtime: Runtime, options: RecurrenceOptions, call: ForwardCall): WasmKeptPass | undefined {
  const { heap } = runtime;
  const { inputs, keep } = call;
  const { cell, reverse = false } = options;
  const sizes = passSizes(cell, call.sizes, reverse);
  const stays = new Layout();
  const layout = new Layout();
  const arrays = new Arrays(`recurrence(${cell.name})`, heap, layout);
  const stacked = stays.add(sizes.K * sizes.Z);
  const job = { ...sizeValues(sizes), ...callPlaces(arrays, cell, call), stacked, keep: Number(keep) };
  const panels = layout.add(panelsForward(sizes));
  const shares = deal(sizes, inputs.mask, reverse, shareCount(runtime, sizes)).map((share) => ({
    share,
    places: storePlaces(stays, share, sizes, keep, inputs.recurrentDropout !== undefined),
    outputs: layout.add(share.example.length * sizes.H),
    scratch: layout.add(PRODUCT_SCRATCH),
  }));
  const block = stays.allocate(heap);
  const kept = new WasmKeptPass(heap, block, sizes, shares, stacked);
  try {
    for (const { share, places } of shares) writeTables(heap, share, places);
    runPass(runtime, {
      layout,
      arrays,
      job: { ...job, panels },
      shares: shares.map(({ places, outputs, scratch }) => ({ ...places, outputs, scratch })),
      operations: [
        [Operation.stackWeights, 1],
        [Operation.forward, shares.length],
      ],
    });
  } catch (error) {
    kept.free();
    throw error;
  }
  if (keep) return kept;
  kept.free();
  return undefined;
}

/** One thread an example at most, and as many as there is work for. */
export function shareCount({ threads }: Runtime, { batchSize, steps, K, Z }: PassSizes): number {
  const worth = Math.floor((batchSize * steps * K * Z) / WORTH_WAKING);
  return Math.max(1, Math.min(threads, batchSize, worth));
}

function callPlaces(
  arrays: Arrays,
  cell: Cell,
  { sizes, inputs, outputs }: ForwardCall,
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
    hs: arrays.output('hs', hs, B * T * H),
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
