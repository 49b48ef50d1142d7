/**
 * `tune` against the default settings, on test data that the search has not seen. Ten minutes a set, or as many as
 * TFSEQ_TUNE_MINUTES says: `TFSEQ_TUNE_MINUTES=2 npm run results -- tune/trec`.
 */
import { type FinishedSearch, SentimentClassifier, Tagger, Translator, tune, type TuningEvent } from '../../src/node';
import type { AnyTaskModel, TaskClass } from '../../tasks';
import { openExamples } from '../../src/data/open-examples';
import { nodeFileHost } from '../../src/platform/node-data';
import type { ResultRow } from '../results-file';
import { type Experiment, type Run, rowsOf } from './rows';

const minutes = Number(process.env.TFSEQ_TUNE_MINUTES ?? 10);
const seed = 1;

const report = (text: string) => void process.stderr.write(`${text}\n`);

function tell(event: TuningEvent): void {
  if (event.type !== 'trial') return;
  const { number, settings, epochs, outcome, value, seconds } = event.trial;
  report(
    `trial ${number} ${JSON.stringify(settings)} ${epochs} epochs: ${outcome} ${value} in ${seconds.toFixed(1)} s`,
  );
}

async function measured(model: AnyTaskModel, test: readonly object[]): Promise<Pick<Run, 'metrics' | 'baselines'>> {
  const { baselines, ...metrics } = await model.evaluate(test);
  return { metrics, baselines };
}

/** Of an accuracy on so many examples; of other metrics nothing is known. */
const standardError = (metric: string, value: number, examples: number) =>
  /accuracy/i.test(metric) ? Math.sqrt((value * (1 - value)) / examples) : undefined;

/** Two models on the test split: with the default settings, and with those that the search has found. */
const onData =
  (data: string, Task: TaskClass): Experiment =>
  async (command) => {
    const { splits } = await openExamples(new Task().task.kinds, data, nodeFileHost(), {});
    const { train, validation, test = [] } = splits;
    const start = performance.now();
    const standard = new Task({ seed });
    await standard.fit(train, { validation });
    const before: Run = { seed, ...(await measured(standard, test)), seconds: (performance.now() - start) / 1000 };
    standard.dispose();
    const found = (await tune(Task, train, { validation, minutes, settings: { seed }, onEvent: tell })) as FinishedSearch<AnyTaskModel>; // prettier-ignore
    const after: Run = { seed, ...(await measured(found.model, test)), seconds: found.seconds };
    found.model.dispose();
    const { metric } = found.monitor;
    const error = standardError(metric, before.metrics[metric], test.length);
    report(`${data}: ${metric} ${before.metrics[metric]} by default (s.e. ${error}), ${after.metrics[metric]} tuned: ${JSON.stringify(found.settings)}`); // prettier-ignore
    return rowsFor(found, { data, command, before, after });
  };

function rowsFor(
  { model }: FinishedSearch<AnyTaskModel>,
  { data, command, before, after }: { data: string; command: string; before: Run; after: Run },
): ResultRow[] {
  const about = { task: model.task.name, data, split: 'test', command: `TFSEQ_TUNE_MINUTES=${minutes} ${command}` };
  const beside = { ...after, baselines: { 'default settings': before.metrics, ...after.baselines } };
  return rowsOf({ ...about, model: `tuned for ${minutes} minutes` }, [beside]);
}

const sets: Record<string, TaskClass> = {
  'rt-polarity': SentimentClassifier,
  trec: SentimentClassifier,
  'names-by-language': SentimentClassifier,
  'review-polarity': SentimentClassifier,
  'gesture-phase': Tagger,
  'ud-english-ewt': Tagger,
  'tatoeba-fra-eng': Translator,
};

export const tuning: Record<string, readonly Experiment[]> = Object.fromEntries(
  Object.entries(sets).map(([data, Task]) => [`tune/${data}`, [onData(data, Task)]]),
);
