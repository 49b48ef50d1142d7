import { ProbeJob } from '../operations';
import { place } from './job';

/** See ProbeJob. */
export function probe(job: usize, thread: i32, threads: i32): void {
  store<i32>(place(job, ProbeJob.target) + ((<usize>thread) << 2), (thread + 1) * threads);
}
