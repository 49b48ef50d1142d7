/** Language models: characters of tinyshakespeare beside n-gram models, and the same network in PyTorch. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LanguageModel, openPlainText, terminalProgress } from '../../src/node';
import { dataPath, pytorch } from './pytorch';
import { conditionalNames } from './names';
import { type Experiment, type Run, rowsOf } from './rows';
import { xzFigures } from './xz';

const data = 'tinyshakespeare';
/** The registry's: the first 90 % train. */
const split = 'validation: the last 10 %, one stream from zero state';

/** An interrupted run goes on from its checkpoint. */
const checkpoints = join(tmpdir(), 'tfseq-results-language-model');

const characters: Experiment = async (command) => {
  const { splits } = await openPlainText(data);
  const model = new LanguageModel({ seed: 1 });
  const start = performance.now();
  mkdirSync(checkpoints, { recursive: true });
  const resume = existsSync(join(checkpoints, 'checkpoint'));
  const { history } = await model.fit(splits.train, {
    validation: splits.validation,
    checkpoints,
    resume,
    onEvent: terminalProgress(),
  });
  const { baselines, ...metrics } = await model.evaluate(splits.validation ?? []);
  const training = history.reduce((sum, { seconds }) => sum + seconds, 0); // those of a run before a resume too
  const seconds = resume ? training : (performance.now() - start) / 1000;
  model.dispose();
  rmSync(checkpoints, { recursive: true });
  const xz = xzFigures(wholeOf(splits.train), wholeOf(splits.validation));
  const runs: Run[] = [{ seed: 1, metrics, baselines: { ...baselines, ...(xz && { 'xz -9e': xz }) }, seconds }];
  return rowsOf({ task: 'language-model', data, split, model: 'default: 2 LSTMs of 128', command }, runs);
};

const wholeOf = (pieces: readonly { text: string }[] = []) => pieces.map(({ text }) => text).join('');

/** A reader's yardstick: how a compressor does that has read the training text. */
const compressor: Experiment = async (command) => {
  const { splits } = await openPlainText(data);
  const start = performance.now();
  const metrics = xzFigures(wholeOf(splits.train), wholeOf(splits.validation));
  if (!metrics) throw new Error('there is no program xz: apt-get install xz-utils');
  const runs: Run[] = [
    { seed: 0, metrics: { ...metrics }, baselines: {}, seconds: (performance.now() - start) / 1000 },
  ];
  return rowsOf({ task: 'language-model', data, split, model: 'xz -9e behind the training text', command }, runs);
};

/** Embedding, layers, batches, updates and schedule as in the default; dropout is PyTorch's own. */
const inPyTorch: Experiment = (command) => {
  const metrics = pytorch('language_model.py', [dataPath('tinyshakespeare/input.txt')], ['nats', 'seconds']);
  const { nats, seconds } = metrics;
  const runs: Run[] = [{ seed: 1, metrics: { nats }, baselines: {}, seconds }];
  return Promise.resolve(
    rowsOf({ task: 'language-model', data, split, model: 'PyTorch, the same network', command }, runs),
  );
};

export const languageModel: Record<string, readonly Experiment[]> = {
  'language-model/tinyshakespeare': [characters],
  'language-model/pytorch': [inPyTorch],
  'language-model/xz': [compressor],
  'language-model/names': [conditionalNames],
};
