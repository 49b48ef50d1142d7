/**
 * A model of your own with the training loop of this package: was the first of the two numbers of the first step the
 * larger one? A recurrent layer of a custom cell, an output layer, and what `training.fit` needs of them: weights, a loss,
 * and the batches of an epoch. Validation, early stopping, checkpoints and the schedule come with the loop.
 *
 *     npx tsx examples/own-model.ts
 */
import * as tf from '@tensorflow/tfjs';
import { Random, Recurrent, training } from 'tfjs-sequence';
import { minimalGatedUnit } from './custom-cell';

interface Batch {
  xs: tf.Tensor3D; // [B,T,2]
  targets: Int32Array; // [B]
}

const steps = 5;
const layer = new Recurrent({ cell: minimalGatedUnit(8), seed: 1 });
const output = tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) });

function drawBatch(random: Random, size: number): Batch {
  const values = random.uniformArray(size * steps * 2); // [B,T,2]
  const isLarger = (b: number) => Number(values[b * steps * 2] > values[b * steps * 2 + 1]);
  return {
    xs: tf.tensor3d(values, [size, steps, 2]),
    targets: Int32Array.from({ length: size }, (_, b) => isLarger(b)),
  };
}

const logitsOf = ({ xs }: Batch): tf.Tensor2D => output.apply(layer.apply(xs)) as tf.Tensor2D; // [B,2]

export async function main(): Promise<void> {
  await tf.ready();
  const random = Random.fromSeed(7);
  const batches = Array.from({ length: 12 }, (_, i) => drawBatch(random.fork(i), 32));
  const heldOut = drawBatch(random.fork('held out'), 200);
  tf.dispose(logitsOf(heldOut)); // layers have weights once they have seen an input

  const model: training.Trainable<Batch> = {
    parameters: () =>
      [layer, output]
        .flatMap(({ trainableWeights }) => trainableWeights)
        .map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable })),
    loss: (batch) => ({ loss: training.softmaxCrossEntropy(logitsOf(batch), { targets: batch.targets }) }),
    countUnits: ({ targets }) => targets.length,
    countTokens: ({ targets }) => targets.length * steps,
  };
  const validate = () => {
    const correct = tf.tidy(() => training.countCorrect(logitsOf(heldOut), { targets: heldOut.targets }).dataSync()[0]);
    return { accuracy: correct / heldOut.targets.length };
  };

  const events = training.fit<Batch>({
    model,
    plan: () => ({ length: batches.length, batch: (i) => batches[i] }),
    epochs: 12,
    optimizer: { kind: 'adam' },
    schedule: { kind: 'cosine', learningRate: 0.03 },
    random: random.fork('training'),
    clipNorm: 1,
    validate,
    earlyStopping: { metric: 'accuracy', mode: 'max' },
  });
  for await (const event of events) {
    if (event.type === 'epoch') console.log(`epoch ${event.epoch}: accuracy ${event.validation?.accuracy.toFixed(3)}`);
  }
  console.log(`best epoch kept: accuracy ${validate().accuracy.toFixed(3)}`);
  tf.dispose([heldOut.xs, ...batches.map(({ xs }) => xs)]);
}

if (process.argv[1]?.endsWith('own-model.ts')) void main();
