/**
 * A character-level RNN on one word: it reads h, e, l, l and learns to predict e, l, l, o. Trained twice from the same
 * weights: by the float64 reference implementation alone, and by TensorFlow.js with our SimpleRNN layer.
 *
 *     npx tsx examples/hello.ts
 */
import * as tf from '@tensorflow/tfjs';
import { initialWeights, type Matrix, network, oneHot, Random, sgd, simpleRnn, SimpleRNN, toRows } from 'tfjs-sequence';

const letters = ['h', 'e', 'l', 'o'];
const idsOf = (text: string) => [...text].map((letter) => letters.indexOf(letter));
const inputs = idsOf('hell');
const targets = idsOf('ello');
const hiddenSize = 8;
const learningRate = 0.5;

const net = network({
  layers: [{ cell: simpleRnn({ hiddenSize }) }],
  outputSize: letters.length,
  activation: 'softmax',
  lossAt: 'every-step',
});

type Weights = Record<string, Matrix>;

export const freshWeights = (seed: number): Weights =>
  initialWeights(net.parameters(letters.length), Random.fromSeed(seed));

/** By hand: forward, backward, θ ← θ − η dθ, in place. @returns the loss before every step. */
export function trainByHand(weights: Weights, steps: number): number[] {
  const xs = inputs.map((id) => oneHot([id], letters.length)); // T × [1,4]
  const ys = targets.map((id) => oneHot([id], letters.length));
  return Array.from({ length: steps }, () => {
    const forward = net.forward({ xs, weights }, ys);
    sgd(weights, net.backward(forward).dWeights, learningRate);
    return forward.loss;
  });
}

/** By TensorFlow.js from the same start: the layer, its registered gradient, the stock optimizer. */
export function trainLayers(start: Weights, steps: number): number[] {
  tf.engine().startScope();
  const tensor = (name: string) => tf.tensor2d(toRows(start[name]));
  const xs = tf.oneHot(tf.tensor2d([inputs], undefined, 'int32'), letters.length, 1, 0, 'float32') as tf.Tensor3D; // [1,4,4]
  const ys = tf.oneHot(tf.tensor1d(targets, 'int32'), letters.length); // [4,4]
  const layer = new SimpleRNN({ units: hiddenSize, returnSequences: true });
  layer.apply(xs);
  const bias = tf.reshape(tensor('0.forward.bias'), [-1]);
  layer.setWeights([tensor('0.forward.kernel'), tensor('0.forward.recurrentKernel'), bias]);
  const output = [tf.variable(tensor('output.kernel')), tf.variable(tensor('output.bias'))];
  const loss = (): tf.Scalar => {
    const hs = tf.reshape(layer.apply(xs) as tf.Tensor, [-1, hiddenSize]); // [4,8]
    return tf.losses.softmaxCrossEntropy(ys, tf.add(tf.matMul(hs, output[0]), output[1]));
  };
  const optimizer = tf.train.sgd(learningRate);
  const losses = Array.from({ length: steps }, () => optimizer.minimize(loss, true)?.dataSync()[0] as number);
  layer.dispose();
  tf.dispose(output);
  optimizer.dispose();
  tf.engine().endScope();
  return losses;
}

/** Generates `count` letters after a first one, each prediction being the next input. */
export function generate(weights: Weights, first: string, count: number): string {
  let text = first;
  const dummy = oneHot([0], letters.length); // targets do not matter for the outputs
  for (let i = 0; i < count; i++) {
    const xs = idsOf(text).map((id) => oneHot([id], letters.length));
    const { ys } = net.forward(
      { xs, weights },
      xs.map(() => dummy),
    );
    const [probabilities] = toRows(ys[ys.length - 1]);
    text += letters[probabilities.indexOf(Math.max(...probabilities))];
  }
  return text;
}

export async function main(): Promise<void> {
  await tf.setBackend('cpu');
  const weights = freshWeights(1);
  console.log(`Before training: ${generate(weights, 'h', 4)}`);
  const layers = trainLayers(weights, 101);
  const byHand = trainByHand(weights, 101);
  for (let step = 0; step <= 100; step += 20) {
    console.log(`step ${step}: loss ${byHand[step].toFixed(7)} by hand, ${layers[step].toFixed(7)} by the layer`);
  }
  console.log(`After training: ${generate(weights, 'h', 4)}`);
}

if (process.argv[1]?.endsWith('hello.ts')) void main();
