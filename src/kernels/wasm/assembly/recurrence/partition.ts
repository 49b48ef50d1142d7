/**
 * What a pass works with: the sizes of the recurrence, and the locations of the partition whose turn it is. `open` sets them,
 * `openPartition` moves on; in between they are constants.
 *
 *     T  steps      I  input size      H  hidden size, filled up to a multiple of 4; what fills up is zero and stays zero
 *     K  I + 1 + H       rows of `inputs` are [x_t | 1 | h_{t-1}], so W, b and U are one stacked matrix [K,Z]
 *     Z  columns of the stacked weights and of `gates`: H for SimpleRNN, 4 H for LSTM [i f g o] and GRU [n z r u]
 */
import { CellKind, RecurrenceJob, PartitionHeader } from '../../jobs/operations';
import { address, word } from '../job';
import { useScratch } from '../math/product';
import { bytes } from '../math/vector';

export let cell: i32;
export let save: bool;
export let T: i32;
export let I: i32;
export let H: i32;
export let K: i32;
export let Z: i32;
/** Before filling up. */
export let hiddenSize: i32;
/** Bytes of a row of `inputs`, of a state, of `gates`. */
export let K_BYTES: usize;
export let H_BYTES: usize;
export let Z_BYTES: usize;
/** Bytes of one step of the caller's x and h. */
export let X_STEP: usize;
export let H_STEP: usize;
/** From the h of a step to that of the next in running order, in bytes: negative in reverse. */
export let NEXT_STEP: isize;
/** Running order starts at this step. */
export let FIRST_STEP: i32;

// Of the partition:

export let examples: i32;
export let positions: i32;
export let example: usize;
export let heldFirst: usize;
export let step: usize;
export let held: usize;
let activeTable: usize;
let before: usize;

/** [rows,K]: of all positions if saved, else of one. */
export let inputs: usize;
/** [rows,Z], the same. SimpleRNN has none. */
export let gates: usize;
/** [rows,H]: c of an LSTM, h of the others. If saved: before the first position, then after each. */
export let states: usize;
/** Factors [examples,H], or 0. */
export let dropout: usize;
/** h of one position, where it is not the state: [examples,H]. */
export let outputs: usize;

export function open(job: usize): void {
  cell = word(job, RecurrenceJob.cell);
  I = word(job, RecurrenceJob.inputSize);
  hiddenSize = word(job, RecurrenceJob.hiddenSize);
  H = (hiddenSize + 3) & ~3;
  K = I + 1 + H;
  Z = cell == CellKind.simpleRnn || cell == CellKind.simpleRnnRelu ? H : 4 * H;
  K_BYTES = bytes(K);
  H_BYTES = bytes(H);
  Z_BYTES = bytes(Z);
  X_STEP = bytes(I);
  H_STEP = bytes(hiddenSize);
  NEXT_STEP = <isize>H_STEP * word(job, RecurrenceJob.direction);
  T = word(job, RecurrenceJob.steps);
  FIRST_STEP = NEXT_STEP < 0 ? T - 1 : 0;
  save = word(job, RecurrenceJob.save) != 0;
}

export function headerOf(job: usize, partition: i32): usize {
  return address(address(job, RecurrenceJob.headers), partition);
}

/** @returns the partition's header, for what only one direction needs. */
export function openPartition(job: usize, index: i32): usize {
  const partition = headerOf(job, index);
  examples = word(partition, PartitionHeader.examples);
  positions = word(partition, PartitionHeader.positions);
  example = address(partition, PartitionHeader.example);
  heldFirst = address(partition, PartitionHeader.heldFirst);
  activeTable = address(partition, PartitionHeader.active);
  before = address(partition, PartitionHeader.before);
  step = address(partition, PartitionHeader.step);
  held = address(partition, PartitionHeader.held);
  inputs = address(partition, PartitionHeader.inputs);
  gates = address(partition, PartitionHeader.gates);
  states = address(partition, PartitionHeader.states);
  dropout = address(partition, PartitionHeader.dropout);
  outputs = address(partition, PartitionHeader.outputs);
  useScratch(address(partition, PartitionHeader.scratch));
  return partition;
}

/** Examples that have a step at position p: the first ones. */
export function active(p: i32): i32 {
  return p < positions ? word(activeTable, p) : 0;
}

/** Rows of all earlier positions, in the tables and wherever all positions are saved. */
export function rowsBefore(p: i32): i32 {
  return word(before, p);
}
