/** Texts → ids of their tokens, over a vocabulary that is learnt from the training texts. */
import * as tf from '@tensorflow/tfjs';
import type { ClassifierBatch } from '../../models/layers-network';
import type { TokenBatch } from '../../models/network';
import { DataError, show } from '../../src/errors';
import type { Random } from '../../src/random';
import { EncodingReport } from '../../src/text/encoding-report';
import type { SequenceEncoder } from '../../src/text/sequence-encoder';
import { paddingId, unknownId } from '../../src/text/vocabulary';
import { padSequences } from '../../src/training/batches/padding';
import type { InputEncoder } from './input-encoder';

export interface EncodedText {
  /** As it came. */
  text: string;
  ids: Int32Array; // [T]
  counts: TokenCounts;
}

export interface TokenCounts {
  /** Tokens of the text before it was truncated. */
  total: number;
  /** How many of them the vocabulary lacks. */
  unknown: number;
  /** How many of them were cut off its end. */
  cut: number;
}

export interface TextInputOptions {
  /** Part of the tokens that are read as unknown while training. Default 0. */
  wordDropout?: number;
  /** Read from the end to the start. */
  reversed?: boolean;
  /** Longer texts are read as windows of at most so many tokens; 0 or nothing: all in one piece. */
  window?: number;
  /** What the text is called in warnings, where an example has several: `source`. */
  name?: string;
}

export class TextInput implements InputEncoder<string, EncodedText, TokenBatch> {
  private report = new EncodingReport();

  constructor(
    readonly encoder: SequenceEncoder,
    private readonly options: TextInputOptions = {},
  ) {}

  /** @param noTokens the error for a text without any. @throws DataError for what is no string, has no token, or far too many. */
  encode(text: string, where: string, noTokens = withoutTokens): EncodedText {
    return this.encodeTokens(text, this.encoder.tokenize(text, where), where, noTokens);
  }

  /** The same of a text that is tokenised already, by `encoder.tokenize`. */
  encodeTokens(text: string, tokens: readonly string[], where: string, noTokens = withoutTokens): EncodedText {
    const encoded = this.encoder.encodeTokens(tokens);
    const { ids, tokens: total, unknown, cut } = encoded;
    if (total === 0) throw noTokens(text, where);
    this.report.add(encoded);
    return { text, ids, counts: { total, unknown, cut } };
  }

  lengthOf({ ids }: EncodedText): number {
    return ids.length;
  }

  /** @returns rows of windows, the same number for each text, where one is longer than a window */
  collate(batch: readonly EncodedText[], training?: Random): ClassifierBatch<TokenBatch> {
    const { wordDropout = 0, reversed, window = 0 } = this.options;
    const random = training?.fork('words');
    const sequences = batch.map(({ ids }) => {
      const read = random && wordDropout ? dropWords(ids, wordDropout, random) : ids;
      return reversed ? read.slice().reverse() : read;
    });
    const { rows, windows } = cutIntoWindows(sequences, window);
    const { ids, batch: B, time: T } = padSequences(rows, { padId: paddingId });
    const mask = Float32Array.from(ids, (id) => Number(id !== paddingId)); // no text contains the padding id
    const tensors = { ids: tf.tensor2d(ids, [B, T], 'int32'), mask: tf.tensor2d(mask, [B, T]) };
    return windows > 1 ? { ...tensors, windows } : tensors;
  }

  drainWarnings(): string[] {
    const { texts, tokens, unknownTokens, cutTexts, longest } = this.report;
    this.report = new EncodingReport();
    const { name } = this.options;
    const warnings: string[] = [];
    if (unknownTokens) {
      const share = ((100 * unknownTokens) / tokens).toFixed(1);
      const what = name === undefined ? 'tokens' : `${name} tokens`;
      warnings.push(`${unknownTokens} of ${tokens} ${what} (${share} %) are not in the vocabulary`);
    }
    if (cutTexts) {
      const { maximumLength } = this.encoder.settings;
      const what = `${cutTexts} of ${texts} ${name ?? 'text'}s`;
      warnings.push(`${what} were cut to ${maximumLength} tokens (maximumLength); the longest has ${longest}`);
    }
    return warnings;
  }

  summary(): Record<string, number> {
    const { size, report } = this.encoder.vocabulary;
    return { vocabularySize: size, coverage: report.coverage };
  }

  toJSON() {
    return { encoder: this.encoder.toJSON() };
  }
}

/**
 * Each sequence as the same number of rows: its windows, of nearly equal length so that none is a few tokens, and empty ones.
 * @param window most tokens of one; 0 is no limit
 */
export function cutIntoWindows(
  sequences: readonly Int32Array[],
  window: number,
): { rows: Int32Array[]; windows: number } {
  if (!window) return { rows: [...sequences], windows: 1 };
  const countOf = ({ length }: Int32Array) => Math.max(1, Math.ceil(length / window));
  const windows = sequences.reduce((most, sequence) => Math.max(most, countOf(sequence)), 1);
  const rows = sequences.flatMap((sequence) => {
    const size = Math.ceil(sequence.length / countOf(sequence));
    return Array.from({ length: windows }, (_, i) => sequence.subarray(i * size, (i + 1) * size));
  });
  return { rows, windows };
}

/** Word dropout (Iyyer et al. 2015), with the unknown token in place of a dropped one, so that it is learnt. */
function dropWords(ids: Int32Array, rate: number, random: Random): Int32Array {
  return ids.map((id) => (random.uniform() < rate ? unknownId : id));
}

const withoutTokens = (text: string, where: string): Error =>
  new DataError({
    where,
    problem: `${show(text)} has no token`,
    expected: 'a text with at least one word',
    fix: 'Leave it out, or check how the file is read',
  });
