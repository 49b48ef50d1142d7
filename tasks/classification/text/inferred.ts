/** Settings of a classifier that follow from its training texts: n-grams, words or characters, how long to train. */
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { WordTokenizer } from '../../../src/text/words/tokenizer';
import { inferred, type LengthRule, type Note, trainingLength } from '../../inferred-settings';
import { ofCharacters } from './of-characters';
import { parseText, type TextOptions } from './settings';

/** Chosen on validation data (docs/decisions/defaults.md), as all numbers here. */
const rule: LengthRule = {
  epochs: 6,
  batchSize: 32,
  updates: 1500,
  mostEpochs: 60,
  updatesPerEpoch: 50,
  smallestBatch: 8,
};
const epochsOfCharacters = 10;

const readByCharacters = { lowercase: false, ...ofCharacters };

/** Of long texts: words that the network reads in one piece. */
const window = 200;

/** What the training texts may decide. */
export const settingsFromTexts: readonly string[] = [
  ...['ngrams', 'tokenizer', 'epochs', 'batchSize', 'window'],
  ...Object.keys(readByCharacters),
];

/** What is left out of `given` and follows from the examples; `note` gets what differs from the usual, and why. */
export function inferTextOptions(examples: readonly LabeledText[], given: TextOptions, note: Note): TextOptions {
  const sample = sampleOf(examples);
  const reason = given.tokenizer === undefined ? reasonForCharacters(sample) : undefined;
  const defaults = parseText({ ...(given.tokenizer && { tokenizer: given.tokenizer }) });
  const tokenizer = reason ? 'characters' : defaults.tokenizer;
  const found: TextOptions = { tokenizer, ...(tokenizer === 'characters' && readByCharacters) };
  const epochs = tokenizer === 'characters' ? epochsOfCharacters : rule.epochs;
  const length = trainingLength(examples.length, given, { ...rule, epochs, updates: updatesFor(sample) });
  const few = `${examples.length} ${examples.length === 1 ? 'text is' : 'texts are'} few`;
  return {
    ngrams: given.ngrams ?? 'logistic',
    ...windowFor(sample, tokenizer, given, note),
    ...inferred(given, { found, defaults, reason: reason ?? 'the network reads characters' }, note),
    ...inferred(given, { found: length, defaults: { ...defaults, epochs }, reason: few }, note),
  };
}

/** So many texts are looked at. */
const sampled = 2000;
const fewWords = 1.5;
const shortText = 60;
const manyUnknown = 0.5;

interface Sample {
  /** Mean number of characters of a text. */
  length: number;
  words: string[][];
}

function sampleOf(examples: readonly LabeledText[]): Sample {
  const step = Math.ceil(examples.length / sampled);
  const texts = examples.filter((_, i) => i % step === 0).map(({ text }) => text);
  const tokenizer = new WordTokenizer({ mode: 'unicode' });
  const words = texts.map((text) => tokenizer.tokenize(text.toLowerCase()));
  return { length: mean(texts.map((text) => text.length)), words };
}

/** Up to here a text is as long as those on which the least number of updates was chosen. */
const usualWords = 50;

/** Long texts teach more words in an update; with as many updates as sentences a network learns them by heart. */
function updatesFor({ words }: Sample): number {
  return Math.ceil(rule.updates * Math.min(1, usualWords / mean(words.map((own) => own.length))));
}

/** Of texts of which one in twenty is longer than a window. */
function windowFor({ words }: Sample, tokenizer: string, given: TextOptions, note: Note): TextOptions {
  const lengths = words.map((own) => own.length).sort((a, b) => a - b);
  const length = lengths[Math.floor(0.95 * (lengths.length - 1))];
  const isRead = Math.min(length, given.maximumLength || Infinity);
  if (given.pooling === 'last' || tokenizer === 'characters' || isRead <= window) return {};
  const reason = `one text in twenty has ${length} words or more`;
  return inferred(given, { found: { window }, defaults: { window: 0 }, reason }, note);
}

const mean = (lengths: readonly number[]) => lengths.reduce((sum, one) => sum + one, 0) / lengths.length;

/** Why texts are better read by their letters than by their words, if they are. */
function reasonForCharacters({ words, length }: Sample): string | undefined {
  if (mean(words.map((own) => own.length)) < fewWords) return 'most texts are one word';
  if (length > shortText) return undefined;
  const unknown = unknownShare(words);
  if (unknown <= manyUnknown) return undefined;
  return `${(100 * unknown).toFixed(0)} % of the words of a text stand in no other one`;
}

/** Share of the words that no other text has. */
function unknownShare(texts: readonly (readonly string[])[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const all = texts.flat();
  return all.filter((word) => counts.get(word) === 1).length / Math.max(1, all.length);
}
