/**
 * SimpleRNN (src/cells/simple-rnn.ts), n examples at one position:
 *
 *     h = f([x_t | 1 | h_{t-1}] [W; b; U])      f = tanh or ReLU
 */
import { CellKind } from '../../jobs/operations';
import { reluEach, tanhEach } from '../math/activation';
import { reluSlope, tanhSlope } from '../math/math';
import { multiplyRows } from '../math/product';
import { cell, H, H_BYTES, K, K_BYTES } from './partition';
import { bytes, zero } from '../math/vector';

export function stepSimpleRnn(panels: usize, n: i32, rows: usize, h: usize): void {
  multiplyRows(rows, K_BYTES, n, panels, K, H, h, H_BYTES, false);
  if (cell == CellKind.simpleRnn) tanhEach(h, n * H);
  else reluEach(h, n * H);
}

/** From dh to da [n,H]; nothing reaches h_{t-1} directly, so dh becomes zero. */
export function stepSimpleRnnBackward(n: i32, h: usize, dh: usize, da: usize): void {
  if (cell == CellKind.simpleRnn) tanhBackward(h, dh, da, n * H);
  else reluBackward(h, dh, da, n * H);
  zero(dh, n * H);
}

function tanhBackward(h: usize, dh: usize, da: usize, count: i32): void {
  let j: usize = 0;
  do v128.store(da + j, tanhSlope(v128.load(dh + j), v128.load(h + j)));
  while ((j += 16) < bytes(count));
}

function reluBackward(h: usize, dh: usize, da: usize, count: i32): void {
  let j: usize = 0;
  do v128.store(da + j, reluSlope(v128.load(dh + j), v128.load(h + j)));
  while ((j += 16) < bytes(count));
}
