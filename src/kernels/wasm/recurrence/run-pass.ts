/**
 * Passes of recurrences that do not depend on each other: arrays are copied in, jobs and headers written, operations
 * run, arrays copied out.
 *
 * One pass splits its examples among the threads. Several, the two directions of a layer, are assigned to the threads whole
 * where there are no more threads than passes: every thread then goes through all operations of its pass, for one
 * wake-up together, and none has less than the whole batch to multiply with.
 */
import type { Arrays } from '../jobs/arrays';
import { type JobValues, jobSize, writeJob } from '../jobs/jobs';
import { Layout, type Location } from '../runtime/layout';
import { Operation, RecurrenceJob, SeveralJob, PartitionHeader } from '../jobs/operations';
import { type Runtime, worthOf } from '../runtime/runtime';

export interface Pass {
  /** Of what lives as long as the pass. */
  layout: Layout;
  arrays: Arrays;
  job: JobValues<typeof RecurrenceJob>;
  partitions: JobValues<typeof PartitionHeader>[];
  /** In order, with the number of parts of each; the same operations in all passes that run together. */
  operations: [Operation, number][];
  /** Multiplications, about. */
  work: number;
}

/** How many each of so many passes may have. */
export const threadsForEach = ({ threads }: Runtime, passes: number): number =>
  Math.max(1, Math.floor(threads / passes));

export function runPasses(runtime: Runtime, passes: readonly Pass[]): void {
  const { allocator } = runtime;
  const placed = passes.map((pass) => layOut(pass));
  const list = new Layout();
  const several = list.add(passes.length > 1 ? 1 + largest(passes) * jobSize(SeveralJob) : 0);
  within([...passes.map(({ layout }) => layout), list], allocator, () => {
    placed.forEach(({ write }) => write(allocator));
    passes.forEach(({ arrays }) => arrays.copyIn());
    if (passes.length === 1) {
      const [{ job }] = placed;
      for (const [operation, parts] of passes[0].operations) runtime.run(operation, job.offset, parts);
    } else runTogether(runtime, several, passes, placed);
    passes.forEach(({ arrays }) => arrays.copyOut());
  });
}

/** Adds job and headers to the layout. @returns a function that writes them. */
function layOut({ layout, job, partitions }: Pass) {
  const jobLocation = layout.add(jobSize(RecurrenceJob));
  const headers = layout.add(partitions.length);
  const headerLocations = partitions.map(() => layout.add(jobSize(PartitionHeader)));
  const write = (allocator: Runtime['allocator']) => {
    partitions.forEach((partition, i) => writeJob(allocator, headerLocations[i], PartitionHeader, partition));
    allocator.ints(headers.offset, partitions.length).set(headerLocations.map(({ offset }) => offset));
    writeJob(allocator, jobLocation, RecurrenceJob, { ...job, partitions: partitions.length, headers });
  };
  return { job: jobLocation, write };
}

/** Runs `body` while the blocks of all layouts exist. */
function within(layouts: readonly Layout[], allocator: Runtime['allocator'], body: () => void): void {
  const [first, ...rest] = layouts;
  first.during(allocator, () => (rest.length ? within(rest, allocator, body) : body()));
}

/** What one thread does in its turn. */
interface Part {
  lane: number;
  operation: Operation;
  job: Location;
  part: number;
  parts: number;
}

function runTogether(
  runtime: Runtime,
  list: Location,
  passes: readonly Pass[],
  jobs: readonly { job: Location }[],
): void {
  const work = passes.reduce((sum, pass) => sum + pass.work, 0);
  for (const stage of stagesOf(passes, jobs)) {
    const lanes = stage.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
    writeParts(runtime.allocator, list, stage);
    runtime.run(Operation.several, list.offset, Math.max(1, Math.min(runtime.threads, lanes, worthOf(work))));
  }
}

/** Lists of parts, each of which needs the list before it to be done. */
function stagesOf(passes: readonly Pass[], jobs: readonly { job: Location }[]): Part[][] {
  const isWhole = passes.every(({ operations }) => operations.every(([, parts]) => parts === 1));
  const stages = passes[0].operations.map((_, stage) => {
    let lane = 0;
    return passes.flatMap(({ operations }, i) => {
      const [operation, parts] = operations[stage];
      return Array.from({ length: parts }, (_, part): Part => ({ lane: lane++, operation, ...jobs[i], part, parts }));
    });
  });
  return isWhole ? [stages.flat()] : stages;
}

const largest = (passes: readonly Pass[]) =>
  passes.reduce((sum, { operations }) => sum + operations.reduce((count, [, parts]) => count + parts, 0), 0);

function writeParts(allocator: Runtime['allocator'], list: Location, parts: readonly Part[]): void {
  allocator.ints(list.offset, 1)[0] = parts.length;
  const size = jobSize(SeveralJob);
  parts.forEach((part, i) =>
    writeJob(allocator, { offset: list.offset + 4 * (1 + i * size) }, SeveralJob, { ...part }),
  );
}
