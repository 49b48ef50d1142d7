/** Tagging: words and frames by data set; speed beside PyTorch; a stream of a million frames. */
import * as tf from '@tensorflow/tfjs';
import {
  fileSource,
  openFrames,
  openTaggedWords,
  Tagger,
  type TaggerFitOptions,
  type TaggerOptions,
  type TaggingExample,
  terminalProgress,
} from '../../src/node';
import { nodeFileHost } from '../../src/platform/node-data';
import { frames, taggedWords } from '../../src/data/kinds';
import { openExamples } from '../../src/data/open-examples';
import { dataPath, pytorch } from './pytorch';
import { type Experiment, type Run, rowsOf } from './rows';

interface Plan {
  data: string;
  model: string;
  options?: TaggerOptions;
  seeds?: readonly number[];
  fit?: () => TaggerFitOptions;
}

export const trainTagger =
  ({ data, model, options = {}, seeds = [1, 2, 3], fit }: Plan): Experiment =>
  async (command) => {
    const { splits } = await openExamples<TaggingExample>([taggedWords, frames], data, nodeFileHost(), {});
    const runs: Run[] = [];
    for (const seed of seeds) {
      process.stderr.write(`tagging on ${data}, ${model}, seed ${seed}\n`);
      const start = performance.now();
      const tagger = new Tagger({ ...options, seed });
      await tagger.fit(splits.train, { validation: splits.validation, onEvent: terminalProgress(), ...fit?.() });
      const seconds = (performance.now() - start) / 1000;
      const { baselines, ...metrics } = await evaluated(tagger, splits.test ?? [], seed === seeds[0]);
      runs.push({ seed, metrics, baselines, seconds });
      process.stderr.write(`${JSON.stringify(metrics)}\n`);
      tagger.dispose();
    }
    return rowsOf({ task: 'tagging', data, split: 'test', model, command }, runs);
  };

/** Baselines do not depend on the seed: once is enough. */
const evaluated = (tagger: Tagger, test: readonly TaggingExample[], withBaselines: boolean) =>
  tagger.evaluate(test, withBaselines ? {} : { baselinesFrom: [] });

/** Written by scripts/glove-text.py. */
function gloveVectors(): TaggerFitOptions {
  const file = process.env.TFSEQ_VECTORS;
  if (file) return { vectors: fileSource(file) };
  throw new Error('TFSEQ_VECTORS names no file: python3 scripts/glove-text.py glove.6B.50d.txt');
}

/** A person sits elsewhere in each recording. Chosen on the validation recording a3. */
const gestures: TaggerOptions = {
  centre: 'recording',
  batchSize: 4,
  epochs: 30,
  window: 50,
  noise: 0.3,
  inputDropout: 0.2,
  dropout: 0.6,
};

/** Seconds of an epoch and words a second, here and of the same network in PyTorch, one after the other. */
const speed =
  (data: string, file: string, output: 'softmax' | 'crf'): Experiment =>
  async (command) => {
    const { splits } = await openTaggedWords(data);
    const tagger = new Tagger({ seed: 1, epochs: 2, output });
    const { history } = await tagger.fit(splits.train);
    const inputs = splits.train.map(({ words }) => ({ words }));
    await tagger.predict(inputs.slice(0, 64)); // compiled by now
    const start = performance.now();
    await tagger.predict(inputs);
    const words = splits.train.reduce((sum, one) => sum + one.words.length, 0);
    const wordsPerSecond = words / ((performance.now() - start) / 1000);
    tagger.dispose();
    const args = [dataPath(file), '--output', output, '--epochs', '2'];
    const baselines = { PyTorch: pytorch('tagging.py', args, ['secondsPerEpoch', 'wordsPerSecond']) };
    const seconds = Math.min(...history.map((epoch) => epoch.seconds));
    const metrics = { secondsPerEpoch: seconds, wordsPerSecond };
    const about = { task: 'tagging', data, split: 'train', model: `default, ${output}, time`, command };
    return rowsOf(about, [{ seed: 1, metrics, baselines, seconds }]);
  };

/** A model of one direction, 64 units, frame by frame: milliseconds a frame, growth of memory in bytes. */
const streaming: Experiment = async (command) => {
  const { splits } = await openFrames('gesture-phase');
  const tagger = new Tagger({ bidirectional: false, hiddenSize: 64, epochs: 2, seed: 1 });
  await tagger.fit(splits.train);
  const [{ frames, size, steps }] = splits.test ?? [];
  const stream = tagger.stream();
  const answer = (t: number) => stream.next(frames.subarray((t % steps) * size, ((t % steps) + 1) * size));
  for (let t = 0; t < 10_000; t++) answer(t);
  const before = process.memoryUsage().rss;
  const tensors = tf.memory().numBytes;
  const start = performance.now();
  for (let t = 0; t < 1_000_000; t++) answer(t);
  const seconds = (performance.now() - start) / 1000;
  const metrics = {
    msPerFrame: seconds / 1000,
    bytesGrown: Math.max(0, process.memoryUsage().rss - before),
    tensorBytesGrown: tf.memory().numBytes - tensors,
  };
  stream.dispose();
  tagger.dispose();
  const about = {
    task: 'tagging',
    data: 'gesture-phase',
    split: '1,000,000 frames',
    model: 'stream, 64 units',
    command,
  };
  return rowsOf(about, [{ seed: 1, metrics, baselines: {}, seconds }]);
};

/** Two thirds of the default. */
const twelve: TaggerOptions = { epochs: 12 };
/** With nothing but the word itself a larger vector, dropped less often (by validation: 91.9 %, 91.4 without). */
const wordsOnly: TaggerOptions = {
  ...{ characters: 'none', caseSize: 0, suffixLength: 0, lowercase: false },
  ...{ embeddingSize: 100, wordDropout: 0.15, inputDropout: 0.3, epochs: 12 },
};
/** A shape moves by one pixel: it takes more numbers to say where it is than a label of sensors (by validation). */
const films: TaggerOptions = {
  ...{ input: 'frames', imageSize: 96, hiddenSize: 160 },
  ...{ inputDropout: 0, dropout: 0.1, batchSize: 8, epochs: 30 },
};
const people = ['a', 'b', 'c'].map((person) => `gesture-phase:without-${person}`);
const fiveSeeds = [1, 2, 3, 4, 5];

export const tagging: Record<string, readonly Experiment[]> = {
  'tagging/ewt/12-epochs': [trainTagger({ data: 'ud-english-ewt', model: '12 epochs', options: twelve })],
  'tagging/ewt/words-only': [
    trainTagger({ data: 'ud-english-ewt', model: 'words only, 12 epochs', options: wordsOnly }),
  ],
  'tagging/conll2003/crf': [trainTagger({ data: 'conll2003-ner', model: 'CRF, 12 epochs', options: twelve })],
  'tagging/conll2003/softmax': [
    trainTagger({ data: 'conll2003-ner', model: 'softmax, 12 epochs', options: { ...twelve, output: 'softmax' } }),
  ],
  'tagging/conll2003/glove': [
    trainTagger({ data: 'conll2003-ner', model: 'CRF, GloVe 6B 50 d, 12 epochs', options: twelve, fit: gloveVectors }),
  ],
  'tagging/gesture-phase/split': [
    trainTagger({ data: 'gesture-phase', model: 'centred, augmented', options: gestures, seeds: fiveSeeds }),
  ],
  'tagging/gesture-phase/left-out': people.map((data) =>
    trainTagger({ data, model: 'centred, augmented', options: gestures, seeds: fiveSeeds }),
  ),
  'tagging/moving-shapes': [trainTagger({ data: 'moving-shapes', model: 'larger', options: films })],
  'tagging/streaming': [streaming],
  'tagging/speed': [
    speed('ud-english-ewt', 'ud-english-ewt/en_ewt-ud-train.conllu.gz', 'softmax'),
    speed('conll2003-ner', 'conll2003-ner/train.txt', 'crf'),
  ],
};
