/** The batches of one epoch, made one at a time. The same epoch and index give the same batch again. */
export interface EpochPlan<Batch> {
  readonly length: number;
  batch(index: number): Batch | Promise<Batch>;
}
