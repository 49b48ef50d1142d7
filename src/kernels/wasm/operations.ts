/**
 * What the WebAssembly module can do, and how a job is laid out in memory. Read by both sides: TypeScript writes jobs,
 * AssemblyScript (assembly/) reads them. A job is a row of 32-bit words in the order of its enumeration; sizes count
 * numbers, places are byte offsets into the module's memory.
 */

/** First argument of the module's `run`. */
export enum Operation {
  /** Writes its thread number: shows that every thread of a pool runs. */
  probe,
  /** Packs the right side of a matrix product. One thread. */
  pack,
  /** c [m,n] = op(a) b, or added to c, with b packed. Threads share the rows, or the columns where there are more. */
  multiply,
}

/** Each thread writes (its number + 1) · (number of threads) as int32 at `target` + 4 · thread. */
export enum ProbeJob {
  target,
}

/** b [k,n], or [n,k] if `transposed`, rows one after another, into `packedBytes(k, n)` bytes at `panels`. */
export enum PackJob {
  b,
  transposed,
  k,
  n,
  panels,
}

/** a [m,k], or [k,m] if `transposed`; `scratch`: `SCRATCH_ROWS` · k numbers for each thread, needed if transposed. */
export enum MultiplyJob {
  a,
  transposed,
  panels,
  c,
  m,
  k,
  n,
  add,
  scratch,
}

/** Rows of aᵀ that are packed at a time. */
export const SCRATCH_ROWS = 16;

/** Columns of a panel, in which right sides are packed. */
export const PANEL = 16;
