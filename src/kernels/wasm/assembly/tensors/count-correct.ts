/** How many rows of logits [N,K] have their largest entry at their target, the first one where there are several. */
import { CountCorrectJob } from '../../jobs/tensor-operations';
import { address, word } from '../job';
import { largestOf } from '../math/reduce';

export function countCorrect(job: usize): void {
  const classes = word(job, CountCorrectJob.classes);
  let z = address(job, CountCorrectJob.logits);
  let target = address(job, CountCorrectJob.targets);
  let weight = address(job, CountCorrectJob.weights);
  let correct: i32 = 0;
  for (let n = word(job, CountCorrectJob.rows); n > 0; n--) {
    if (load<f32>(weight) != 0) correct += isFirstLargest(z, classes, load<i32>(target)) ? 1 : 0;
    z += (<usize>classes) << 2;
    target += 4;
    weight += 4;
  }
  store<f32>(address(job, CountCorrectJob.result), <f32>correct);
}

function isFirstLargest(z: usize, classes: i32, target: i32): bool {
  const at = load<f32>(z + ((<usize>target) << 2));
  if (at != largestOf(z, classes)) return false;
  return target == 0 || largestOf(z, target) < at;
}
