/** Classifiers of whole sequences with default settings: test figures beside their baselines. */
import {
  Classifier,
  type ClassifierOptions,
  openLabeledFrames,
  openLabeledText,
  terminalProgress,
} from '../../../src/node';
import type { ClassifierExample } from '../../../tasks/classification/classification';
import type { Splits } from '../../../src/data/datasets/splits';
import { type Experiment, type Run, rowsOf } from '../rows';

interface About {
  data: string;
  model?: string;
  options?: ClassifierOptions;
  seeds?: readonly number[];
  /** Trains on training and validation examples together, as published figures do, with no choice of an epoch. */
  onAll?: boolean;
}

async function splitsOf(data: string): Promise<Splits<ClassifierExample>> {
  const isText = data === 'trec' || data === 'names-by-language';
  return (isText ? await openLabeledText(data) : await openLabeledFrames(data)).splits;
}

export const trainClassifier =
  ({ data, model = 'default', options = {}, seeds = [1, 2, 3], onAll }: About): Experiment =>
  async (command) => {
    const { train, validation = [], test = [] } = await splitsOf(data);
    const runs: Run[] = [];
    for (const seed of seeds) {
      process.stderr.write(`classification on ${data}, ${model}, seed ${seed}\n`);
      const start = performance.now();
      const classifier = new Classifier({ ...options, seed });
      const onEvent = terminalProgress();
      if (onAll) await classifier.fit([...train, ...validation], { onEvent });
      else await classifier.fit(train, { validation, onEvent });
      const isFirst = seed === seeds[0]; // baselines draw no random numbers
      const { baselines, ...metrics } = await classifier.evaluate(test, isFirst ? {} : { baselinesFrom: [] });
      runs.push({ seed, metrics, baselines, seconds: (performance.now() - start) / 1000 });
      process.stderr.write(`${JSON.stringify(metrics)}\n`);
      classifier.dispose();
    }
    return rowsOf({ task: 'classification', data, split: 'test', model, command }, runs);
  };

const five = [1, 2, 3, 4, 5];

export const classification: Record<string, readonly Experiment[]> = {
  'classification/japanese-vowels': [
    trainClassifier({ data: 'japanese-vowels', seeds: five }),
    trainClassifier({ data: 'japanese-vowels', model: 'default, trained on all 270', seeds: five, onAll: true }),
  ],
  'classification/moving-clips': [trainClassifier({ data: 'moving-clips' })],
  'classification/unipen-digits': [trainClassifier({ data: 'unipen-digits' })],
  'classification/mnist-10k': [trainClassifier({ data: 'mnist-10k' })],
  'classification/trec': [trainClassifier({ data: 'trec' })],
  'classification/names-by-language': [trainClassifier({ data: 'names-by-language' })],
};
