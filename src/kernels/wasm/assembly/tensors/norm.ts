/** √ Σ x² over all entries of a list of tensors. */
import { NormJob } from '../../jobs/tensor-operations';
import { address, word } from '../job';
import { sumOfSquares } from '../math/reduce';

export function norm(job: usize): void {
  let entry = address(job, NormJob.entries);
  let total: f64 = 0;
  for (let i = word(job, NormJob.count); i > 0; i--) {
    total += sumOfSquares(load<u32>(entry), load<i32>(entry, 4));
    entry += 8;
  }
  store<f32>(address(job, NormJob.target), <f32>sqrt(total));
}
