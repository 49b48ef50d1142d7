/**
 * Passes of recurrences that do not depend on each other: arrays are brought in, jobs and headers written, operations
 * run, arrays brought out.
 *
 * One pass splits its examples among the threads. Several, the two directions of a layer, are dealt to the threads whole
 * where there are no more threads than passes: every thread then goes through all operations of its pass, for one
 * wake-up together, and none has less than the whole batch to multiply with.
 */
import type { Arrays } from '../jobs/arrays';
import { type JobValues, jobSize, writeJob } from '../jobs/jobs';
import { Layout, type Place } from '../runtime/layout';
import { Operation, RecurrenceJob, SeveralJob, ShareHeader } from '../jobs/operations';
import { type Runtime, worthOf } from '../runtime/runtime';

export interface Pass {
  /** Of what lives as long as the pass. */
  layout: Layout;
  arrays: Arrays;
  job: JobValues<typeof RecurrenceJob>;
  shares: JobValues<typeof ShareHeader>[];
  /** In order, with the number of parts of each; the same operations in all passes that run together. */
  operations: [Operation, number][];
  /** Multiplications, about. */
  work: number;
}

/** How many each of so many passes may have. */
export const threadsForEach = ({ threads }: Runtime, passes: number): number =>
  Math.max(1, Math.floor(threads / passes));

export function runPasses(runtime: Runtime, passes: readonly Pass[]): void {
  const { heap } = runtime;
  const placed = passes.map((pass) => place(pass));
  const list = new Layout();
  const several = list.add(passes.length > 1 ? 1 + largest(passes) * jobSize(SeveralJob) : 0);
  within([...passes.map(({ layout }) => layout), list], heap, () => {
    placed.forEach(({ write }) => write(heap));
    passes.forEach(({ arrays }) => arrays.copyIn());
    if (passes.length === 1) {
      const [{ job }] = placed;
      for (const [operation, parts] of passes[0].operations) runtime.run(operation, job.offset, parts);
    } else runTogether(runtime, several, passes, placed);
    passes.forEach(({ arrays }) => arrays.copyOut());
  });
}

/** Room for job and headers, and how to fill it. */
function place({ layout, job, shares }: Pass) {
  const jobPlace = layout.add(jobSize(RecurrenceJob));
  const headers = layout.add(shares.length);
  const headerPlaces = shares.map(() => layout.add(jobSize(ShareHeader)));
  const write = (heap: Runtime['heap']) => {
    shares.forEach((share, i) => writeJob(heap, headerPlaces[i], ShareHeader, share));
    heap.ints(headers.offset, shares.length).set(headerPlaces.map(({ offset }) => offset));
    writeJob(heap, jobPlace, RecurrenceJob, { ...job, shares: shares.length, headers });
  };
  return { job: jobPlace, write };
}

/** Runs `body` while the blocks of all layouts exist. */
function within(layouts: readonly Layout[], heap: Runtime['heap'], body: () => void): void {
  const [first, ...rest] = layouts;
  first.during(heap, () => (rest.length ? within(rest, heap, body) : body()));
}

/** What one thread does in its turn. */
interface Part {
  lane: number;
  operation: Operation;
  job: Place;
  part: number;
  parts: number;
}

function runTogether(runtime: Runtime, list: Place, passes: readonly Pass[], jobs: readonly { job: Place }[]): void {
  const work = passes.reduce((sum, pass) => sum + pass.work, 0);
  for (const stage of stagesOf(passes, jobs)) {
    const lanes = 1 + Math.max(...stage.map(({ lane }) => lane));
    writeParts(runtime.heap, list, stage);
    runtime.run(Operation.several, list.offset, Math.max(1, Math.min(runtime.threads, lanes, worthOf(work))));
  }
}

/** Lists of parts, each of which needs the list before it to be done. */
function stagesOf(passes: readonly Pass[], jobs: readonly { job: Place }[]): Part[][] {
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

function writeParts(heap: Runtime['heap'], list: Place, parts: readonly Part[]): void {
  heap.ints(list.offset, 1)[0] = parts.length;
  const size = jobSize(SeveralJob);
  parts.forEach((part, i) => writeJob(heap, { offset: list.offset + 4 * (1 + i * size) }, SeveralJob, { ...part }));
}
