/**
 * The algebra of the cells in TensorFlow.js ops, on any backend. Inside the generic kernel nothing is recorded and the
 * hand-written backward pass runs; outside of it, forwards only, the tape differentiates the same cell, to compare with.
 *
 * A mask is bool, of the size of the state [B,H], so that one Select does without broadcasting.
 */
import * as tf from '@tensorflow/tfjs';
import type { Algebra } from '../../cells/algebra';

export interface TensorAlgebra extends Algebra<tf.Tensor> {
  /** Frees what the algebra keeps from step to step. */
  dispose: () => void;
}

/** @param weights what is computed from these alone (a transpose, some columns) is computed once and kept. */
export function tensorAlgebra(weights: readonly tf.Tensor[]): TensorAlgebra {
  const owned: tf.Tensor[] = [];
  const keep = (tensor: tf.Tensor) => (owned.push(tensor), tf.keep(tensor));
  const once = memoizeFor(weights, keep);
  const one = keep(tf.scalar(1));
  return {
    matMul: (a, b) => tf.matMul(a, b),
    // wasm multiplies by a transposed matrix ten times slower than by one that has been transposed before.
    matMulTransposed: (a, b) =>
      tf.matMul(
        a,
        once(b, 'transposed', () => tf.transpose(b)),
      ),
    add: (a, b) => tf.add(a, b),
    subtract: (a, b) => tf.sub(a, b),
    multiply: (a, b) => tf.mul(a, b),
    scale: (a, factor) => tf.mul(a, factor),
    oneMinus: (a) => tf.sub(one, a),
    sigmoid: (a) => tf.sigmoid(a),
    tanh: (a) => tf.tanh(a),
    relu: (a) => tf.relu(a),
    isPositive: (a) => tf.step(a),
    split: (a, blocks) => tf.split(a, blocks, 1),
    columns: (a, start, end) => once(a, `${start}:${end}`, () => tf.slice(a, [0, start], [-1, end - start])),
    join: (blocks) => tf.concat([...blocks], 1),
    zeros: (rows, columns) => tf.zeros([rows, columns]),
    // tf.where would copy all three operands to broadcast them.
    select: (condition, t, e) => tf.engine().runKernel('Select', { condition, t, e }),
    sumOfProducts(terms) {
      const right = tf.concat(terms.map((term) => term.right)); // [T·B,n]
      if (!terms[0].left) return tf.sum(right, 0); // [n]
      const left = tf.concat(terms.map((term) => term.left as tf.Tensor)); // [T·B,m]
      return tf.matMul(tf.transpose(left), right); // [m,n]
    },
    scope: (body) => tf.tidy(body as () => tf.TensorContainerObject) as ReturnType<typeof body>,
    dispose: () => tf.dispose(owned),
  };
}

/** A cache for what is made from some tensors, also from what was itself made from them. */
function memoizeFor(sources: readonly tf.Tensor[], keep: (tensor: tf.Tensor) => tf.Tensor) {
  const made = new Map<number, Map<string, tf.Tensor>>(sources.map(({ id }) => [id, new Map()]));
  return (source: tf.Tensor, key: string, make: () => tf.Tensor): tf.Tensor => {
    const known = made.get(source.id);
    if (!known) return make();
    const tensor = known.get(key) ?? keep(make());
    known.set(key, tensor);
    if (!made.has(tensor.id)) made.set(tensor.id, new Map());
    return tensor;
  };
}
