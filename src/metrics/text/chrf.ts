/**
 * chrF (Popović 2015) and chrF++ (Popović 2017), equal to sacreBLEU's, in percent:
 *
 *   chrF = (1 + β²) P R / (β² P + R)     β = 2
 *
 * P and R are the means of precision and recall over n-grams of 1 to 6 characters, blanks left out, and for chrF++ of 1
 * to 2 words beside them; orders for which one side is too short are left out. Counts are summed over the corpus; of
 * several references the one with the best chrF counts.
 */
import { checkOption, checkOptionNames, isCount, type OptionNames } from '../../validation';
import {
  checkReferences,
  countNgrams,
  type Counts,
  listsOf,
  matches,
  numberOfReferences,
  type References,
  sacrebleuVersion,
  total,
  withoutBlanks,
  words,
} from './ngrams';

/** Options of `chrf`. */
export interface ChrfOptions {
  /** Longest n-gram of words: 0 is chrF (default), 2 is chrF++. */
  wordOrder?: number;
  /** Default false. */
  lowercase?: boolean;
}

const chrfOptionNames: OptionNames<ChrfOptions> = { wordOrder: true, lowercase: true };

/** chrF of a corpus, and the signature to quote with it. */
export interface ChrfScore {
  /** 0 to 100. */
  score: number;
  /** As sacreBLEU writes it: to be quoted with the score. */
  signature: string;
}

const characterOrder = 6;
const betaSquared = 4;

/** Counts of one order, in hypothesis, reference and both. */
interface OrderCounts {
  hypothesis: number;
  reference: number;
  matching: number;
}

/**
 * @param hypotheses one text a sentence; @param references one or more for each
 * @throws ShapeError for no sentences, or one without a reference; ConfigError for a word order that is none.
 */
export function chrf(
  hypotheses: readonly string[],
  references: readonly References[],
  options: ChrfOptions = {},
): ChrfScore {
  checkOptionNames('chrf', options, chrfOptionNames);
  const { wordOrder = 0, lowercase = false } = options;
  const lists = checkReferences('chrf', hypotheses, references);
  checkWordOrder(wordOrder);
  const grams = (text: string) => ngramsOf(lowercase ? text.toLowerCase() : text, wordOrder);
  const sums: OrderCounts[] = grams('').map(() => ({ hypothesis: 0, reference: 0, matching: 0 }));
  hypotheses.forEach((hypothesis, i) => {
    const best = closest(grams(hypothesis), lists[i].map(grams));
    best.forEach(({ hypothesis, reference, matching }, order) => {
      sums[order].hypothesis += hypothesis;
      sums[order].reference += reference;
      sums[order].matching += matching;
    });
  });
  return { score: scoreOf(sums), signature: chrfSignature(references, { wordOrder, lowercase }) };
}

/** That of a score against these references. */
export function chrfSignature(
  references: readonly References[],
  { wordOrder = 0, lowercase = false }: ChrfOptions = {},
): string {
  return [
    `nrefs:${numberOfReferences(listsOf(references))}`,
    `case:${lowercase ? 'lc' : 'mixed'}`,
    `eff:yes|nc:${characterOrder}|nw:${wordOrder}|space:no|version:${sacrebleuVersion}`,
  ].join('|');
}

/** The counts of each order: characters, then words. */
function ngramsOf(text: string, wordOrder: number): Counts[] {
  const characters = Array.from(withoutBlanks(text));
  const tokens = wordOrder > 0 ? words(text).flatMap(cutPunctuation) : [];
  return [
    ...Array.from({ length: characterOrder }, (_, n) => countNgrams(characters, n + 1, '')),
    ...Array.from({ length: wordOrder }, (_, n) => countNgrams(tokens, n + 1, ' ')),
  ];
}

const lastMark = /^(.+)([!-/:-@[-`{-~])$/su;
const firstMark = /^([!-/:-@[-`{-~])(.+)$/su;

/** One mark of ASCII at the end, else one at the beginning, as a word of its own: `(hi)` → `(hi`, `)`. */
function cutPunctuation(word: string): string[] {
  const [, left, right] = lastMark.exec(word) ?? firstMark.exec(word) ?? [];
  return left === undefined ? [word] : [left, right];
}

/** Counts against the reference with the best score, the first of equal ones. */
function closest(hypothesis: readonly Counts[], references: readonly (readonly Counts[])[]): OrderCounts[] {
  const all = references.map((reference) => compare(hypothesis, reference));
  return all.reduce((best, counts) => (scoreOf(counts) > scoreOf(best) ? counts : best));
}

function compare(hypothesis: readonly Counts[], reference: readonly Counts[]): OrderCounts[] {
  return hypothesis.map((counts, order) => ({
    hypothesis: reference[order].size > 0 ? total(counts) : 0, // an order that the reference lacks is no mistake
    reference: total(reference[order]),
    matching: matches(counts, reference[order]),
  }));
}

function scoreOf(counts: readonly OrderCounts[]): number {
  const used = counts.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  const mean = (part: (one: OrderCounts) => number) => used.reduce((sum, one) => sum + part(one), 0) / used.length;
  const precision = mean(({ matching, hypothesis }) => matching / hypothesis);
  const recall = mean(({ matching, reference }) => matching / reference);
  if (!(precision + recall > 0)) return 0;
  return (100 * (1 + betaSquared) * precision * recall) / (betaSquared * precision + recall);
}

function checkWordOrder(wordOrder: number): void {
  checkOption('chrf', 'wordOrder', wordOrder, isCount(wordOrder, 0), '0 for chrF, 2 for chrF++');
}
