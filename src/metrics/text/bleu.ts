/**
 * BLEU (Papineni et al. 2002), equal to sacreBLEU's (Post 2018), in percent:
 *
 *   BLEU = BP · exp(1/4 Σ_n ln p_n)     p_n = matches_n / total_n     BP = min(1, exp(1 − r / c))
 *
 * over a whole corpus: n-grams of 1 to 4 tokens; matches are clipped by the reference that has an n-gram most often; c
 * tokens in the hypotheses, r in the references closest in length.
 */
import { ConfigError, show } from '../../errors';
import { bleuTokens, type BleuTokenizer } from './bleu-tokens';
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
} from './ngrams';
import { checkOptionNames, type OptionNames } from '../../validation';

/**
 * What stands for a precision p_n without a match (Chen & Cherry 2014): `exp` 1/2, 1/4, … for the first, second, … such
 * order; `floor` a small value; `add-k` adds to matches and total of every n > 1; `none` makes BLEU 0.
 */
export type BleuSmoothing = 'exp' | 'floor' | 'add-k' | 'none';

/** Tokenizer, case and smoothing of BLEU. */
export interface BleuOptions {
  /** Default `13a`. For texts that are tokenised already: `none`. */
  tokenizer?: BleuTokenizer;
  /** Default false. */
  lowercase?: boolean;
  /** Default `exp`. */
  smoothing?: BleuSmoothing;
  /** Of `floor` (default 0.1) and `add-k` (default 1). */
  smoothingValue?: number;
  /** Only the orders that the hypotheses are long enough for; for single sentences. Default false. */
  effectiveOrder?: boolean;
}

const bleuOptionNames: OptionNames<BleuOptions> = {
  tokenizer: true,
  lowercase: true,
  smoothing: true,
  smoothingValue: true,
  effectiveOrder: true,
};

/** BLEU of a corpus, its parts, and the signature to quote with it. */
export interface BleuScore {
  /** 0 to 100. */
  score: number;
  /** Of n = 1 … 4, after smoothing, 0 to 100. */
  precisions: number[];
  brevityPenalty: number;
  /** Tokens. */
  hypothesisLength: number;
  referenceLength: number;
  /** As sacreBLEU writes it: to be quoted with the score. */
  signature: string;
}

const longest = 4;
const smoothingValues: Record<BleuSmoothing, number | undefined> = {
  exp: undefined,
  floor: 0.1,
  'add-k': 1,
  none: undefined,
};

interface Statistics {
  correct: number[]; // [4]
  total: number[]; // [4]
  hypothesisLength: number;
  referenceLength: number;
}

/**
 * @param hypotheses one text a sentence; @param references one or more for each
 * @throws ShapeError for no sentences, or one without a reference; ConfigError for an option out of range.
 */
export function bleu(
  hypotheses: readonly string[],
  references: readonly References[],
  options: BleuOptions = {},
): BleuScore {
  checkOptionNames('bleu', options, bleuOptionNames);
  const lists = checkReferences('bleu', hypotheses, references);
  const settings = settingsOf(options);
  const { tokenizer, lowercase } = settings;
  const tokens = (text: string) => bleuTokens(lowercase ? text.toLowerCase() : text, tokenizer);
  const sum: Statistics = { correct: [0, 0, 0, 0], total: [0, 0, 0, 0], hypothesisLength: 0, referenceLength: 0 };
  hypotheses.forEach((hypothesis, i) => addSentence(sum, tokens(hypothesis), lists[i].map(tokens)));
  return { ...scoreOf(sum, settings), signature: signatureOf(numberOfReferences(lists), settings) };
}

/** That of a score against these references. @throws as `bleu` */
export const bleuSignature = (references: readonly References[], options: BleuOptions = {}): string =>
  signatureOf(numberOfReferences(listsOf(references)), settingsOf(options));

function addSentence(sum: Statistics, hypothesis: readonly string[], references: readonly (readonly string[])[]): void {
  for (let n = 1; n <= longest; n++) {
    const counts = countNgrams(hypothesis, n, ' ');
    sum.correct[n - 1] += matches(counts, mostOf(references.map((tokens) => countNgrams(tokens, n, ' '))));
    sum.total[n - 1] += total(counts);
  }
  sum.hypothesisLength += hypothesis.length;
  const distance = (length: number) => Math.abs(length - hypothesis.length);
  const lengths = references.map(({ length }) => length);
  sum.referenceLength += lengths.reduce((a, b) => ((distance(b) - distance(a) || b - a) < 0 ? b : a));
}

function mostOf(all: readonly Counts[]): Counts {
  const most: Counts = new Map(all[0]);
  for (const counts of all.slice(1)) {
    for (const [gram, count] of counts) most.set(gram, Math.max(count, most.get(gram) ?? 0));
  }
  return most;
}

function scoreOf({ correct, total, hypothesisLength, referenceLength }: Statistics, settings: Settings) {
  const brevityPenalty = brevityPenaltyOf(hypothesisLength, referenceLength);
  const common = { brevityPenalty, hypothesisLength, referenceLength };
  if (correct.every((count) => count === 0)) return { score: 0, precisions: correct.map(() => 0), ...common };
  const { precisions, orders } = smoothed(correct, total, settings);
  const logs = precisions.slice(0, orders).reduce((sum, p) => sum + Math.log(p), 0);
  return { score: brevityPenalty * Math.exp(logs / orders), precisions, ...common };
}

/** 1 where hypotheses and references are both empty. */
const brevityPenaltyOf = (length: number, reference: number) =>
  length >= reference ? 1 : length && Math.exp(1 - reference / length);

/** @returns also of how many orders the mean is taken. */
function smoothed(correct: readonly number[], total: readonly number[], settings: Settings) {
  const { smoothing, smoothingValue, effectiveOrder } = settings;
  const precisions = correct.map(() => 0);
  let orders = effectiveOrder ? 0 : longest;
  let halved = 1;
  for (let n = 1; n <= longest; n++) {
    const added = smoothing === 'add-k' && n > 1 ? smoothingValue : 0;
    const [right, all] = [correct[n - 1] + added, total[n - 1] + added];
    if (all === 0) break; // no hypothesis is so long
    if (effectiveOrder) orders = n;
    if (right > 0) precisions[n - 1] = (100 * right) / all;
    else if (smoothing === 'exp') precisions[n - 1] = 100 / ((halved *= 2) * all);
    else if (smoothing === 'floor') precisions[n - 1] = (100 * smoothingValue) / all;
  }
  return { precisions, orders };
}

type Settings = Required<BleuOptions>;

function settingsOf(options: BleuOptions): Settings {
  const { tokenizer = '13a', lowercase = false, smoothing = 'exp', effectiveOrder = false } = options;
  const smoothingValue = options.smoothingValue ?? smoothingValues[smoothing] ?? 0;
  const check = (name: string, value: unknown, fits: boolean, expected: string) => {
    if (fits) return;
    throw new ConfigError({ where: 'bleu', problem: `${name} is ${show(value)}`, expected, fix: `Change ${name}` });
  };
  check('tokenizer', tokenizer, ['13a', 'none'].includes(tokenizer), '13a or none');
  check('smoothing', smoothing, smoothing in smoothingValues, Object.keys(smoothingValues).join(', '));
  check('smoothingValue', smoothingValue, smoothingValue >= 0, 'a number from 0 on');
  return { tokenizer, lowercase, smoothing, smoothingValue, effectiveOrder };
}

function signatureOf(references: string, settings: Settings): string {
  const { tokenizer, lowercase, smoothing, smoothingValue, effectiveOrder } = settings;
  const value = smoothingValues[smoothing] === undefined ? '' : `[${smoothingValue.toFixed(2)}]`;
  return [
    `nrefs:${references}`,
    `case:${lowercase ? 'lc' : 'mixed'}`,
    `eff:${effectiveOrder ? 'yes' : 'no'}`,
    `tok:${tokenizer}`,
    `smooth:${smoothing}${value}`,
    `version:${sacrebleuVersion}`,
  ].join('|');
}
