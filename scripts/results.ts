/** `npm run results -- NAME …`: trains, evaluates, and rewrites its rows in docs/results.json and docs/results.md. */
import * as tf from '@tensorflow/tfjs';
import { openLabeledText, SentimentClassifier, terminalProgress, useBackend } from '../src/node';
import { trainAdding } from './experiments/adding';
import { machine, type ResultRow, writeRows } from './results-file';

interface Experiment {
  task: string;
  data: string;
  model: string;
  seeds: number[];
  config: Record<string, unknown>;
}

const sentiment = (data: string, seeds: number[], model = 'default', config = {}): Experiment => ({
  task: 'sentiment',
  data,
  model,
  seeds,
  config,
});

/** Chosen on the validation data of rt-polarity. Trained jointly with n-grams, the network overfits sooner. */
const withNgrams = {
  ngrams: 'naive-bayes',
  embeddingDropout: 0.7,
  wordDropout: 0.4,
  epochs: 4,
  labelSmoothing: 0.1,
  averaging: 0.99,
};

/** sst has 67,349 phrases: room for a larger network, and two epochs are enough. */
const largerWithNgrams = {
  ngrams: 'naive-bayes',
  minimumCount: 1,
  embeddingSize: 100,
  hiddenSize: 64,
  batchSize: 64,
  embeddingDropout: 0.4,
  wordDropout: 0.15,
  averaging: 0.998,
  epochs: 2,
};

const experiments: Record<string, Experiment[]> = {
  'sentiment/rt-polarity': [
    sentiment('rt-polarity', [1, 2, 3]),
    sentiment('rt-polarity', [1, 2, 3], 'with n-grams', withNgrams),
  ],
  'sentiment/sst': [sentiment('sst', [1, 2, 3], 'larger, with n-grams', largerWithNgrams)],
};

async function run(experiment: Experiment, command: string): Promise<ResultRow[]> {
  const { task, data, model: modelName, seeds, config } = experiment;
  const { splits } = await openLabeledText(data);
  const runs: { metrics: Record<string, number>; seconds: number }[] = [];
  let baselines: Record<string, Record<string, number>> = {};
  for (const seed of seeds) {
    process.stderr.write(`${task} on ${data}, ${modelName}, seed ${seed}\n`);
    const start = performance.now();
    const model = new SentimentClassifier({ ...config, seed });
    await model.fit(splits.train, { validation: splits.validation, onEvent: terminalProgress() });
    const evaluation = await model.evaluate(splits.test ?? []);
    const { baselines: beside, ...metrics } = evaluation;
    baselines = beside;
    runs.push({ metrics, seconds: (performance.now() - start) / 1000 });
    process.stderr.write(`${JSON.stringify(metrics)}\n`);
    model.dispose();
  }
  return Object.keys(runs[0].metrics).map((metric) => {
    const values = runs.map(({ metrics }) => metrics[metric]);
    return {
      task,
      data,
      split: 'test',
      model: modelName,
      metric,
      value: mean(values),
      spread: deviation(values),
      seeds,
      baselines: Object.fromEntries(Object.entries(baselines).map(([name, figures]) => [name, figures[metric]])),
      seconds: mean(runs.map(({ seconds }) => seconds)),
      machine: machine(),
      command,
      date: new Date().toISOString().slice(0, 10),
    };
  });
}

/** Training time of one epoch on rt-polarity in the default configuration: median of three. */
async function runEpochTime(command: string): Promise<ResultRow[]> {
  const { splits } = await openLabeledText('rt-polarity');
  const times: number[] = [];
  for (const seed of [1, 2, 3]) {
    const model = new SentimentClassifier({ seed, epochs: 1 });
    const { history } = await model.fit(splits.train);
    times.push(history[0].seconds);
    model.dispose();
  }
  const [fastest, median, slowest] = times.toSorted((a, b) => a - b);
  return [
    {
      task: 'sentiment',
      data: 'rt-polarity',
      split: 'train',
      model: `default, one epoch on ${tf.getBackend()}`,
      metric: 'seconds',
      value: median,
      spread: slowest - fastest,
      seeds: [1, 2, 3],
      baselines: {},
      seconds: median,
      machine: machine(),
      command,
      date: new Date().toISOString().slice(0, 10),
    },
  ];
}

/** Layers on the adding problem; its baseline says 1 always. */
async function runAdding(layer: 'lstm' | 'gru' | 'simple-rnn', command: string): Promise<ResultRow[]> {
  const seeds = [1, 2, 3];
  const runs: { testError: number; seconds: number }[] = [];
  for (const seed of seeds) {
    const run = await trainAdding({ layer, seed });
    process.stderr.write(`adding problem, ${layer}, seed ${seed}: MSE ${run.testError.toFixed(4)}\n`);
    runs.push(run);
  }
  const errors = runs.map(({ testError }) => testError);
  return [
    {
      task: 'adding problem',
      data: 'T = 100',
      split: '1,000 fresh sequences',
      model: `${layer}, 32 units`,
      metric: 'mse',
      value: mean(errors),
      spread: deviation(errors),
      seeds,
      baselines: { 'always 1': 1 / 6 },
      seconds: mean(runs.map(({ seconds }) => seconds)),
      machine: machine(),
      command,
      date: new Date().toISOString().slice(0, 10),
    },
  ];
}

const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

function deviation(values: number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1));
}

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const known = [...Object.keys(experiments), 'sentiment/epoch-time', 'adding'];
  const chosen = names.flatMap((name) => known.filter((one) => one === name || one.startsWith(`${name}/`)));
  const unknown = names.filter((name) => !known.some((one) => one === name || one.startsWith(`${name}/`)));
  if (!names.length || unknown.length) {
    process.stderr.write(`usage: npm run results -- NAME …, with NAME one of ${known.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  await useBackend('auto');
  for (const name of chosen) {
    const command = `npm run results -- ${name}`;
    for (const experiment of experiments[name] ?? []) writeRows(await run(experiment, command));
    if (name === 'sentiment/epoch-time') writeRows(await runEpochTime(command));
    if (name !== 'adding') continue;
    for (const layer of ['lstm', 'simple-rnn', 'gru'] as const) writeRows(await runAdding(layer, command));
  }
}

void main();
