/** Moving averages of all parameters, in place: θ̄ ← θ̄ + share (θ - θ̄). */
import { AVERAGE_ENTRY_WORDS, AverageEntry, AverageJob } from '../../jobs/tensor-operations';
import { address, real, word } from '../job';
import { loadSome, storeSome } from '../math/vector';

export function average(job: usize): void {
  const share = f32x4.splat(real(job, AverageJob.share));
  let entry = address(job, AverageJob.entries);
  for (let i = word(job, AverageJob.count); i > 0; i--) {
    let mean = address(entry, AverageEntry.average);
    let theta = address(entry, AverageEntry.theta);
    for (let left = word(entry, AverageEntry.size); left > 0; left -= 4) {
      const before = loadSome(mean, left);
      const difference = f32x4.sub(loadSome(theta, left), before);
      storeSome(mean, f32x4.add(before, f32x4.mul(difference, share)), left);
      mean += 16;
      theta += 16;
    }
    entry += AVERAGE_ENTRY_WORDS << 2;
  }
}
