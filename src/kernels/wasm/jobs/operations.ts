/**
 * What the WebAssembly module can do, and how a job is laid out in memory. Read by both sides: TypeScript writes jobs,
 * AssemblyScript (assembly/) reads them. A job is a row of 32-bit words in the order of its enumeration; sizes count
 * values, locations are byte offsets into the module's memory.
 */

/** First argument of the module's `run`. */
export enum Operation {
  /** Writes its thread number: shows that every thread of the pool runs. */
  probe,
  /** Packs the right side of a matrix product. One thread. */
  pack,
  /** c [m,n] = op(a) b, or added to c, with b packed. Threads share the rows, or the columns where there are more. */
  multiply,
  /** y = f(x), value by value. */
  activate,
  /** Stacks the weights of a cell for the passes, and packs them for the forward pass. One thread. */
  stackWeights,
  /** A recurrence over all steps, one partition of the examples after another. */
  forward,
  /** Packs stacked weights for the backward pass. One thread. */
  packBackward,
  /** The backward pass; each partition has its own sum of weight gradients. */
  backward,
  /** Adds the sums of the partitions in their order, and writes them as the cell's weights stand. One thread. */
  sumWeightGradients,
  /** z + bias becomes the logarithms of its softmax. Threads share the rows. */
  logSoftmax,
  /** Other operations, assigned to the threads. */
  several,
}

/** Each thread writes (its number + 1) · (number of threads) as int32 at `target` + 4 · thread. */
export enum ProbeJob {
  target,
}

/** After the number of parts, for each part: thread `lane` (modulo their number) runs part `part` of `parts`. */
export enum SeveralJob {
  lane,
  operation,
  job,
  part,
  parts,
}

/** b [k,n], or [n,k] if `transposed`, rows one after another, into `packedBytes(k, n)` bytes at `panels`. */
export enum PackJob {
  b,
  transposed,
  k,
  n,
  panels,
}

/** a [m,k], or [k,m] if `transposed`; `scratch`: PRODUCT_SCRATCH values for each thread. */
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

/** Columns of a panel, in which right sides are packed. */
export const PANEL = 16;

/** Of left sides blocks are packed, so large that they and one panel of that depth stay in the nearest cache. */
export const BLOCK_ROWS = 16;
export const BLOCK_DEPTH = 256;

/** Values that a thread's products work with: a block, and a tile where c is narrower than a panel. */
export const PRODUCT_SCRATCH = BLOCK_ROWS * BLOCK_DEPTH + 2 * PANEL;

/** z [rows,columns], changed; bias [columns], or 0. */
export enum LogSoftmaxJob {
  z,
  bias,
  rows,
  columns,
}

/** Functions of one value. */
export enum Activation {
  exp,
  sigmoid,
  tanh,
  relu,
}

/** y may be x. */
export enum ActivateJob {
  activation,
  x,
  y,
  count,
}

/** Gates in the order of cells/: LSTM i f g o; GRU z r n. */
export enum CellKind {
  simpleRnn,
  simpleRnnRelu,
  lstm,
  /** Reset after. */
  gru,
  gruResetBefore,
}

/**
 * For all operations of a recurrence. What is left out is 0: an initial state, `dropout`, `hs`, `dhs`, `dLast…`, `dxs`,
 * `dInitial…`; without `save` nothing stays for the backward pass.
 */
export enum RecurrenceJob {
  cell,
  steps,
  inputSize,
  hiddenSize,
  /** 1, or −1 in reverse. */
  direction,
  save,
  partitions,
  /** The locations of their headers, one word each. */
  headers,
  // Weights as cell.parameters says, and made of them:
  kernel,
  recurrentKernel,
  bias,
  recurrentBias,
  stacked,
  panels,
  // Forward: [B,T,I], [B,H], [B,T,H], [B,H]
  xs,
  initialH,
  initialC,
  dropout,
  hs,
  lastH,
  lastC,
  // Backward
  dhs,
  dLastH,
  dLastC,
  dxs,
  dInitialH,
  dInitialC,
  dKernel,
  dRecurrentKernel,
  dBias,
  dRecurrentBias,
}

/** A partition of the examples (partitions.ts) in one pass: sizes, tables and locations. Rows are those of all its positions. */
export enum PartitionHeader {
  examples,
  positions,
  // Tables of int32:
  example,
  heldFirst,
  active,
  before,
  step,
  held,
  // Of all rows if saved, else of one position after the other; see assembly/recurrence/partition.ts:
  inputs,
  gates,
  states,
  /** [examples,H], or 0 */
  dropout,
  /** PRODUCT_SCRATCH values. */
  scratch,
  // Scratch of the forward pass: [examples,H]
  outputs,
  // Scratch of the backward pass: [examples,·], a chunk of rows, [K,Z]
  dh,
  dc,
  da,
  product,
  /** Rows at most. */
  chunk,
  panels,
  dWeights,
}
