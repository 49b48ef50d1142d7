/**
 * Classifiers of rt-polarity that start from a language model of movie reviews, beside the same ones without it. The language
 * model has seen training texts alone (pretraining/corpus.ts).
 */
import { openLabeledText, SentimentClassifier, type SentimentOptions, terminalProgress } from '../../src/node';
import { pretrainedModel } from './pretraining/language-model';
import { type Experiment, type Run, rowsOf } from './rows';

const data = 'rt-polarity';
const seeds = [1, 2, 3];

/** With the sizes and the pooling of a classifier that starts from the language model. */
const sameNetwork: SentimentOptions = {
  layers: 2,
  hiddenSize: 160,
  embeddingSize: 160,
  bidirectional: false,
  pooling: 'last+max+mean',
};

/** The defaults of a start from a language model. Nothing of it has been chosen on validation texts yet. */
const started: SentimentOptions = {};

interface Trained {
  model: string;
  options: SentimentOptions;
  /** A bundle. */
  init?: string;
}

const measured = async ({ model, options, init }: Trained, command: string) => {
  const { splits } = await openLabeledText(data);
  const runs: Run[] = [];
  for (const seed of seeds) {
    process.stderr.write(`${data}, ${model}, seed ${seed}\n`);
    const start = performance.now();
    const classifier = new SentimentClassifier({ ...options, seed });
    await classifier.fit(splits.train, { validation: splits.validation, init, onEvent: terminalProgress() });
    const { baselines, ...metrics } = await classifier.evaluate(splits.test ?? []);
    runs.push({ seed, metrics, baselines, seconds: (performance.now() - start) / 1000 });
    process.stderr.write(`${JSON.stringify(metrics)}\n`);
    classifier.dispose();
  }
  return rowsOf({ task: 'sentiment', data, split: 'test', model, command }, runs);
};

/** Each alone, and with the n-gram regression that is the default. */
const variants: Trained[] = [
  { model: 'the same network without init, no n-grams', options: { ...sameNetwork, ngrams: 'none' } },
  { model: 'the same network without init', options: sameNetwork },
];

const pretraining: Experiment = async (command) => {
  const { directory: init, seconds, perplexity, removed } = await pretrainedModel();
  const minutes = Math.round(seconds / 60);
  process.stderr.write(
    `perplexity ${perplexity.toFixed(1)} of validation, ${minutes} min, ${removed} sentences removed\n`,
  );
  const about = `language model of training texts (${minutes} min, ${removed} sentences removed)`;
  const all: Trained[] = [
    ...variants,
    { model: `init, no n-grams: ${about}`, options: { ...started, ngrams: 'none' }, init },
    { model: `init: ${about}`, options: started, init },
  ];
  const run: Run = { seed: 1, metrics: { perplexity }, baselines: {}, seconds };
  const of = { task: 'language-model', data: 'review-polarity, rt-polarity', split: 'validation of rt-polarity' };
  const rows = rowsOf({ ...of, model: 'for pretraining: 2 LSTMs of 160, 8,000 words', command }, [run]);
  for (const one of all) rows.push(...(await measured(one, command)));
  return rows;
};

export const pretrained: Record<string, readonly Experiment[]> = { pretraining: [pretraining] };
