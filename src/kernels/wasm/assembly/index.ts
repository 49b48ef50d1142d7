/**
 * The one way into the WebAssembly module. Every thread of a pool calls `run` with the same job and its own number, and
 * takes its share. The module has no data of its own and keeps nothing between calls: all it touches are the places
 * that the job names, so the same bytes run over any memory.
 */
import { Operation } from '../operations';
import { multiply, pack } from './matmul';
import { probe } from './probe';

/** @param job byte offset of the job's words (../operations.ts) */
export function run(operation: i32, job: usize, thread: i32, threads: i32): void {
  switch (operation) {
    case Operation.probe:
      return probe(job, thread, threads);
    case Operation.pack:
      return pack(job);
    case Operation.multiply:
      return multiply(job, thread, threads);
    default:
      unreachable();
  }
}
