/**
 * A language model of movie reviews, in two steps: on all texts of the corpus, then on those of rt-polarity alone. What is
 * finished stays in the folder for temporary files, so that an interrupted run goes on where it was.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LanguageModel, type LanguageModelOptions, openLabeledText, terminalProgress } from '../../../src/node';
import { reviewCorpus } from './corpus';

/** Sizes that a processor trains in minutes: the output layer has most of the work. */
const general: LanguageModelOptions = {
  tokenizer: 'words',
  lowercase: true,
  maximumVocabulary: 8000,
  layers: 2,
  hiddenSize: 160,
  embeddingSize: 160,
  tied: true,
  embeddingDropout: 0.1,
  dropout: 0.1,
  outputDropout: 0.1,
  weightDrop: 0.1,
  batchSize: 24,
  window: 30,
  learningRate: 4e-3,
  warmup: 0.05,
  epochs: 1,
  checkpointEvery: 100,
};

/** Few texts, read several times: smaller steps, more dropout. */
const tuned: LanguageModelOptions = {
  embeddingDropout: 0.2,
  dropout: 0.2,
  outputDropout: 0.2,
  weightDrop: 0.2,
  learningRate: 1e-3,
  epochs: 3,
};

export interface Pretrained {
  /** Of the bundle. */
  directory: string;
  seconds: number;
  /** Of the words of the validation texts of rt-polarity. */
  perplexity: number;
  removed: number;
}

const root = join(tmpdir(), 'tfseq-results-pretraining');

export async function pretrainedModel(): Promise<Pretrained> {
  const steps = [
    { name: 'general', data: ['review-polarity', 'rt-polarity'], settings: general },
    { name: 'rt-polarity', data: ['rt-polarity'], settings: tuned },
  ];
  const { splits } = await openLabeledText('rt-polarity');
  const validation = (splits.validation ?? []).map(({ text }) => ({ text }));
  let [before, seconds, removed, perplexity] = ['', 0, 0, NaN];
  for (const { name, data, settings } of steps) {
    const directory = join(root, name);
    mkdirSync(directory, { recursive: true });
    const record = join(directory, 'seconds.json');
    const corpus = await reviewCorpus(data);
    if (!existsSync(record)) {
      process.stderr.write(`language model: ${corpus.sentences.length} sentences of ${data.join(' and ')}\n`);
      const model = before ? await LanguageModel.load(before, { settings }) : new LanguageModel(settings);
      const resume = existsSync(join(directory, 'checkpoint'));
      const training = { validation, checkpoints: directory, resume, onEvent: terminalProgress() };
      const { history } = await model.fit(corpus.sentences, training);
      await model.save(directory, { overwrite: true });
      const [{ perplexity }] = history.slice(-1).map(({ validation }) => validation ?? {});
      writeFileSync(
        record,
        JSON.stringify({ seconds: history.reduce((sum, one) => sum + one.seconds, 0), perplexity }),
      );
      model.dispose();
    }
    const done = JSON.parse(readFileSync(record, 'utf8')) as { seconds: number; perplexity: number };
    seconds += done.seconds;
    removed = Math.max(removed, corpus.removed); // the first step has the texts of the second one too
    perplexity = done.perplexity;
    before = directory;
  }
  return { directory: before, seconds, removed, perplexity };
}
