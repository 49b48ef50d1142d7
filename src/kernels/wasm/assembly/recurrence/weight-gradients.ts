/**
 * The gradients of all weights, stacked as in weights.ts: Σ over all rows of [x_t | 1 | h_{t-1}]ᵀ da. Positions are
 * collected in chunks, da packed as a right side as soon as it is there; a whole chunk is one product:
 *
 *     SimpleRNN, LSTM    [x 1 h]ᵀ da
 *     GRU                [x 1 h]ᵀ [daz dar],  [x 1]ᵀ dan,  and after: [1 h]ᵀ du, before: uᵀ dan
 */
import { CellKind, RecurrenceJob, PartitionHeader } from '../../jobs/operations';
import { address, word } from '../job';
import { packRows } from '../math/pack';
import { multiplyColumns, packedBytes } from '../math/product';
import { active, cell, gates, H, headerOf, I, inputs, K, K_BYTES, open, rowsBefore, Z, Z_BYTES } from './partition';
import { addTo, bytes, zero } from '../math/vector';
import { candidateRow, candidateRows, column, isGru, unstackGradients } from './weights';

/** [K,Z] */
let dWeights: usize;
let panels: usize;
/** A chunk has at most so many rows, unless one position has more. */
let most: i32;
/** The chunk: its first row, and how many it has. */
let first: i32;
let depth: i32;

export function openWeightGradient(partition: usize): void {
  dWeights = address(partition, PartitionHeader.dWeights);
  panels = address(partition, PartitionHeader.panels);
  most = word(partition, PartitionHeader.chunk);
  first = 0;
  depth = 0;
  zero(dWeights, K * Z);
}

/** da of position p: n rows, k rows before them. Positions come from the last to the first. */
export function addWeightGradient(da: usize, p: i32, n: i32, k: i32): void {
  if (depth == 0) openChunk(p, n, k);
  if (isGru()) {
    packRows(da + column(1), Z_BYTES, n, 2 * H, panels, depth, k - first);
    packRows(da, Z_BYTES, n, H, panelsOfCandidate(), depth, k - first);
    if (cell == CellKind.gru) packRows(da + column(3), Z_BYTES, n, H, panelsOfReset(), depth, k - first);
  } else {
    packRows(da, Z_BYTES, n, Z, panels, depth, k - first);
  }
  if (k == first) closeChunk();
}

/** As many whole positions as fit in, p the last of them. */
function openChunk(p: i32, n: i32, k: i32): void {
  first = k;
  for (let q = p - 1; q >= 0 && k + n - rowsBefore(q) <= most; q--) first = rowsBefore(q);
  depth = k + n - first;
}

function closeChunk(): void {
  const rows = inputs + <usize>first * K_BYTES;
  if (isGru()) {
    addOuter(rows, K_BYTES, K, panels, 2 * H, dWeights + column(1));
    addOuter(rows, K_BYTES, I + 1, panelsOfCandidate(), H, dWeights);
    const target = dWeights + <usize>candidateRow() * Z_BYTES + column(3);
    if (cell == CellKind.gru) {
      addOuter(rows + bytes(I), K_BYTES, candidateRows(), panelsOfReset(), H, target);
    } else {
      const u = gates + <usize>first * Z_BYTES + column(3);
      addOuter(u, Z_BYTES, candidateRows(), panelsOfCandidate(), H, target);
    }
  } else {
    addOuter(rows, K_BYTES, K, panels, Z, dWeights);
  }
  depth = 0;
}

function panelsOfCandidate(): usize {
  return panels + packedBytes(depth, 2 * H);
}
function panelsOfReset(): usize {
  return panelsOfCandidate() + packedBytes(depth, H);
}

/** c += aᵀ b over the rows of the chunk: a [depth,m], b packed [depth,n], c a block of stacked weights. */
function addOuter(a: usize, aStride: usize, m: i32, b: usize, n: i32, c: usize): void {
  multiplyColumns(a, aStride, m, b, depth, n, c, Z_BYTES, true);
}

/** Operation.sumWeightGradients: the sums of all partitions, in their order. */
export function sumWeightGradients(job: usize): void {
  open(job);
  const total = weightGradientsOf(job, 0);
  for (let partition = 1; partition < word(job, RecurrenceJob.partitions); partition++) {
    addTo(total, weightGradientsOf(job, partition), K * Z);
  }
  unstackGradients(job, total);
}

function weightGradientsOf(job: usize, partition: i32): usize {
  return address(headerOf(job, partition), PartitionHeader.dWeights);
}
