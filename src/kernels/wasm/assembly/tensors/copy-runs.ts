import { CopyRunsJob } from '../../jobs/tensor-operations';
import { address, word } from '../job';
import { copy } from '../math/vector';

/** See CopyRunsJob. */
export function copyRuns(job: usize): void {
  const fromStride = (<usize>word(job, CopyRunsJob.fromStride)) << 2;
  const toStride = (<usize>word(job, CopyRunsJob.toStride)) << 2;
  const run = word(job, CopyRunsJob.run);
  let from = address(job, CopyRunsJob.from);
  let to = address(job, CopyRunsJob.to);
  for (let i = word(job, CopyRunsJob.runs); i > 0; i--) {
    copy(to, from, run);
    from += fromStride;
    to += toStride;
  }
}
