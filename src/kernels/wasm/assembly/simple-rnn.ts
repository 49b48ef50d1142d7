/**
 * SimpleRNN (src/cells/simple-rnn.ts), n examples at one position:
 *
 *     h = f([x_t | 1 | h_{t-1}] [W; b; U])      f = tanh or ReLU
 */
import { CellKind } from '../operations';
import { reluEach, tanhEach } from './activation';
import { reluSlope, tanhSlope } from './math';
import { multiplyRows } from './product';
import { cell, H, H_BYTES, K, K_BYTES } from './share';

export function stepSimpleRnn(panels: usize, n: i32, rows: usize, h: usize): void {
  multiplyRows(rows, K_BYTES, n, panels, K, H, h, H_BYTES, false);
  if (cell == CellKind.simpleRnn) tanhEach(h, n * H);
  else reluEach(h, n * H);
}

/** From dh to da [n,H]; nothing reaches h_{t-1} directly, so dh becomes zero. */
export function stepSimpleRnnBack(n: i32, h: usize, dh: usize, da: usize): void {
  const isTanh = cell == CellKind.simpleRnn;
  for (const end = h + <usize>n * H_BYTES; h < end; h += 16) {
    const d = v128.load(dh);
    const y = v128.load(h);
    v128.store(da, isTanh ? tanhSlope(d, y) : reluSlope(d, y));
    v128.store(dh, f32x4.splat(0));
    dh += 16;
    da += 16;
  }
}
