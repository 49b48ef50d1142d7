/** Texts → ids of their tokens, over a vocabulary that is learnt from the training texts. */
import * as tf from '@tensorflow/tfjs';
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

  collate(batch: readonly EncodedText[], training?: Random): TokenBatch {
    const { wordDropout = 0, reversed } = this.options;
    const random = training?.fork('words');
    const sequences = batch.map(({ ids }) => {
      const read = random && wordDropout ? dropWords(ids, wordDropout, random) : ids;
      return reversed ? read.slice().reverse() : read;
    });
    const { ids, batch: B, time: T } = padSequences(sequences, { padId: paddingId });
    const mask = Float32Array.from(ids, (id) => Number(id !== paddingId)); // no text contains the padding id
    return { ids: tf.tensor2d(ids, [B, T], 'int32'), mask: tf.tensor2d(mask, [B, T]) };
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
