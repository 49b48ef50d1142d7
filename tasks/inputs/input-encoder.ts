/**
 * The input half of a preprocessor: what a model reads of an example. It is fitted on training inputs (vocabularies,
 * scales), and is joined with the target half by `JoinedPreprocessor`.
 */
import type { DataOptions } from '../../src/data/example-kind';
import type { Random } from '../../src/random';

/**
 * Input    what a user gives          'a quiet triumph'
 * Encoded  the same as typed arrays   { ids: Int32Array }
 * Batch    tensors of several         { ids: [B,T], mask: [B,T] }
 */
export interface InputEncoder<Input, Encoded, Batch> {
  /** @param where names the input in errors. Throws DataError. */
  encode(input: Input, where: string): Encoded;
  /** Steps. */
  lengthOf(encoded: Encoded): number;
  /**
   * Pads to the longest, inside a tidy.
   * @param training what word dropout and noise draw from; without it nothing is random
   */
  collate(batch: readonly Encoded[], training?: Random): Batch;
  /** How further files are to be read for it: the columns of training. */
  readonly dataOptions?: DataOptions;
  /** What did not survive encoding since the last call, one sentence each. */
  drainWarnings(): string[];
  /** Sizes worth knowing. */
  summary(): Record<string, number>;
  toJSON(): object;
}
