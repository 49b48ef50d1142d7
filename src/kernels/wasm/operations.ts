/**
 * What the WebAssembly module can do, and how a job is laid out in memory. Read by both sides: TypeScript writes jobs,
 * AssemblyScript (assembly/) reads them. A job is a row of 32-bit words in the order of its enumeration; sizes count
 * elements, places are byte offsets into the module's memory.
 */

/** First argument of the module's `run`. */
export enum Operation {
  /** Writes its thread number: shows that every thread of a pool runs. */
  probe,
}

/** Each thread writes (its number + 1) · (number of threads) as int32 at `target` + 4 · thread. */
export enum ProbeJob {
  target,
}
