/**
 * Softmax cross-entropy from logits z [N,K], target classes y and weights w, smoothed by ε, without one-hot vectors:
 *
 *   L = Σ_n w_n (l_n - (1-ε) z_ny - ε/K Σ_k z_nk),   l_n = log Σ_k exp z_nk
 *   dz_nk = dL w_n (exp(z_nk - l_n) - (1-ε)[k = y] - ε/K)
 *
 * A row of weight 0 is padding: it is not read, and its gradient is 0.
 */
import { CrossEntropyJob } from '../../jobs/tensor-operations';
import { address, real, word } from '../job';
import { logSumExp } from '../math/log-softmax';
import { exp } from '../math/math';
import { sumOfAll } from '../math/reduce';
import { loadSome, storeSome } from '../math/vector';

export function crossEntropy(job: usize): void {
  const classes = word(job, CrossEntropyJob.classes);
  const smoothing = <f64>real(job, CrossEntropyJob.smoothing);
  const rows = word(job, CrossEntropyJob.rows);
  let z = address(job, CrossEntropyJob.logits);
  let weight = address(job, CrossEntropyJob.weights);
  let target = address(job, CrossEntropyJob.targets);
  let logSum = address(job, CrossEntropyJob.logSums);
  let loss: f64 = 0;
  for (let n = 0; n < rows; n++) {
    const w = <f64>load<f32>(weight);
    const l = w == 0 ? 0 : logSumExp(z, classes);
    store<f32>(logSum, <f32>l);
    if (w != 0) {
      const zy = <f64>load<f32>(z + ((<usize>load<i32>(target)) << 2));
      const mean = smoothing == 0 ? 0 : sumOfAll(z, classes) / <f64>classes;
      loss += w * (l - (1 - smoothing) * zy - smoothing * mean);
    }
    z += (<usize>classes) << 2;
    weight += 4;
    target += 4;
    logSum += 4;
  }
  store<f32>(address(job, CrossEntropyJob.loss), <f32>loss);
}

export function crossEntropyGradient(job: usize): void {
  const classes = word(job, CrossEntropyJob.classes);
  const smoothing = real(job, CrossEntropyJob.smoothing);
  const dLoss = load<f32>(address(job, CrossEntropyJob.dLoss));
  const rows = word(job, CrossEntropyJob.rows);
  const rowBytes = (<usize>classes) << 2;
  let z = address(job, CrossEntropyJob.logits);
  let dz = address(job, CrossEntropyJob.dLogits);
  let weight = address(job, CrossEntropyJob.weights);
  let target = address(job, CrossEntropyJob.targets);
  let logSum = address(job, CrossEntropyJob.logSums);
  for (let n = 0; n < rows; n++) {
    const w = load<f32>(weight);
    if (w == 0) {
      memory.fill(dz, 0, rowBytes);
    } else {
      gradientOfRow(z, classes, load<f32>(logSum), dLoss * w, smoothing, dz);
      const dzy = dz + ((<usize>load<i32>(target)) << 2);
      store<f32>(dzy, load<f32>(dzy) - dLoss * w * (1 - smoothing));
    }
    z += rowBytes;
    dz += rowBytes;
    weight += 4;
    target += 4;
    logSum += 4;
  }
}

/** dz_k = factor (exp(z_k - l) - ε/K) */
function gradientOfRow(z: usize, classes: i32, l: f32, factor: f32, smoothing: f32, dz: usize): void {
  const shift = f32x4.splat(l);
  const scale = f32x4.splat(factor);
  const uniform = f32x4.splat(smoothing / <f32>classes);
  for (let left = classes; left > 0; left -= 4) {
    const p = exp(f32x4.sub(loadSome(z, left), shift));
    storeSome(dz, f32x4.mul(f32x4.sub(p, uniform), scale), left);
    z += 16;
    dz += 16;
  }
}
