/** The algebra of the cells in TensorFlow.js ops that its automatic differentiation knows. */
import * as tf from '@tensorflow/tfjs';
import type { Algebra } from '../cells/algebra';

export const autodiffAlgebra: Algebra<tf.Tensor> = {
  matMul: (a, b) => tf.matMul(a, b),
  matMulTransposed: (a, b) => tf.matMul(a, b, false, true),
  add: (a, b) => tf.add(a, b),
  subtract: (a, b) => tf.sub(a, b),
  multiply: (a, b) => tf.mul(a, b),
  scale: (a, factor) => tf.mul(a, factor),
  oneMinus: (a) => tf.sub(1, a),
  sigmoid: (a) => tf.sigmoid(a),
  tanh: (a) => tf.tanh(a),
  relu: (a) => tf.relu(a),
  isPositive: (a) => tf.step(a),
  split: (a, blocks) => tf.split(a, blocks, 1),
  columns: (a, start, end) => tf.slice(a, [0, start], [-1, end - start]),
  join: (blocks) => tf.concat([...blocks], 1),
  zeros: (rows, columns) => tf.zeros([rows, columns]),
  select: (mask, whereTrue, whereFalse) => tf.where(mask, whereTrue, whereFalse),
  sumOfProducts: (terms) =>
    tf.addN(terms.map(({ left, right }) => (left ? tf.matMul(left, right, true) : tf.sum(right, 0)))),
  scope: (body) => body(),
};
