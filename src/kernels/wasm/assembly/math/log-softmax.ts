/** Logarithms of softmax, row by row: log p_k = z_k - l, l = log Σ_k exp z_k. */
import { LogSoftmaxJob } from '../../jobs/operations';
import { address, word } from '../job';
import { log } from './log';
import { exp } from './math';
import { largestOf, sumOf } from './reduce';
import { addTo, bytes, loadSome, storeSome } from './vector';

/** In place, after the bias is added. Threads share the rows. */
export function logSoftmax(job: usize, thread: i32, threads: i32): void {
  const columns = word(job, LogSoftmaxJob.columns);
  const bias = address(job, LogSoftmaxJob.bias);
  for (let row = thread; row < word(job, LogSoftmaxJob.rows); row += threads) {
    const z = address(job, LogSoftmaxJob.z) + <usize>row * bytes(columns);
    if (bias) addTo(z, bias, columns);
    subtract(z, columns, <f32>logSumExp(z, columns));
  }
}

function subtract(z: usize, count: i32, l: f32): void {
  const shift = f32x4.splat(l);
  for (; count > 0; count -= 4) {
    storeSome(z, f32x4.sub(loadSome(z, count), shift), count);
    z += 16;
  }
}

/** Shifted by the largest, so that no exp overflows. */
export function logSumExp(z: usize, classes: i32): f64 {
  const largest = largestOf(z, classes);
  const shift = f32x4.splat(largest);
  let sum = f32x4.splat(0);
  let left = classes;
  for (; left >= 4; left -= 4) {
    sum = f32x4.add(sum, exp(f32x4.sub(v128.load(z), shift)));
    z += 16;
  }
  let total = sumOf(sum);
  for (; left > 0; left--) {
    total += <f64>f32x4.extract_lane(exp(f32x4.sub(v128.load32_splat(z), shift)), 0);
    z += 4;
  }
  return <f64>largest + log(total);
}
