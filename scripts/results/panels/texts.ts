/** Sets of labelled texts on which defaults are chosen: opinions, questions, names, long reviews, whole and in part. */
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { openLabeledText } from '../../../src/node';
import { Random } from '../../../src/random';
import type { Panel, Part } from './on-panel';

const mostValidation = 1500;

/**
 * The first `count` training examples in a random order. A tenth of them chooses the best epoch, as with `tfseq train` on
 * one file; measured is on the registry's validation split, or another tenth where there is none.
 */
const part = (name: string, count?: number) => async (): Promise<Part<LabeledText>> => {
  const { splits } = await openLabeledText(name);
  let all = shuffled(splits.train, 7);
  let others = shuffled(splits.validation ?? [], 8);
  if (!others.length) [others, all] = cut(all, Math.floor(all.length / 10));
  if (count !== undefined) all = all.slice(0, count);
  const [selection, train] = cut(all, Math.max(2, Math.floor(all.length / 10)));
  const labels = new Set(train.map(({ label }) => label));
  const isKnown = ({ label }: LabeledText) => labels.has(label);
  return { train, selection: selection.filter(isKnown), validation: others.filter(isKnown).slice(0, mostValidation) };
};

const shuffled = <T>(list: readonly T[], seed: number) => Random.fromSeed(seed).shuffle<T, T[]>([...list]);
const cut = <T>(list: readonly T[], at: number): [T[], T[]] => [list.slice(0, at), list.slice(at)];

const names = ['rt-polarity', 'trec', 'names-by-language', 'review-polarity', 'sst', 'sentiment-sample'];
const sizes = { '40 examples': 40, '200 examples': 200, '1,000 examples': 1000, whole: undefined } as const;

/** Those that take minutes come last. */
export const textPanel: Panel<LabeledText> = Object.fromEntries(
  Object.entries(sizes).flatMap(([size, count]) => names.map((name) => [`${name}, ${size}`, part(name, count)])),
);
