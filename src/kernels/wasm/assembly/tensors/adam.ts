/**
 * One step of Adam or AdamW over all parameters, in place; formula and letters are those of src/training/optimizers/adam.ts.
 *
 *   M ← β₁M + sg,  V ← β₂V + (sg)²,  θ ← kθ - aM/(√V + e)        s: gradientScale, k: kept
 */
import { ADAM_ENTRY_WORDS, AdamEntry, AdamJob } from '../../jobs/tensor-operations';
import { address, real, word } from '../job';
import { loadSome, storeSome } from '../math/vector';

export function adam(job: usize): void {
  let entry = address(job, AdamJob.entries);
  for (let i = word(job, AdamJob.count); i > 0; i--) {
    updateOne(job, entry);
    entry += ADAM_ENTRY_WORDS << 2;
  }
}

/**
 * Without the numbers below the normal range. A row of a table that no batch has for 800 steps gets there, and never to
 * 0, for 0.9 times the smallest number rounds to itself; many processors take a hundred times as long for such numbers.
 */
function normal(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(f32.MIN_NORMAL_VALUE)));
}

function updateOne(job: usize, entry: usize): void {
  const beta1 = f32x4.splat(real(job, AdamJob.beta1));
  const beta2 = f32x4.splat(real(job, AdamJob.beta2));
  const a = f32x4.splat(real(job, AdamJob.a));
  const e = f32x4.splat(real(job, AdamJob.e));
  const scale = f32x4.splat(real(job, AdamJob.gradientScale));
  const kept = f32x4.splat(real(entry, AdamEntry.kept));
  let theta = address(entry, AdamEntry.theta);
  let gradient = address(entry, AdamEntry.gradient);
  let Ms = address(entry, AdamEntry.M);
  let Vs = address(entry, AdamEntry.V);
  for (let left = word(entry, AdamEntry.size); left > 0; left -= 4) {
    const g = f32x4.mul(loadSome(gradient, left), scale);
    const M = normal(f32x4.add(f32x4.mul(loadSome(Ms, left), beta1), g));
    const V = f32x4.add(f32x4.mul(loadSome(Vs, left), beta2), f32x4.mul(g, g));
    const step = f32x4.div(f32x4.mul(M, a), f32x4.add(f32x4.sqrt(V), e));
    storeSome(Ms, M, left);
    storeSome(Vs, V, left);
    storeSome(theta, f32x4.sub(f32x4.mul(loadSome(theta, left), kept), step), left);
    theta += 16;
    gradient += 16;
    Ms += 16;
    Vs += 16;
  }
}
