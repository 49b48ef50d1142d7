/**
 * The entry point of the WebAssembly module. Every thread of the pool calls `run` with the same job and its own number, and
 * runs its part. The module has no data of its own and keeps nothing between calls: all it touches are the locations
 * that the job names, so the same bytes run over any memory.
 */
import { Operation, SeveralJob } from '../jobs/operations';
import { activate } from './math/activation';
import { backward } from './recurrence/backward';
import { forward } from './recurrence/forward';
import { address, word } from './job';
import { logSoftmax } from './math/log-softmax';
import { multiply, pack } from './tensors/matmul';
import { probe } from './probe';
import { runOnTensors } from './tensors/tensors';
import { sumWeightGradients } from './recurrence/weight-gradients';
import { packBackward, stackWeights } from './recurrence/weights';

/** @param job byte offset of the job's words (../operations.ts) */
export function run(operation: i32, job: usize, thread: i32, threads: i32): void {
  switch (operation) {
    case Operation.probe:
      return probe(job, thread, threads);
    case Operation.pack:
      return pack(job);
    case Operation.multiply:
      return multiply(job, thread, threads);
    case Operation.activate:
      return activate(job, thread, threads);
    case Operation.stackWeights:
      return stackWeights(job);
    case Operation.forward:
      return forward(job, thread, threads);
    case Operation.packBackward:
      return packBackward(job);
    case Operation.backward:
      return backward(job, thread, threads);
    case Operation.sumWeightGradients:
      return sumWeightGradients(job);
    case Operation.logSoftmax:
      return logSoftmax(job, thread, threads);
    case Operation.several:
      return several(job, thread, threads);
    default:
      runOnTensors(operation, job);
  }
}

/** Words of a part. */
const PART: i32 = SeveralJob.parts + 1;

function several(job: usize, thread: i32, threads: i32): void {
  const count = load<i32>(job);
  for (let i = 0; i < count; i++) {
    const part = job + ((<usize>(1 + i * PART)) << 2);
    if (word(part, SeveralJob.lane) % threads != thread) continue;
    run(word(part, SeveralJob.operation), address(part, SeveralJob.job), word(part, SeveralJob.part), word(part, SeveralJob.parts)); // prettier-ignore
  }
}
