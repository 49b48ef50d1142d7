/** Encoded sentences as tensors, and what comes out as words with tags and spans. */
import * as tf from '@tensorflow/tfjs';
import type { WordBatch } from '../../models/embedders/words';
import { padSequences } from '../../src/training/batches/padding';
import { classReport } from '../../src/metrics/class-report';
import { outOfVocabularyAccuracy, sequenceAccuracy, tokenAccuracy } from '../../src/metrics/sequence-accuracy';
import { spanScores } from '../../src/metrics/span-scores';
import type { Random } from '../../src/random';
import { paddingId, unknownId } from '../../src/text/vocabulary';
import type { SequenceReader } from '../tagging/sequence-tagging';
import type { EncodedWords, WordsPreprocessor } from './words';
import type { Metrics } from '../task';

export interface TaggedWord {
  text: string;
  /** `text.slice(start, end)` of the answer's text is the word. */
  start: number;
  end: number;
  tag: string;
  /** Of the tag, as it was learnt. */
  probability: number;
}

export interface TaggedSpan {
  type: string;
  text: string;
  start: number;
  end: number;
  /** Words `firstWord` to `lastWord`, from 0. */
  firstWord: number;
  lastWord: number;
}

export interface WordsPrediction {
  /** As it was asked about; words that were given as a list are joined by blanks. */
  text: string;
  words: TaggedWord[];
  /** Where tags say spans. */
  spans?: TaggedSpan[];
  /** How many words there are, and how many of them training did not have. */
  tokens: { total: number; unknown: number };
}

export class WordReader implements SequenceReader<EncodedWords, WordBatch, WordsPrediction> {
  constructor(
    private readonly preprocessor: WordsPreprocessor,
    private readonly options: { wordDropout: number; hasCharacters: boolean; hasCases: boolean },
  ) {}

  /** Word dropout (Iyyer et al. 2015) takes a word's own vector away, as a word that training did not have has none. */
  batchOf(coded: readonly EncodedWords[], training?: Random): WordBatch {
    const { wordDropout, hasCharacters, hasCases } = this.options;
    const dropped = training?.fork('words');
    const ids = coded.map(({ ids }) =>
      dropped && wordDropout ? ids.map((id) => (dropped.uniform() < wordDropout ? unknownId : id)) : ids,
    );
    const rows = (sequences: readonly Int32Array[]) => tensorOf(sequences);
    const features = [
      ...(hasCases ? [rows(coded.map(({ cases }) => cases))] : []),
      ...(this.preprocessor.codes.endings ? [rows(coded.map(({ endings }) => endings))] : []),
    ];
    return {
      ids: rows(ids),
      mask: maskOf(coded),
      features,
      vectors: this.preprocessor.codes.vectors ? rows(coded.map(({ vectors }) => vectors)) : undefined,
      spellings: hasCharacters ? this.spellings(coded) : undefined,
    };
  }

  answerOf(coded: EncodedWords, ids: Int32Array, probabilities: Float32Array): WordsPrediction {
    const { text, words } = coded;
    const K = this.preprocessor.labels.length;
    const { tags, spans } = this.preprocessor.tags.decode(ids);
    const tagged = words.map((word, t) => ({ ...word, tag: tags[t], probability: probabilities[t * K + ids[t]] }));
    const total = words.length;
    const tokens = { total, unknown: coded.ids.filter((id) => id === unknownId).length };
    if (!this.preprocessor.tags.hasSpans) return { text, words: tagged, tokens };
    const placed = spans.map(({ type, start: firstWord, end }) => {
      const lastWord = end - 1;
      const [from, to] = [words[firstWord].start, words[lastWord].end];
      return { type, text: text.slice(from, to), start: from, end: to, firstWord, lastWord };
    });
    return { text, words: tagged, spans: placed, tokens };
  }

  figuresOf(coded: readonly EncodedWords[], answers: readonly WordsPrediction[]): Metrics {
    const predicted = answers.map(({ words }) => words.map(({ tag }) => tag));
    const words = coded.map(({ words }) => words.map(({ text }) => text));
    return wordFigures(
      this.preprocessor,
      words,
      coded.map(({ gold }) => gold),
      predicted,
    );
  }

  /** Letters of each different word of the batch, once. */
  private spellings(coded: readonly EncodedWords[]): WordBatch['spellings'] {
    const places = new Map<string, number>();
    const rows = coded.map(({ words }) =>
      Int32Array.from(words, ({ text }) => {
        const place = places.get(text) ?? places.size;
        places.set(text, place);
        return place;
      }),
    );
    const characters = [...places.keys()].map((word) => this.preprocessor.codes.spell(word));
    return { characters: tensorOf(characters), rows: tensorOf(rows) };
  }
}

/** All figures of a tagger of words. @param truth, predicted tags of each sentence in the data's scheme */
export function wordFigures(
  preprocessor: WordsPreprocessor,
  words: readonly (readonly string[])[],
  truth: readonly (readonly string[])[],
  predicted: readonly (readonly string[])[],
): Metrics {
  const whole = { accuracy: tokenAccuracy(truth, predicted), sentenceAccuracy: sequenceAccuracy(truth, predicted) };
  const oov = outOfVocabularyAccuracy(words, truth, predicted, (word) => preprocessor.codes.has(word)).accuracy;
  if (preprocessor.tags.hasSpans) {
    const { f1, precision, recall } = spanScores(truth, predicted);
    return { spanF1: f1, spanPrecision: precision, spanRecall: recall, ...whole, oovAccuracy: oov };
  }
  const labels = [...preprocessor.labels];
  const ids = (tags: readonly (readonly string[])[]) => tags.flatMap((own) => own.map((tag) => labels.indexOf(tag)));
  const { macroF1 } = classReport(ids(truth), ids(predicted), labels);
  return { ...whole, oovAccuracy: oov, macroF1 };
}

/** [B,T], int32, padded with 0. */
function tensorOf(sequences: readonly Int32Array[]): tf.Tensor2D {
  const { ids, batch, time } = padSequences(sequences, { padId: paddingId });
  return tf.tensor2d(ids, [batch, time], 'int32');
}

function maskOf(coded: readonly EncodedWords[]): tf.Tensor2D {
  const { ids, batch, time } = padSequences(
    coded.map(({ words }) => new Int32Array(words.length).fill(1)),
    { padId: 0 },
  );
  return tf.tensor2d(Float32Array.from(ids), [batch, time]);
}
