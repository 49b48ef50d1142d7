/**
 * The backward pass through all steps, position by position from the last (back-propagation through time):
 *
 *     dh  += dL/dh_t from outside                     of the step and of the padded ones that hold its output
 *     da   = cell backwards (dh, dc)                   before σ and tanh
 *     dx   = da Wᵀ,   dh_{t-1} = da Uᵀ + what reaches it directly
 *     d[W; b; U] += [x_t | 1 | h_{t-1}]ᵀ da           weight-gradients.ts
 */
import { CellKind, RecurrenceJob, PartitionHeader } from '../../jobs/operations';
import { stepGruBackward, stepGruResetBeforeBackward } from './gru-backward';
import { address, word } from '../job';
import { stepLstmBackward } from './lstm';
import { multiplyRows } from '../math/product';
import {
  active,
  cell,
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
  NEXT_STEP,
  open,
  openPartition,
  positions,
  rowsBefore,
  states,
  step,
  T,
  X_STEP,
  Z_BYTES,
} from './partition';
import { stepSimpleRnnBackward } from './simple-rnn';
import { addStateGradient, openStateGradient } from './state-gradient';
import { addTo, copy, copyFilled, zero } from '../math/vector';
import { addWeightGradient, openWeightGradient } from './weight-gradients';
import { column, inputDepth, panelsOfState } from './weights';

let dh: usize;
let dc: usize;
let da: usize;
let dx: usize;

export function backward(job: usize, thread: i32, threads: i32): void {
  open(job);
  for (let index = thread; index < word(job, RecurrenceJob.partitions); index += threads) {
    const partition = openPartition(job, index);
    dh = address(partition, PartitionHeader.dh);
    dc = address(partition, PartitionHeader.dc);
    da = address(partition, PartitionHeader.da);
    dx = address(partition, PartitionHeader.product);
    openStateGradient(dh, address(partition, PartitionHeader.product));
    openWeightGradient(partition);
    startGradients(job);
    runBackward(job);
    finishGradients(job);
  }
}

function startGradients(job: usize): void {
  for (let r = 0; r < examples; r++) {
    const offset = <usize>word(example, r) * H_STEP;
    startGradient(dh + <usize>r * H_BYTES, address(job, RecurrenceJob.dLastH), offset);
    if (cell == CellKind.lstm) startGradient(dc + <usize>r * H_BYTES, address(job, RecurrenceJob.dLastC), offset);
  }
}

function startGradient(d: usize, last: usize, offset: usize): void {
  copyFilled(d, last ? last + offset : 0, hiddenSize, H);
}

function runBackward(job: usize): void {
  const panels = address(job, RecurrenceJob.panels);
  const dhs = address(job, RecurrenceJob.dhs);
  const dxs = address(job, RecurrenceJob.dxs);
  for (let p = positions - 1; p >= 0; p--) {
    const n = active(p);
    const k = rowsBefore(p);
    if (dhs) gatherOutputs(dhs, n, k);
    runCellBackward(panels, p, n, k);
    if (dxs) {
      multiplyRows(da, Z_BYTES, n, panels, inputDepth(), I, dx, X_STEP, false);
      scatterInputs(dxs, n, k);
    }
    addWeightGradient(da, p, n, k);
  }
}

function runCellBackward(panels: usize, p: i32, n: i32, k: i32): void {
  const a = gates + <usize>k * Z_BYTES;
  const first = active(0);
  const before = p == 0 ? states : states + <usize>(first + rowsBefore(p - 1)) * H_BYTES;
  const after = states + <usize>(first + k) * H_BYTES;
  const state = panelsOfState(panels);
  switch (cell) {
    case CellKind.lstm:
      stepLstmBackward(n, a, before, after, dh, dc, da);
      return addStateGradient(da, inputDepth(), state, n);
    case CellKind.gru:
      stepGruBackward(n, a, before, dh, da);
      return addStateGradient(da + column(1), 3 * H, state, n);
    case CellKind.gruResetBefore:
      stepGruResetBeforeBackward(panels, n, a, before, dh, da);
      return addStateGradient(da + column(1), 2 * H, state, n);
    default:
      stepSimpleRnnBackward(n, after, dh, da);
      return addStateGradient(da, inputDepth(), state, n);
  }
}

function gatherOutputs(dhs: usize, n: i32, k: i32): void {
  for (let r = 0; r < n; r++) addHeld(dh + <usize>r * H_BYTES, dhs, word(step, k + r), 1 + word(held, k + r));
}

/** d += the gradients of `count` outputs in running order, from step `first` on. */
function addHeld(d: usize, dhs: usize, first: i32, count: i32): void {
  let from = dhs + <usize>first * H_STEP;
  for (; count > 0; count--) {
    addTo(d, from, hiddenSize);
    from += NEXT_STEP;
  }
}

function scatterInputs(dxs: usize, n: i32, k: i32): void {
  for (let r = 0; r < n; r++) {
    const first = word(step, k + r);
    copy(dxs + <usize>first * X_STEP, dx + <usize>r * X_STEP, I);
    clearPadding(dxs, first + (NEXT_STEP < 0 ? -1 : 1), word(held, k + r));
  }
}

/** dx of `count` padded steps in running order, from step `first` on. */
function clearPadding(dxs: usize, first: i32, count: i32): void {
  const lowest = NEXT_STEP < 0 ? first - count + 1 : first;
  if (count > 0) zero(dxs + <usize>lowest * X_STEP, count * I);
}

/** What is left goes to the initial state, with the outputs that held it. */
function finishGradients(job: usize): void {
  const dhs = address(job, RecurrenceJob.dhs);
  const dxs = address(job, RecurrenceJob.dxs);
  const dInitialH = address(job, RecurrenceJob.dInitialH);
  const dInitialC = address(job, RecurrenceJob.dInitialC);
  for (let r = 0; r < examples; r++) {
    const b = word(example, r);
    const first = b * T + FIRST_STEP;
    const d = dh + <usize>r * H_BYTES;
    if (dhs) addHeld(d, dhs, first, word(heldFirst, r));
    if (dxs) clearPadding(dxs, first, word(heldFirst, r));
    if (dInitialH) copy(dInitialH + <usize>b * H_STEP, d, hiddenSize);
    if (dInitialC) copy(dInitialC + <usize>b * H_STEP, dc + <usize>r * H_BYTES, hiddenSize);
  }
}
