/** The batches of one epoch, made one at a time. The same epoch and index give the same batch again. */
export interface EpochPlan<Batch> {
  readonly length: number;
  /** Called in rising order; in a resumed epoch from the first batch that is not done. */
  batch(index: number): Batch | Promise<Batch>;
  /** Whether carried states are set to 0 before this batch, because its streams start with it. An epoch's first always. */
  startsStreams?(index: number): boolean;
  /** Frees what reading takes, such as an open file. Called once, at the end of the epoch or of the run. */
  close?(): Promise<void>;
}
