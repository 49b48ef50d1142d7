/** Music: nats a step of chorales; nats, validity and novelty of generated folk tunes. */
import abcjs from 'abcjs';
import {
  LanguageModel,
  type LanguageModelOptions,
  music,
  openPianoRolls,
  openPlainText,
  PolyphonyModel,
  type PolyphonyOptions,
  terminalProgress,
} from '../../src/node';
import { type Experiment, mean, type Run, rowsOf } from './rows';

const seeds = { chorales: [1, 2], tunes: [1] };

const chorales =
  (model: string, options: PolyphonyOptions): Experiment =>
  async (command) => {
    const { splits } = await openPianoRolls('jsb-chorales');
    const runs: Run[] = [];
    for (const seed of seeds.chorales) {
      const start = performance.now();
      const polyphony = new PolyphonyModel({ ...options, seed });
      await polyphony.fit(splits.train, { validation: splits.validation, onEvent: terminalProgress() });
      const { baselines, ...metrics } = await polyphony.evaluate(splits.test ?? []);
      runs.push({ seed, metrics, baselines, seconds: (performance.now() - start) / 1000 });
      process.stderr.write(`${JSON.stringify(metrics)}\n`);
      polyphony.dispose();
    }
    return rowsOf({ task: 'polyphony', data: 'jsb-chorales', split: 'test', model, command }, runs);
  };

/** Generated tunes of each model, and how they are drawn: with other seeds than those with which the draws were chosen (1 to 100). */
const TUNES = 100;
const FIRST_SEED = 1001;
const drawn = { temperature: 0.5, minP: 0.2, length: 1200 };
const RUN = 4; // bars

const tunes =
  (model: string, options: LanguageModelOptions): Experiment =>
  async (command) => {
    const { splits } = await openPlainText('nottingham-abc');
    const training = splits.train.map(({ text }) => text);
    const runs: Run[] = [];
    for (const seed of seeds.tunes) {
      const start = performance.now();
      const language = new LanguageModel({ ...options, seed });
      await language.fit(splits.train, { validation: splits.validation, onEvent: terminalProgress() });
      const { baselines, ...metrics } = await language.evaluate(splits.test ?? []);
      const seconds = (performance.now() - start) / 1000;
      const figures = figuresOf(await generatedBy(language), training);
      language.dispose();
      process.stderr.write(`seed ${seed}: ${JSON.stringify({ ...metrics, ...figures, seconds })}\n`);
      runs.push({ seed, metrics: { ...metrics, ...figures }, baselines, seconds });
    }
    return rowsOf({ task: 'language-model', data: 'nottingham-abc', split: 'test', model, command }, runs);
  };

async function generatedBy(language: LanguageModel): Promise<string[]> {
  const generated: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + TUNES; seed++) {
    const { text } = await language.generateText('X:1\n', { ...drawn, seed });
    generated.push(`X:1\n${text}`);
  }
  return generated;
}

/** Of tunes the part that is valid; of their runs of four bars the part that training has. */
function figuresOf(generated: readonly string[], training: readonly string[]) {
  const known = new Set(training.flatMap((tune) => music.barRuns(tune, abcjs, RUN)));
  const runs = generated.flatMap((tune) => music.barRuns(tune, abcjs, RUN));
  return {
    validTunes: mean(generated.map((tune) => Number(music.checkTune(tune, abcjs).isValid))),
    copiedRuns: mean(runs.map((run) => Number(known.has(run)))),
  };
}

const larger: LanguageModelOptions = {
  ...{ layers: 2, hiddenSize: 192, batchSize: 16, window: 64, epochs: 12, learningRate: 0.004 },
  ...{ dropout: 0.3, outputDropout: 0.3 },
};

export const musicModels: Record<string, readonly Experiment[]> = {
  'music/chorales': [chorales('default', {})],
  'music/tunes': [tunes('notes and bar lines as tokens', { ...larger, tokenizer: 'abc' })],
  'music/tunes-characters': [tunes('characters', larger)],
};
