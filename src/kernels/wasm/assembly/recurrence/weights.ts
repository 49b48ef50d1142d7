/**
 * All weights of a cell as one stacked matrix [K,Z], rows as in `inputs`: W, then the bias, then U. Columns are blocks of
 * H, one a gate; where a block has no weights it is zero:
 *
 *     SimpleRNN, LSTM      GRU      n      z          r          u
 *     W   all gates              W_n    W_z        W_r        –
 *     1   b                      b_n    b_z + d_z  b_r + d_r  d_n (reset after)
 *     h   U                      –      U_z        U_r        U_n
 *
 * u is what r acts on: u = h U_n + d_n, or (reset before) u = r ⊙ h, which U_n follows. The gradients are stacked alike.
 */
import { CellKind, RecurrenceJob } from '../../jobs/operations';
import { address } from '../job';
import { packColumns, packRows } from '../math/pack';
import { packedBytes } from '../math/product';
import { cell, H, hiddenSize, I, K, open, Z, Z_BYTES } from './partition';
import { addTo, bytes, copy, zero } from '../math/vector';

export function isGru(): bool {
  return cell == CellKind.gru || cell == CellKind.gruResetBefore;
}

/** Columns of blocks, as bytes. */
export function column(block: i32): usize {
  return bytes(block * H);
}

/** First row of the part of the stacked weights that u = h U_n comes from, and how many rows: with d_n, or without. */
export function candidateRow(): i32 {
  return cell == CellKind.gru ? I : I + 1;
}
export function candidateRows(): i32 {
  return K - candidateRow();
}

/** Packed parts in the order in which they lie: all, or [z r], then n from x, then n from h. */
export function panelsOfCandidateInput(panels: usize): usize {
  return panels + packedBytes(K, 2 * H);
}
export function panelsOfCandidateState(panels: usize): usize {
  return panelsOfCandidateInput(panels) + packedBytes(I + 1, H);
}

/** Operation.stackWeights */
export function stackWeights(job: usize): void {
  open(job);
  const stacked = address(job, RecurrenceJob.stacked);
  zero(stacked, K * Z);
  move(job, stacked, false);
  const panels = address(job, RecurrenceJob.panels);
  if (!isGru()) {
    packRows(stacked, Z_BYTES, K, Z, panels, K, 0);
    return;
  }
  const candidate = stacked + <usize>candidateRow() * Z_BYTES + column(3);
  packRows(stacked + column(1), Z_BYTES, K, 2 * H, panels, K, 0);
  packRows(stacked, Z_BYTES, I + 1, H, panelsOfCandidateInput(panels), I + 1, 0);
  packRows(candidate, Z_BYTES, candidateRows(), H, panelsOfCandidateState(panels), candidateRows(), 0);
}

/** Packed for the backward pass: Wᵀ for dx; then Uᵀ for dh, or that of [z r] and that of n if reset is before. */
export function packBackward(job: usize): void {
  open(job);
  const stacked = address(job, RecurrenceJob.stacked);
  const panels = address(job, RecurrenceJob.panels);
  const depth = inputDepth();
  packColumns(stacked, Z_BYTES, depth, I, panels);
  const U = stacked + <usize>(I + 1) * Z_BYTES;
  if (cell == CellKind.gruResetBefore) {
    packColumns(U + column(1), Z_BYTES, 2 * H, H, panelsOfState(panels));
    packColumns(U + column(3), Z_BYTES, H, H, panelsOfCandidateBackward(panels));
  } else {
    const first = isGru() ? column(1) : 0;
    packColumns(U + first, Z_BYTES, depth, H, panelsOfState(panels));
  }
}

/** Columns that x has a part in: all, or n, z, r. */
export function inputDepth(): i32 {
  return isGru() ? 3 * H : Z;
}
export function panelsOfState(panels: usize): usize {
  return panels + packedBytes(inputDepth(), I);
}
export function panelsOfCandidateBackward(panels: usize): usize {
  return panelsOfState(panels) + packedBytes(2 * H, H);
}

/** From the stacked matrix to gradients as the cell has them. */
export function unstackGradients(job: usize, stacked: usize): void {
  move(job, stacked, true);
}

/** Between the stacked matrix and the cell's own: every block of each matrix. */
function move(job: usize, stacked: usize, back: bool): void {
  const kernel = address(job, back ? RecurrenceJob.dKernel : RecurrenceJob.kernel);
  const recurrent = address(job, back ? RecurrenceJob.dRecurrentKernel : RecurrenceJob.recurrentKernel);
  const bias = address(job, back ? RecurrenceJob.dBias : RecurrenceJob.bias);
  const recurrentBias = address(job, back ? RecurrenceJob.dRecurrentBias : RecurrenceJob.recurrentBias);
  const gates = isGru() ? 3 : Z / H;
  for (let gate = 0; gate < gates; gate++) {
    const block = isGru() ? (gate + 1) % 3 : gate; // z r n → n z r
    const state = isGru() && gate == 2 ? 3 : block;
    moveBlock(stacked, 0, block, kernel, I, gate, gates, back, false);
    moveBlock(stacked, I, block, bias, 1, gate, gates, back, false);
    moveBlock(stacked, I + 1, state, recurrent, hiddenSize, gate, gates, back, false);
    if (cell == CellKind.gru) moveBlock(stacked, I, state, recurrentBias, 1, gate, gates, back, !back && gate < 2);
  }
}

/** One block: `rows` rows from `row` on; `gates` blocks stand side by side in the cell's own matrix. */
function moveBlock(
  stacked: usize,
  row: i32,
  block: i32,
  own: usize,
  rows: i32,
  gate: i32,
  gates: i32,
  back: bool,
  add: bool,
): void {
  if (!own) return; // a gradient that was not requested
  let inside = stacked + <usize>row * Z_BYTES + column(block);
  let outside = own + bytes(gate * hiddenSize);
  for (let i = 0; i < rows; i++) {
    if (back) copy(outside, inside, hiddenSize);
    else if (add) addTo(inside, outside, hiddenSize);
    else copy(inside, outside, hiddenSize);
    inside += Z_BYTES;
    outside += bytes(gates * hiddenSize);
  }
}
