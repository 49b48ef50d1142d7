/**
 * How examples are assigned to threads, and how padding is left out. Each partition sorts its examples by their number of real
 * steps, most first. The p-th real step of an example in running order is its *position* p; the examples that have one
 * are always the first `active[p]`. So a position is rows without gaps, whatever the mask, and padding costs nothing.
 */
import type { HostSizes } from '../../fused/host-recurrence';
import type { Allocator } from '../runtime/allocator';
import type { JobValues } from '../jobs/jobs';
import type { Layout, Location } from '../runtime/layout';
import type { PartitionHeader } from '../jobs/operations';

export interface Partition {
  /** b of each example. */
  example: Int32Array;
  /** Padded steps in front of an example's first real one: their output is the initial state. */
  heldFirst: Int32Array;
  /** How many examples have a step at each position. */
  active: Int32Array;
  /** Rows of all earlier positions, for each position. */
  before: Int32Array;
  /** b · T + t of each row, positions one after another. */
  step: Int32Array;
  /** Padded steps that follow a row's step: they repeat its output. */
  held: Int32Array;
}

/** @param mask [B,T], 0 for padding; all real without. The same arguments always give the same partitions. */
export function partitionExamples(
  sizes: HostSizes,
  mask: Uint8Array | undefined,
  reverse: boolean,
  partitions: number,
): Partition[] {
  const lengths = realSteps(sizes, mask);
  const order = Array.from(lengths.keys());
  if (mask) order.sort((a, b) => lengths[b] - lengths[a] || a - b);
  return Array.from({ length: partitions }, (_, index) => {
    const example = Int32Array.from(order.filter((_, i) => i % partitions === index));
    const partition = emptyPartition(example, lengths);
    example.forEach((_, r) => assignSteps(partition, r, sizes.steps, mask, reverse));
    return partition;
  });
}

function realSteps({ batchSize, steps }: HostSizes, mask: Uint8Array | undefined): Int32Array {
  if (!mask) return new Int32Array(batchSize).fill(steps);
  const lengths = new Int32Array(batchSize);
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) lengths[Math.floor(i / steps)]++;
  return lengths;
}

function emptyPartition(example: Int32Array, lengths: Int32Array): Partition {
  const positions = example.length > 0 ? lengths[example[0]] : 0;
  const active = new Int32Array(positions);
  const before = new Int32Array(positions);
  let rows = 0;
  for (let p = 0, n = example.length; p < positions; p++) {
    while (lengths[example[n - 1]] <= p) n--;
    active[p] = n;
    before[p] = rows;
    rows += n;
  }
  const heldFirst = new Int32Array(example.length);
  return { example, heldFirst, active, before, step: new Int32Array(rows), held: new Int32Array(rows) };
}

/** Each step gets its row, or counts for the row whose output it repeats. */
function assignSteps(
  partition: Partition,
  r: number,
  steps: number,
  mask: Uint8Array | undefined,
  reverse: boolean,
): void {
  const { example, heldFirst, before, step, held } = partition;
  const first = example[r] * steps;
  let position = 0;
  for (let i = 0; i < steps; i++) {
    const at = first + (reverse ? steps - 1 - i : i);
    if (!mask || mask[at] !== 0) step[before[position++] + r] = at;
    else if (position === 0) heldFirst[r]++;
    else held[before[position - 1] + r]++;
  }
}

const TABLES = ['example', 'heldFirst', 'active', 'before', 'step', 'held'] as const;

/** Adds the tables of a partition to the layout. @returns their locations, for its header. */
export function partitionTables(layout: Layout, partition: Partition): JobValues<typeof PartitionHeader> {
  const locations = TABLES.map((name) => [name, layout.add(partition[name].length)] as const);
  return { examples: partition.example.length, positions: partition.active.length, ...Object.fromEntries(locations) };
}

export function writeTables(
  allocator: Allocator,
  partition: Partition,
  locations: JobValues<typeof PartitionHeader>,
): void {
  for (const name of TABLES)
    allocator.ints((locations[name] as Location).offset, partition[name].length).set(partition[name]);
}
