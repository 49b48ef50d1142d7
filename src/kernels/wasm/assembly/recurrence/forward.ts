/**
 * All steps of a recurrence, position by position: gather x, run the cell, hand out h. Rows of one position lie one
 * after another, so the cell sees plain matrices.
 */
import { CellKind, RecurrenceJob } from '../../jobs/operations';
import { stepGru } from './gru';
import { address, word } from '../job';
import { stepLstm } from './lstm';
import {
  active,
  cell,
  dropout,
  example,
  examples,
  FIRST_STEP,
  gates,
  H,
  H_BYTES,
  H_STEP,
  held,
  heldFirst,
  hiddenSize,
  I,
  inputs,
  K_BYTES,
  save,
  NEXT_STEP,
  open,
  openPartition,
  outputs,
  positions,
  states,
  step,
  T,
  X_STEP,
  Z_BYTES,
} from './partition';
import { stepSimpleRnn } from './simple-rnn';
import { copy, copyFilled, multiplyEach } from '../math/vector';

export function forward(job: usize, thread: i32, threads: i32): void {
  open(job);
  for (let partition = thread; partition < word(job, RecurrenceJob.partitions); partition += threads) {
    openPartition(job, partition);
    startExamples(job);
    runPositions(job);
  }
}

/** The initial state goes into `inputs` and `states`; where an example begins with padding, or is nothing else, also out. */
function startExamples(job: usize): void {
  const factors = address(job, RecurrenceJob.dropout);
  for (let r = 0; r < examples; r++) {
    const b = word(example, r);
    const offset = <usize>b * H_STEP;
    const h = outputs + <usize>r * H_BYTES;
    if (factors) copyFilled(dropout + <usize>r * H_BYTES, factors + offset, hiddenSize, H);
    copyFilled(h, orNone(address(job, RecurrenceJob.initialH), offset), hiddenSize, H);
    hold(address(job, RecurrenceJob.hs), b * T + FIRST_STEP, word(heldFirst, r), h);
    if (r < active(0)) enter(inputs, r, h);
    const state = startState(job, r, offset, h);
    if (r >= active(0)) leave(job, b, h, state);
  }
}

/** @returns what `states` begins with: c, or h itself. */
function startState(job: usize, r: i32, offset: usize, h: usize): usize {
  const state = states + <usize>r * H_BYTES;
  if (cell == CellKind.lstm) copyFilled(state, orNone(address(job, RecurrenceJob.initialC), offset), hiddenSize, H);
  else copy(state, h, H);
  return state;
}

function orNone(start: usize, offset: usize): usize {
  return start ? start + offset : 0;
}

function runPositions(job: usize): void {
  let rows = inputs;
  let a = gates;
  let before = states;
  let k: i32 = 0; // first row of the position in the tables
  for (let p = 0; p < positions; p++) {
    const n = active(p);
    const after = save ? before + <usize>active(max(p - 1, 0)) * H_BYTES : before;
    gather(address(job, RecurrenceJob.xs), rows, n, k);
    const h = cell == CellKind.lstm ? outputs : after;
    runCell(address(job, RecurrenceJob.panels), n, rows, a, before, after);
    if (save) {
      rows += <usize>n * K_BYTES;
      a += <usize>n * Z_BYTES;
    }
    handOut(job, p, k, h, after, rows);
    before = after;
    k += n;
  }
}

function runCell(panels: usize, n: i32, rows: usize, a: usize, before: usize, after: usize): void {
  switch (cell) {
    case CellKind.lstm:
      return stepLstm(panels, n, rows, a, before, after);
    case CellKind.gru:
    case CellKind.gruResetBefore:
      return stepGru(panels, n, rows, a, before, after);
    default:
      return stepSimpleRnn(panels, n, rows, after);
  }
}

/** [x_t | 1 | …] for n examples. */
function gather(xs: usize, rows: usize, n: i32, k: i32): void {
  for (let r = 0; r < n; r++) {
    copy(rows, xs + <usize>word(step, k + r) * X_STEP, I);
    store<f32>(rows + X_STEP, 1);
    rows += K_BYTES;
  }
}

/** h of position p: into the rows of the next position, into hs, and, of those that end here, into the last state. */
function handOut(job: usize, p: i32, k: i32, h: usize, state: usize, nextRows: usize): void {
  const hs = address(job, RecurrenceJob.hs);
  const staying = active(p + 1);
  for (let r = 0; r < active(p); r++) {
    hold(hs, word(step, k + r), 1 + word(held, k + r), h);
    if (r < staying) enter(nextRows, r, h);
    else leave(job, word(example, r), h, state);
    h += H_BYTES;
    state += H_BYTES;
  }
}

/** [… | h_{t-1}], dropped where there is recurrent dropout. */
function enter(rows: usize, r: i32, h: usize): void {
  const row = rows + <usize>r * K_BYTES + X_STEP + 4;
  if (dropout) multiplyEach(row, h, dropout + <usize>r * H_BYTES, H);
  else copy(row, h, H);
}

/** The output of `count` steps in running order, from `first` on. */
function hold(hs: usize, first: i32, count: i32, h: usize): void {
  if (!hs) return; // only the last state is requested
  let to = hs + <usize>first * H_STEP;
  for (; count > 0; count--) {
    copy(to, h, hiddenSize);
    to += NEXT_STEP;
  }
}

function leave(job: usize, b: i32, h: usize, state: usize): void {
  const offset = <usize>b * H_STEP;
  copy(address(job, RecurrenceJob.lastH) + offset, h, hiddenSize);
  if (cell == CellKind.lstm) copy(address(job, RecurrenceJob.lastC) + offset, state, hiddenSize);
}
