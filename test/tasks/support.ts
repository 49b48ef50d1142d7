/** A toy task with a known answer: the label is the later one of two colour words, so that only order decides. */
import * as tf from '@tensorflow/tfjs';
import '../../src/node';
import type { TextOptions } from '../../tasks/classification/text/settings';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { Random } from '../../src/random';

const fillers = ['then', 'and', 'very', 'the', 'of'];
const colours = ['red', 'blue'];

export function toyExamples(count: number, seed: number): LabeledText[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, () => {
    const label = random.choice(colours);
    const some = () => Array.from({ length: 1 + random.integer(2) }, () => random.choice(fillers));
    const words = [...some(), random.choice(colours), ...some(), label, ...some()];
    return { text: words.join(' '), label };
  });
}

/** Small and without dropout: learns the toy exactly in a second or two. */
export const toyOptions: TextOptions = {
  tokenizer: 'words',
  ngrams: 'none',
  hiddenSize: 8,
  embeddingSize: 8,
  bidirectional: false,
  pooling: 'last',
  dropout: 0,
  embeddingDropout: 0,
  wordDropout: 0,
  averaging: 0,
  minimumCount: 1,
  learningRate: 0.02,
  batchSize: 16,
  epochs: 8,
  seed: 3,
};

export const onCpu = () => tf.setBackend('cpu');
