/** Counts of n-grams, and what else BLEU and chrF share. */
import { ShapeError, show } from '../../errors';

export type Counts = Map<string, number>;

/** What one sentence is compared with: one text or several. */
export type References = string | readonly string[];

/** White space in Python's sense, by which sacreBLEU splits and strips. */
const blanks = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const blankRun = new RegExp(blanks);
const blank = new RegExp(blanks.slice(0, -1));

export const words = (text: string): string[] => text.split(blankRun).filter((word) => word !== '');
export const withoutBlanks = (text: string): string => words(text).join('');

/** Character by character: a regular expression that ends in `$` would try every blank of a long run as a start. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && blank.test(text[end - 1])) end--;
  return text.slice(0, end);
}

/** How often each run of `n` items occurs; the items of a run are joined by `glue`. */
export function countNgrams(items: readonly string[], n: number, glue: string): Counts {
  const counts: Counts = new Map();
  for (let i = 0; i + n <= items.length; i++) {
    const gram = items.slice(i, i + n).join(glue);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

export const total = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** N-grams that both have, each as often as the rarer of the two. */
export function matches(counts: Counts, others: Counts): number {
  let sum = 0;
  for (const [gram, count] of counts) sum += Math.min(count, others.get(gram) ?? 0);
  return sum;
}

/**
 * The references of each sentence as a list.
 * @throws ShapeError unless there is a sentence, and one or more references for each, all of them strings.
 */
export function checkReferences(where: string, hypotheses: readonly string[], references: readonly References[]) {
  const lists = listsOf(references);
  hypotheses.forEach((text, i) => checkText(where, `sentence ${i}`, text));
  lists.forEach((list, i) => list.forEach((text) => checkText(where, `a reference of sentence ${i}`, text)));
  const empty = lists.findIndex((list) => list.length === 0);
  if (hypotheses.length > 0 && hypotheses.length === lists.length && empty < 0) return lists;
  throw new ShapeError({
    where,
    problem:
      empty >= 0
        ? `sentence ${empty} has no reference`
        : `${hypotheses.length} sentences and references for ${references.length}`,
    expected: 'at least one sentence, and at least one reference for each',
    fix: 'Pass both for the same sentences, in the same order',
  });
}

export const listsOf = (references: readonly References[]): (readonly string[])[] =>
  references.map((own) => (Array.isArray(own) ? (own as readonly string[]) : [own as string]));

function checkText(where: string, name: string, text: unknown): void {
  if (typeof text === 'string') return;
  throw new ShapeError({
    where,
    problem: `${name} is ${show(text)}`,
    expected: 'a string',
    fix: 'Pass a text for every sentence; one that says nothing is the empty string',
  });
}

/** `1`, or `var` if sentences have different numbers of references. */
export function numberOfReferences(lists: readonly (readonly string[])[]): string {
  const sizes = new Set(lists.map(({ length }) => length));
  return sizes.size === 1 ? `${lists[0].length}` : 'var';
}

/** The release of sacreBLEU that the tests compare BLEU and chrF with; part of their signatures. */
export const sacrebleuVersion = '2.6.0';
