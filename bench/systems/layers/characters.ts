/** A training step of a character language model. */
import * as tf from '@tensorflow/tfjs';
import type { CharacterModelWork } from '../../works';
import { type Round, timed } from '../child-loop';
import { ourStep } from './our-step';
import { makeRecurrent, type System } from './system';

const clipNorm = 5;

export async function prepareCharacters(system: System, work: CharacterModelWork): Promise<Round> {
  const { batchSize: B, steps: T, hiddenSize: H, vocabularySize: V, layers } = work;
  const ids = tf.randomUniform([B, T], 0, V, 'int32', 1);
  const targets = tf.randomUniform([B, T], 0, V, 'int32', 2);
  const table = tf.variable(tf.randomNormal([V, H], 0, 0.1, 'float32', 3));
  const recurrent: tf.layers.Layer[] = [];
  for (let i = 0; i < layers; i++) {
    recurrent.push(await makeRecurrent(system, 'lstm', { units: H, returnSequences: true }));
  }
  const head = tf.layers.dense({ units: V });
  // Stock wasm has no gradient of a look-up: there a product with one-hot rows stands in, as its users do.
  const oneHot = !system.ours && system.backend === 'wasm' ? tf.cast(tf.oneHot(ids, V), 'float32') : undefined;
  const look = (rows: tf.Tensor) =>
    oneHot ? tf.reshape(tf.matMul(tf.reshape(oneHot, [B * T, V]), rows), [B, T, H]) : tf.gather(rows, ids);
  const logits = () => {
    const x = look(table); // [B,T,H]
    const states = recurrent.reduce<tf.Tensor>((h, layer) => layer.apply(h) as tf.Tensor, x);
    return head.apply(states) as tf.Tensor3D; // [B,T,V]
  };
  tf.dispose(tf.tidy(logits)); // makes the variables
  const variables = [table, ...[...recurrent, head].flatMap((layer) => layer.trainableWeights.map((w) => w.read()))];
  if (!system.ours) return stockStep(variables as tf.Variable[], logits, targets as tf.Tensor2D);
  const { softmaxCrossEntropy } = await import('../../../src/training/losses');
  const classes = Int32Array.from(targets.dataSync());
  const loss = () => softmaxCrossEntropy(tf.reshape(logits(), [classes.length, V]), { targets: classes });
  return ourStep(variables as tf.Variable[], loss, classes.length, clipNorm);
}

function stockStep(variables: tf.Variable[], logits: () => tf.Tensor3D, targets: tf.Tensor2D): Round {
  const optimizer = tf.train.adam(0.001);
  const V = (variables[0].shape as number[])[0];
  const loss = (): tf.Scalar => tf.losses.softmaxCrossEntropy(tf.oneHot(targets, V), logits());
  return timed(async () => {
    const value = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, variables);
      const squares = Object.values(grads).map((grad) => tf.sum(tf.square(grad)));
      const scale = tf.minimum(1, tf.div(clipNorm, tf.sqrt(tf.addN(squares))));
      optimizer.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, g]) => [name, tf.mul(g, scale)])));
      return value;
    });
    await value.data();
    value.dispose();
  });
}
