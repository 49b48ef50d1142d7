/**
 * What the WebAssembly module does on tensors of TensorFlow.js, in the memory of its wasm backend and on one thread: the
 * parts of a training step around a recurrence. Numbers and job layouts as in operations.ts.
 */

/** Continues the numbering of `Operation`. */
export enum TensorOperation {
  /** One update of all parameters. */
  adam = 100,
  /** Moving averages of all parameters. */
  average,
  /** √ Σ x² over a list of tensors. */
  norm,
  /** Cross-entropy from logits and class numbers; for each row log Σ exp z is saved. */
  crossEntropy,
  crossEntropyGradient,
  /** Rows whose largest entry is at their class number. */
  countCorrect,
  /** 0 or 1 / (1 − rate), from four streams of random numbers. */
  dropoutMask,
  /** [B,T,H] → [B,H] over the real steps. */
  pool,
  poolGradient,
  /** Rows of a table by index. */
  gather,
  /** Adds rows to those of a table by index. */
  scatterAdd,
  /** [R,N] → [N] */
  sumRows,
  /** Runs of values from one stride to another: parts of a tensor along an axis, and their gradients. */
  copyRuns,
  /** [N] → [R,N], all rows alike. */
  repeatRow,
  /** x [outer,middle,inner] times y [outer,inner]. */
  multiplyAcross,
}

/** `entries`: `count` times the words of `AdamEntry`. Letters as in training/adam.ts. */
export enum AdamJob {
  count,
  entries,
  beta1,
  beta2,
  a,
  e,
  gradientScale,
}

/** `kept`: what decay leaves of θ. */
export enum AdamEntry {
  size,
  theta,
  gradient,
  M,
  V,
  kept,
}

export const ADAM_ENTRY_WORDS = 6;

export enum AverageJob {
  count,
  entries,
  share,
}

export enum AverageEntry {
  size,
  average,
  theta,
}

export const AVERAGE_ENTRY_WORDS = 3;

/** `entries`: `count` times offset and size. */
export enum NormJob {
  count,
  entries,
  target,
}

/** Logits [rows,classes]; targets int32, weights and `logSums` float32 [rows]; `loss` one number. */
export enum CrossEntropyJob {
  logits,
  targets,
  weights,
  rows,
  classes,
  smoothing,
  logSums,
  loss,
  // Gradient: of the loss, one value; [rows,classes]
  dLoss,
  dLogits,
}

/** Rows of weight 0 are not counted. `result`: one float32. */
export enum CountCorrectJob {
  logits,
  targets,
  weights,
  rows,
  classes,
  result,
}

/** `states`: a, b, c and counter of sfc32 (src/random.ts), each of four streams. Drawn below `limit`, a value is dropped. */
export enum DropoutMaskJob {
  states,
  limit,
  kept,
  target,
  size,
}

export enum Pooling {
  mean,
  max,
}

/** x [B,T,H], mask float32 [B,T] of 0 and 1, y [B,H]. */
export enum PoolJob {
  pooling,
  x,
  mask,
  y,
  batch,
  steps,
  size,
  // Gradient:
  dy,
  dx,
}

/** Table [tableRows,size], ids int32 [count], rows [count,size]. `gather` needs ids inside of the table. */
export enum RowsJob {
  table,
  tableRows,
  ids,
  rows,
  count,
  size,
}

export enum SumRowsJob {
  x,
  rows,
  columns,
  target,
}

/** `run` values, `runs` times; strides in values. */
export enum CopyRunsJob {
  from,
  fromStride,
  to,
  toStride,
  run,
  runs,
}

export enum RepeatRowJob {
  row,
  rows,
  columns,
  target,
}

export enum MultiplyAcrossJob {
  x,
  y,
  outer,
  middle,
  inner,
  target,
}
