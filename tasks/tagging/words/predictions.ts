/** What a tagger of words predicts: words with tags and spans, and how good they are. */
import { classReport } from '../../../src/metrics/class-report';
import { outOfVocabularyAccuracy, sequenceAccuracy, tokenAccuracy } from '../../../src/metrics/sequence-accuracy';
import { spanScores } from '../../../src/metrics/span-scores';
import { unknownId } from '../../../src/text/vocabulary';
import type { InputAndTarget } from '../../joined-preprocessor';
import type { EncodedWords } from '../../inputs/words';
import type { EncodedTags, TagTarget } from '../../targets/tags';
import type { Metrics } from '../../task';

/** A word with its predicted tag, and its position in the text. */
export interface TaggedWord {
  text: string;
  /** `text.slice(start, end)` of the prediction's text is the word. */
  start: number;
  end: number;
  tag: string;
  /** Of the tag, as it was learnt. */
  probability: number;
}

/** A predicted span, with its position in words and in the text. */
export interface TaggedSpan {
  type: string;
  text: string;
  start: number;
  end: number;
  /** Words `firstWord` to `lastWord`, from 0. */
  firstWord: number;
  lastWord: number;
}

/** The predicted tag of every word of a sentence, and the spans that they encode. */
export interface WordsPrediction {
  /** As it was given; words that were given as a list are joined by spaces. */
  text: string;
  words: TaggedWord[];
  /** Where tags mark spans. */
  spans?: TaggedSpan[];
  /** How many words there are, and how many of them training did not have. */
  tokens: { total: number; unknown: number };
}

/** @param ids the best tags [T] @param probabilities of every tag at every step [T,K] */
export function wordPrediction(
  target: TagTarget,
  { text, words, ids: wordIds }: EncodedWords,
  ids: Int32Array,
  probabilities: Float32Array,
): WordsPrediction {
  const K = target.labels.length;
  const { tags, spans } = target.decode(ids);
  const tagged = words.map((word, t) => ({ ...word, tag: tags[t], probability: probabilities[t * K + ids[t]] }));
  const tokens = { total: words.length, unknown: wordIds.filter((id) => id === unknownId).length };
  if (!target.hasSpans) return { text, words: tagged, tokens };
  const located = spans.map(({ type, start: firstWord, end }) => {
    const lastWord = end - 1;
    const [from, to] = [words[firstWord].start, words[lastWord].end];
    return { type, text: text.slice(from, to), start: from, end: to, firstWord, lastWord };
  });
  return { text, words: tagged, spans: located, tokens };
}

/** @param isKnown whether training had a word */
export function wordPredictionMetrics(
  target: TagTarget,
  isKnown: (word: string) => boolean,
  encoded: readonly InputAndTarget<EncodedWords, EncodedTags>[],
  predictions: readonly WordsPrediction[],
): Metrics {
  return wordMetrics(target, isKnown, {
    words: encoded.map(({ input }) => input.words.map(({ text }) => text)),
    gold: encoded.map(({ target }) => target.gold),
    predicted: predictions.map(({ words }) => words.map(({ tag }) => tag)),
  });
}

/** Of each sentence its words, and its tags in the data's scheme. */
export interface TaggedSentences {
  words: readonly (readonly string[])[];
  gold: readonly (readonly string[])[];
  predicted: readonly (readonly string[])[];
}

/** All metrics of a tagger of words. */
export function wordMetrics(
  target: TagTarget,
  isKnown: (word: string) => boolean,
  { words, gold, predicted }: TaggedSentences,
): Metrics {
  const whole = { accuracy: tokenAccuracy(gold, predicted), sentenceAccuracy: sequenceAccuracy(gold, predicted) };
  const oovAccuracy = outOfVocabularyAccuracy(words, gold, predicted, isKnown).accuracy;
  if (target.hasSpans) {
    const { f1, precision, recall } = spanScores(gold, predicted);
    return { spanF1: f1, spanPrecision: precision, spanRecall: recall, ...whole, oovAccuracy };
  }
  const labels = [...target.labels];
  const ids = (tags: readonly (readonly string[])[]) => tags.flatMap((own) => own.map((tag) => labels.indexOf(tag)));
  const { macroF1 } = classReport(ids(gold), ids(predicted), labels);
  return { ...whole, oovAccuracy, macroF1 };
}
