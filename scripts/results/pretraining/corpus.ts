/**
 * Unlabelled sentences for a language model of movie reviews: the training texts of review-polarity and of rt-polarity.
 * A sentence of which a run of eight words (a shorter one: the whole of it) stands in a validation or test text of
 * rt-polarity is left out.
 */
import { openLabeledText } from '../../../src/node';
import type { LabeledText } from '../../../src/data/examples/labeled-text';

export interface PlainSentence {
  text: string;
}

export interface Corpus {
  sentences: PlainSentence[];
  /** How many were left out. */
  removed: number;
}

const RUN = 8;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** All runs of one to eight words. */
function runsOf(texts: readonly LabeledText[]): Set<string> {
  const runs = new Set<string>();
  for (const { text } of texts) {
    const words = wordsOf(text);
    for (let length = 1; length <= RUN; length++) {
      for (let start = 0; start + length <= words.length; start++) {
        runs.add(words.slice(start, start + length).join(' '));
      }
    }
  }
  return runs;
}

function occursIn(runs: ReadonlySet<string>, text: string): boolean {
  const words = wordsOf(text);
  const length = Math.min(RUN, words.length);
  for (let start = 0; start + length <= words.length; start++) {
    if (runs.has(words.slice(start, start + length).join(' '))) return true;
  }
  return false;
}

/** @param names data sets of labelled texts, of which the training splits are read, a sentence a line */
export async function reviewCorpus(names: readonly string[]): Promise<Corpus> {
  const { validation = [], test = [] } = (await openLabeledText('rt-polarity')).splits;
  const heldOut = runsOf([...validation, ...test]);
  const all: PlainSentence[] = [];
  for (const name of names) {
    const { train } = (await openLabeledText(name)).splits;
    all.push(...train.flatMap(({ text }) => text.split('\n').map((line) => ({ text: line.trim() }))));
  }
  const written = all.filter(({ text }) => wordsOf(text).length > 0);
  const sentences = written.filter(({ text }) => !occursIn(heldOut, text));
  return { sentences, removed: written.length - sentences.length };
}
