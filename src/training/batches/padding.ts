/** Sequences of different lengths → one array with padding at the ends of the rows. */
import { ShapeError } from '../../errors';
import { checkOptionNames } from '../../validation';

/** Sequences of a batch with padding behind the shorter ones. */
export interface PaddedBatch {
  /** Rows one after the other, padded at their ends. */
  ids: Int32Array; // [B,T]
  /** Real tokens of every row. */
  lengths: Int32Array; // [B]
  batch: number;
  /** The longest row, at least 1. */
  time: number;
}

/** @throws ShapeError for a batch without sequences. */
export function padSequences(sequences: readonly Int32Array[], options: { padId: number }): PaddedBatch {
  checkOptionNames('padSequences', options, { padId: true });
  if (sequences.length === 0) {
    throw new ShapeError({
      where: 'padSequences',
      problem: 'there are 0 sequences',
      expected: 'at least one',
      fix: 'Check the list of examples',
    });
  }
  const lengths = Int32Array.from(sequences, (sequence) => sequence.length); // [B]
  const time = lengths.reduce((longest, length) => Math.max(longest, length), 1);
  const ids = new Int32Array(sequences.length * time).fill(options.padId); // [B,T]
  sequences.forEach((sequence, b) => ids.set(sequence, b * time));
  return { ids, lengths, batch: sequences.length, time };
}
