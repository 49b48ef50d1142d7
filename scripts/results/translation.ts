/** Translation: BLEU by data set and kind of model, greedy and with a beam; speed; samples to read. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  openParallelText,
  type ParallelText,
  terminalProgress,
  type TrainingEvent,
  Translator,
  type TranslatorOptions,
} from '../../src/node';
import { requireEntry } from '../../src/data/datasets/registry';
import { dataPath, pytorch } from './pytorch';
import { type Experiment, type Run, rowsOf } from './rows';

interface Plan {
  data: string;
  model: string;
  options: TranslatorOptions;
  seeds?: readonly number[];
  /** Rows of its own with a beam of 5. */
  beam?: boolean;
  /** Sentences a second in batches of 32, milliseconds of one alone. */
  speed?: boolean;
  /** Twenty translations of the first seed, in docs/. */
  samples?: string;
}

export const trainTranslator =
  ({ data, model, options, seeds = [1], beam, speed, samples }: Plan): Experiment =>
  async (command) => {
    const { splits } = await openParallelText(data);
    const test = splits.test ?? [];
    const about = { task: 'translation', data, split: 'test', command };
    const runs: Record<string, Run[]> = {};
    const add = (name: string, run: Run) => {
      (runs[name] ??= []).push(run);
      process.stderr.write(`${name}, seed ${run.seed}: ${JSON.stringify(run.metrics)}\n`);
    };
    for (const seed of seeds) {
      process.stderr.write(`translation on ${data}, ${model}, seed ${seed}\n`);
      const translator = new Translator({ ...options, seed });
      const place = placeOf(data, model, seed);
      const resume = existsSync(join(place, 'checkpoint')); // of a run that was stopped; its time is then too short
      const fitOptions = { validation: splits.validation, onEvent: terminalProgress(), checkpoints: place, resume };
      const seconds = await timed(() => translator.fit(splits.train, fitOptions));
      await translator.save(place, { overwrite: true });
      const { baselines, ...metrics } = await translator.evaluate(test);
      add(model, { seed, metrics, baselines, seconds });
      if (beam) {
        const { baselines, ...metrics } = await translator.evaluate(test, { predictOptions: { beam: 5 } });
        add(`${model}, beam 5`, { seed, metrics, baselines, seconds });
      }
      if (speed) add(`${model}, speed`, { seed, metrics: await speedOf(translator, test), baselines: {}, seconds });
      if (samples && seed === seeds[0]) await writeSamples(samples, data, translator, test);
      translator.dispose();
    }
    return Object.entries(runs).flatMap(([name, list]) => rowsOf({ ...about, model: name }, list));
  };

/** Where a run keeps its checkpoints, and then its model. */
const placeOf = (data: string, model: string, seed: number) =>
  join(__dirname, '../../runs/results', `${data}-${model}-${seed}`.replace(/[^\w-]+/g, '-'));

/** Greedy, of the first test sentences. */
async function speedOf(translator: Translator, test: readonly ParallelText[]): Promise<Record<string, number>> {
  const sources = test.slice(0, 320).map(({ source }) => source);
  await translator.predict(sources.slice(0, 32)); // compiled by now
  const batched = await timed(async () => {
    for (let i = 0; i < sources.length; i += 32) await translator.predict(sources.slice(i, i + 32));
  });
  const single = await timed(async () => {
    for (const source of sources.slice(0, 50)) await translator.predict(source);
  });
  return { sentencesPerSecond: sources.length / batched, msPerSentence: (1000 * single) / 50 };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const measuredModel = 'GRU with attention, tokens as given';

/** An epoch (its first steps) and translating with the trained model, here and in PyTorch, one after the other. */
const speed: Experiment = async (command) => {
  const data = 'multi30k-en-de';
  const { splits } = await openParallelText(data);
  const place = placeOf(data, measuredModel, 1);
  if (!existsSync(join(place, 'bundle.json'))) throw new Error(`no model in ${place}: run translation/multi30k first`);
  const trained = await Translator.load(place);
  const translating = await speedOf(trained, splits.test ?? []);
  trained.dispose();
  const metrics = { secondsPerEpoch: await epochTime(splits.train), ...translating };
  const args = [dataPath('multi30k-en-de'), '--steps', String(timedSteps)];
  const baselines = { PyTorch: pytorch('translation.py', args, Object.keys(metrics)) };
  const about = { task: 'translation', data, split: 'time', model: measuredModel, command };
  return rowsOf(about, [{ seed: 1, metrics, baselines, seconds: metrics.secondsPerEpoch }]);
};

const timedSteps = 60;

/** Seconds, from the first steps after three that do not count. */
async function epochTime(train: readonly ParallelText[]): Promise<number> {
  const translator = new Translator({ tokenizer: 'whitespace', seed: 1 });
  const end = new AbortController();
  const times: number[] = [];
  let stepsPerEpoch = 0;
  const onEvent = (event: TrainingEvent) => {
    if (event.type === 'start') stepsPerEpoch = event.stepsPerEpoch;
    if (event.type === 'step') times.push(performance.now());
    if (times.length === 3 + timedSteps) end.abort();
  };
  await translator.fit(train, { onEvent, signal: end.signal });
  translator.dispose();
  return ((times[2 + timedSteps] - times[2]) / 1000 / timedSteps) * stepsPerEpoch;
}

async function writeSamples(file: string, data: string, translator: Translator, test: readonly ParallelText[]) {
  const distinct = [...new Map(test.map((pair) => [pair.source, pair])).values()];
  const every = Math.floor(distinct.length / 20);
  const chosen = Array.from({ length: 20 }, (_, i) => distinct[i * every]);
  const answers = await translator.predict(chosen.map(({ source }) => source), { beam: 5 }); // prettier-ignore
  const { citation, licence } = requireEntry(data);
  const row = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = [
    `# Twenty translations of ${data}`,
    '',
    `Test sentences at equal distances, none chosen by hand, with a beam of 5; written by \`npm run results\`.`,
    '',
    `Sentences: ${citation}. ${licence}.`,
    '',
    row(['source', 'a reference', 'translation']),
    row(['---', '---', '---']),
    ...chosen.map(({ source, target }, i) => row([source, target, answers[i].translation])),
    '',
  ];
  writeFileSync(join(__dirname, '../../docs', file), lines.join('\n'));
}

/** As in the figures that it is compared with: lower-cased tokens as given, words seen twice, ten epochs. */
const multi30k = (model: string, options: TranslatorOptions): Experiment =>
  trainTranslator({
    data: 'multi30k-en-de',
    model,
    options: { tokenizer: 'whitespace', ...options },
    beam: true,
    speed: true,
  });

const context: TranslatorOptions = { attention: 'none', contextEveryStep: true };
const subwords: TranslatorOptions = { tokenizer: 'byte-pairs', merges: 6000, minimumCount: 1, tying: 'all' };
/** Small texts of few characters: no dropout, a larger step. */
const exercise: TranslatorOptions = {
  tokenizer: 'characters',
  minimumCount: 1,
  hiddenSize: 128,
  embeddingSize: 32,
  tying: 'none',
  embeddingDropout: 0,
  dropout: 0,
  labelSmoothing: 0,
  learningRate: 4e-3,
  epochs: 30,
  monitor: 'sequenceAccuracy',
};

export const translation: Record<string, readonly Experiment[]> = {
  'translation/multi30k': [multi30k(measuredModel, {})],
  'translation/multi30k-context': [multi30k('GRU, context vector, tokens as given', context)],
  'translation/multi30k-subwords': [multi30k('GRU with attention, subwords', subwords)],
  'translation/tatoeba': [
    trainTranslator({
      data: 'tatoeba-fra-eng',
      model: 'GRU with attention, 256 units',
      options: { hiddenSize: 256, dropout: 0.3, embeddingDropout: 0.2, batchSize: 128, epochs: 8 },
      beam: true,
      samples: 'translations.md',
    }),
  ],
  'translation/speed': [speed],
  'translation/addition': [
    trainTranslator({
      data: 'addition:reversed',
      model: 'GRU with attention, characters',
      options: exercise,
      seeds: [1, 2, 3],
    }),
  ],
};
