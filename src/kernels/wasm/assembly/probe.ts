import { ProbeJob } from '../jobs/operations';
import { address } from './job';
import { bytes } from './math/vector';

/** See ProbeJob. */
export function probe(job: usize, thread: i32, threads: i32): void {
  store<i32>(address(job, ProbeJob.target) + bytes(thread), (thread + 1) * threads);
}
