/** Few training examples, default settings: more than the majority. */
import { Random } from '../../../src/random';
import { Tagger } from '../../../tasks/tagging/tagging';
import { onCpu } from '../support';
import { recording, sentences } from './support';

beforeAll(onCpu);

test('40 sentences: names by their letters, better than a table of words', async () => {
  const model = new Tagger({ hiddenSize: 24, characterSize: 24 });
  await model.fit(sentences(40, 1));
  expect(model.config).toMatchObject({ epochs: 100, batchSize: 4 });
  const { spanF1, baselines } = await model.evaluate(sentences(60, 2));
  expect(spanF1).toBeGreaterThan(0.9);
  expect(spanF1).toBeGreaterThan(baselines['most frequent tag per word'].spanF1);
  model.dispose();
}, 240_000);

test('four recordings: better than a linear model of frames', async () => {
  const random = Random.fromSeed(5);
  const recordings = Array.from({ length: 6 }, (_, n) => recording(random, 120, `r${n}`));
  const model = new Tagger({ hiddenSize: 16 });
  await model.fit(recordings.slice(0, 4));
  expect(model.config).toMatchObject({ input: 'frames', batchSize: 8, epochs: 300 });
  const { accuracy, baselines } = await model.evaluate(recordings.slice(4));
  expect(accuracy).toBeGreaterThan(baselines['linear on a frame'].accuracy);
  model.dispose();
}, 240_000);
