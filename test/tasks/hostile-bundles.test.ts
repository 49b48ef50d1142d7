/** Bundles whose parts do not agree, or whose sizes are not those of their weights, are refused before anything is built. */
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { BundleContent } from '../../src/bundle/encode';
import type { JsonObject } from '../../src/bundle/json';
import { loadBundle } from '../../src/bundle/store';
import { BundleError } from '../../src/errors';
import { useBackend } from '../../src/node';
import { platform } from '../../src/platform/platform';
import { taskClass } from '../../tasks';
import { restoreFrom } from '../../tasks/bundles';
import { cpuSeconds } from '../support/cpu-time';

const bundles = join(__dirname, '../fixtures/bundles');

beforeAll(() => useBackend('cpu'));

async function contentOf(name: string): Promise<BundleContent> {
  return structuredClone(await loadBundle(platform().openStore(join(bundles, name))));
}

function restore(content: BundleContent) {
  const Model = taskClass(content.info.task);
  const task = (new Model() as unknown as { baseTask: Parameters<typeof restoreFrom>[0] }).baseTask;
  return restoreFrom(task, content, 'a/bundle');
}

type Change = (info: { config: JsonObject; encoder: JsonObject; labels: string[] }) => void;

it.each<[string, string, Change, RegExp]>([
  ['hidden units', 'sentiment', ({ config }) => (config.hiddenSize = 100_000), /more weights than were saved/],
  ['hidden units', 'tagging-words', ({ config }) => (config.hiddenSize = 900_000), /more weights than were saved/],
  ['hidden units', 'tagging-frames', ({ config }) => (config.hiddenSize = 900_000), /more weights than were saved/],
  ['hidden units', 'translation', ({ config }) => (config.hiddenSize = 900_000), /more weights than were saved/],
  ['embeddings', 'translation', ({ config }) => (config.embeddingSize = 1_000_000), /more weights than were saved/],
  ['letters', 'tagging-words', ({ config }) => (config.characterSize = 1_000_000), /more weights than were saved/],
  ['filters', 'tagging-pictures', ({ config }) => (config.filters = [1_000_000]), /more weights than were saved/],
  [
    'layers',
    'sentiment',
    ({ config }) => (config.layers = 1e9),
    /layers is 1000000000. Expected a number of at most 128/,
  ],
  [
    'layers',
    'translation',
    ({ config }) => (config.layers = 100),
    /more weights than were saved|is unknown|is missing/,
  ],
  ['the longest target', 'translation', ({ encoder }) => (encoder.longestTarget = 1e9), /longestTarget is 1000000000/],
  ['labels twice', 'sentiment', ({ encoder, labels }) => (encoder.labels = labels.fill(labels[0])), /every label once/],
  ['labels of the manifest', 'sentiment', ({ labels }) => labels.reverse(), /label 0 is .* in its encoder/],
  ['a label more', 'tagging-words', ({ labels }) => labels.push('B-X'), /there are \d+ labels, and \d+ in its encoder/],
])('%s of %s', async (_, name, change, message) => {
  const content = await contentOf(name);
  change(content.info);
  const { numTensors } = tf.memory();
  const before = process.memoryUsage().rss;
  expect(cpuSeconds(() => expect(() => restore(content)).toThrow(BundleError))).toBeLessThan(2);
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(() => restore(content)).toThrow(message);
});

it('a bundle as it was saved', async () => {
  for (const name of ['sentiment', 'tagging-words', 'tagging-frames', 'tagging-pictures', 'translation']) {
    const { numTensors } = tf.memory();
    const { fitted } = restore(await contentOf(name));
    expect(tf.memory().numTensors).toBeGreaterThan(numTensors);
    fitted.predictor.network.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  }
});
