/** One pass of a recurrence: arrays are brought in, job and headers written, operations run, arrays brought out. */
import type { Arrays } from './arrays';
import { type JobValues, jobSize, writeJob } from './jobs';
import type { Layout } from './layout';
import { type Operation, RecurrenceJob, ShareHeader } from './operations';
import type { Runtime } from './runtime';

export interface Pass {
  /** Of what lives as long as the pass. */
  layout: Layout;
  arrays: Arrays;
  job: JobValues<typeof RecurrenceJob>;
  shares: JobValues<typeof ShareHeader>[];
  /** In order, with the number of threads for each. */
  operations: [Operation, number][];
}

export function runPass(runtime: Runtime, { layout, arrays, job, shares, operations }: Pass): void {
  const { heap } = runtime;
  const jobPlace = layout.add(jobSize(RecurrenceJob));
  const headers = layout.add(shares.length);
  const headerPlaces = shares.map(() => layout.add(jobSize(ShareHeader)));
  layout.during(heap, () => {
    shares.forEach((share, i) => writeJob(heap, headerPlaces[i], ShareHeader, share));
    heap.ints(headers.offset, shares.length).set(headerPlaces.map(({ offset }) => offset));
    writeJob(heap, jobPlace, RecurrenceJob, { ...job, shares: shares.length, headers });
    arrays.copyIn();
    for (const [operation, threads] of operations) runtime.run(operation, jobPlace.offset, threads);
    arrays.copyOut();
  });
}
