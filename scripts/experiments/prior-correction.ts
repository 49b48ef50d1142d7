/**
 * The criterion of `classWeights=auto` (tasks/targets/label-decision.ts) on folds of training data: no validation split of a
 * data set, and no test example, is read. The n-gram regression is the model; a sample in which the most frequent label has a
 * given share is cut into texts to fit on and an eighth that τ is chosen on; measured is on other training texts with the
 * same shares.
 *
 *     npx tsx scripts/experiments/prior-correction.ts
 */
import { NgramRegression } from '../../src/baselines/linear/ngram-regression';
import { softmaxInPlace } from '../../src/baselines/linear/softmax';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { classCounts, macroF1 } from '../../src/metrics/confusion';
import { openLabeledText } from '../../src/node';
import { Random } from '../../src/random';
import { WordTokenizer } from '../../src/text/words/tokenizer';
import { type Criterion, LabelDecision, type LabelledProbabilities } from '../../tasks/targets/label-decision';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const measuredTexts = 800;

/** Set, number of texts, share of the most frequent label; without a share as the data have it. */
const samples: [string, number, number | undefined][] = [
  ['rt-polarity', 200, 0.8],
  ['rt-polarity', 1000, 0.8],
  ['rt-polarity', 2000, 0.8],
  ['rt-polarity', 1000, 0.9],
  ['sst', 1000, 0.9],
  ['trec', 1000, 0.8],
  ['names-by-language', 1000, undefined],
];

/** Undefined: no correction. */
const criteria: Record<string, Criterion | undefined> = {
  'no correction': undefined,
  'best macro-F1': { fewerRight: true, cost: 1 },
  'none fewer right': { fewerRight: false, cost: 1 },
  'and half a point': { fewerRight: false, cost: 0.005 },
  'and a whole point': { fewerRight: false, cost: 0.01 },
  'half a point alone': { fewerRight: true, cost: 0.005 },
};

const tokenizer = new WordTokenizer({ mode: 'unicode' });
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

interface Sample {
  count: number;
  share: number | undefined;
  /** The label that has the share. */
  most: string;
}

/** The first of equally frequent ones. */
function mostFrequent(texts: readonly LabeledText[]): string {
  const counts = new Map<string, number>();
  for (const { label } of texts) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0][0];
}

/** Texts of which the most frequent label has a share, in random order. */
function imbalanced(all: readonly LabeledText[], { count, share, most }: Sample): LabeledText[] {
  if (share === undefined) return all.slice(0, count);
  const others = all.filter(({ label }) => label !== most).slice(0, Math.round(count * (1 - share)));
  const main = all.filter(({ label }) => label === most).slice(0, count - others.length);
  return [...main, ...others];
}

function outcome(train: readonly LabeledText[], chosenOn: readonly LabeledText[], measured: readonly LabeledText[]) {
  const labels = [...new Set(train.map(({ label }) => label))].sort();
  const counted = (list: readonly LabeledText[]) =>
    list
      .filter(({ label }) => labels.includes(label))
      .map(({ text, label }) => ({ tokens: tokenizer.tokenize(text.toLowerCase()), label: labels.indexOf(label) }));
  const fitted = counted(train);
  const model = NgramRegression.fit(fitted, labels.length, { words: 2, letters: 5, leastTexts: 2, freedom: 0.1 });
  const probabilities = (list: readonly LabeledText[]): LabelledProbabilities[] =>
    counted(list).map(({ tokens, label }) => {
      const p = Float64Array.from(model.scores(tokens));
      softmaxInPlace(p);
      return { probabilities: p, truth: [label] };
    });
  const decision = new LabelDecision(labels.map((_, k) => fitted.filter(({ label }) => label === k).length));
  const [held, other] = [probabilities(chosenOn), probabilities(measured)];
  const truth = Int32Array.from(other, (one) => one.truth[0]);
  return Object.entries(criteria).map(([name, criterion]) => {
    if (criterion) decision.fit(held, criterion);
    else decision.strength = 0;
    const predicted = Int32Array.from(other, (one) => decision.best(one.probabilities));
    const right = predicted.filter((label, n) => label === truth[n]).length / truth.length;
    return { name, accuracy: 100 * right, f1: 100 * macroF1(classCounts(truth, predicted, labels.length)) };
  });
}

async function main(): Promise<void> {
  for (const [data, count, share] of samples) {
    const { splits } = await openLabeledText(data);
    const most = mostFrequent(splits.train);
    const runs = seeds.map((seed) => {
      const all = Random.fromSeed(seed).shuffle<LabeledText, LabeledText[]>([...splits.train]);
      const half = Math.floor(all.length / 2);
      const part = Random.fromSeed(seed).shuffle<LabeledText, LabeledText[]>(
        imbalanced(all.slice(half), { count, share, most }),
      );
      const held = Math.floor(part.length / 8);
      return outcome(
        part.slice(held),
        part.slice(0, held),
        imbalanced(all.slice(0, half), { count: measuredTexts, share, most }),
      );
    });
    const rows = runs[0].map(({ name }, i) => {
      const [accuracy, f1] = [mean(runs.map((run) => run[i].accuracy)), mean(runs.map((run) => run[i].f1))];
      return `${name} ${accuracy.toFixed(1)} / ${f1.toFixed(1)}`;
    });
    process.stdout.write(
      `${data}, ${share ? `${100 * share} %, ` : ''}${count.toLocaleString('en')}: ${rows.join('; ')}\n`,
    );
  }
}

void main();
