/**
 * What a pass works with: the sizes of the recurrence, and the places of the share whose turn it is. `open` sets them,
 * `openShare` moves on; in between they are constants.
 *
 *     T  steps      I  input size      H  hidden size, filled up to a multiple of 4; what fills up is zero and stays zero
 *     K  I + 1 + H       rows of `inputs` are [x_t | 1 | h_{t-1}], so W, b and U are one stacked matrix [K,Z]
 *     Z  columns of the stacked weights and of `gates`: H for SimpleRNN, 4 H for LSTM [i f g o] and GRU [n z r u]
 */
import { CellKind, RecurrenceJob, ShareHeader } from '../../jobs/operations';
import { place, word } from '../job';
import { useScratch } from '../math/product';
import { bytes } from '../math/vector';

export let cell: i32;
export let keep: bool;
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

// Of the share:

export let examples: i32;
export let positions: i32;
export let example: usize;
export let heldFirst: usize;
export let step: usize;
export let held: usize;
let activeTable: usize;
let before: usize;

/** [rows,K]: of all positions if kept, else of one. */
export let inputs: usize;
/** [rows,Z], the same. SimpleRNN has none. */
export let gates: usize;
/** [rows,H]: c of an LSTM, h of the others. If kept: before the first position, then after each. */
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
  keep = word(job, RecurrenceJob.keep) != 0;
}

export function headerOf(job: usize, share: i32): usize {
  return place(place(job, RecurrenceJob.headers), share);
}

/** @returns the share's header, for what only one direction needs. */
export function openShare(job: usize, index: i32): usize {
  const share = headerOf(job, index);
  examples = word(share, ShareHeader.examples);
  positions = word(share, ShareHeader.positions);
  example = place(share, ShareHeader.example);
  heldFirst = place(share, ShareHeader.heldFirst);
  activeTable = place(share, ShareHeader.active);
  before = place(share, ShareHeader.before);
  step = place(share, ShareHeader.step);
  held = place(share, ShareHeader.held);
  inputs = place(share, ShareHeader.inputs);
  gates = place(share, ShareHeader.gates);
  states = place(share, ShareHeader.states);
  dropout = place(share, ShareHeader.dropout);
  outputs = place(share, ShareHeader.outputs);
  useScratch(place(share, ShareHeader.scratch));
  return share;
}

/** Examples that have a step at position p: the first ones. */
export function active(p: i32): i32 {
  return p < positions ? word(activeTable, p) : 0;
}

/** Rows of all earlier positions, in the tables and wherever all positions are kept. */
export function rowsBefore(p: i32): i32 {
  return word(before, p);
}
