/**
 * Parameters as plain data: what a weight is called, its shape, how it starts. Initial values are drawn in typed
 * arrays, so that they are seeded, alike on every backend, and fast (stock tfjs takes 99 s for an orthogonal
 * 256 × 1024 matrix on its cpu backend; here it takes milliseconds).
 */
import type * as tf from '@tensorflow/tfjs';
import { ConfigError, show } from './errors';
import type { Random } from './random';
import { sizeOf } from './shapes';

/** How a weight starts: Keras' names, a uniform or normal distribution, or one of these for each block. */
export type Initializer =
  | 'zeros'
  | 'ones'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'orthogonal'
  | 'heUniform'
  | { uniform: number }
  | { normal: number }
  /** Equal blocks of a vector, each with its own start: an LSTM's forget gate begins with 1. */
  | { blocks: readonly Initializer[] };

/** A weight before it exists: name, shape and how it starts. */
export interface ParameterSpec {
  name: string;
  shape: readonly number[];
  initializer: Initializer;
}

/** A tensor outside of TensorFlow.js: in a bundle, a checkpoint, a golden file. Row-major. */
export interface NamedArray {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/** A weight, or a slot of an optimizer. */
export interface NamedVariable {
  /** `layer/weight`: unique within a model, and the same in every process. */
  readonly name: string;
  readonly variable: tf.Variable;
}

let drawsValues = true;

/**
 * Runs `build` with all initial values zero in place of drawn ones, for a network whose weights are loaded next: drawing
 * those of an LSTM of 512 units in both directions takes seconds.
 */
export function withoutInitialValues<Result>(build: () => Result): Result {
  const before = drawsValues;
  drawsValues = false;
  try {
    return build();
  } finally {
    drawsValues = before;
  }
}

/** Draws the initial values of one parameter, row-major. */
export function initialize(spec: ParameterSpec, random: Random): Float32Array {
  const { shape, initializer } = spec;
  const size = sizeOf(shape);
  if (!drawsValues) return new Float32Array(size);
  if (typeof initializer === 'object') {
    if ('blocks' in initializer) return initializeBlocks(spec, initializer.blocks, random);
    return 'uniform' in initializer
      ? random.uniformArray(size, -initializer.uniform, initializer.uniform)
      : random.normalArray(size, initializer.normal);
  }
  const [fanIn, fanOut] = fans(shape);
  switch (initializer) {
    case 'zeros':
      return new Float32Array(size);
    case 'ones':
      return new Float32Array(size).fill(1);
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (fanIn + fanOut)); // Glorot & Bengio 2010, eq. 16
      return random.uniformArray(size, -limit, limit);
    }
    case 'glorotNormal':
      return random.normalArray(size, Math.sqrt(2 / (fanIn + fanOut)));
    case 'heUniform': {
      const limit = Math.sqrt(6 / fanIn); // He et al. 2015
      return random.uniformArray(size, -limit, limit);
    }
    case 'orthogonal':
      return orthogonal(shape, random);
    default:
      throw new ConfigError({ where: `parameter ${spec.name}`, problem: `unknown initializer ${show(initializer)}` });
  }
}

function initializeBlocks(
  { name, shape }: ParameterSpec,
  blocks: readonly Initializer[],
  random: Random,
): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const size = values.length / blocks.length;
  blocks.forEach((initializer, i) =>
    values.set(initialize({ name, shape: [size], initializer }, random.fork(i)), i * size),
  );
  return values;
}

/** Inputs and outputs of one unit, as Keras counts them: the last two axes times the receptive field before them. */
function fans(shape: readonly number[]): [number, number] {
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [shape[0], shape[0]];
  const field = sizeOf(shape.slice(0, -2));
  return [field * (shape.at(-2) as number), field * (shape.at(-1) as number)];
}

/**
 * A matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2013), by modified Gram–Schmidt in
 * float64 on normal draws; what float64 loses there is far below float32.
 */
function orthogonal(shape: readonly number[], random: Random): Float32Array {
  if (shape.length < 2) {
    throw new ConfigError({
      where: 'initializer orthogonal',
      problem: `shape [${shape.join(',')}] has fewer than two axes`,
      expected: 'a matrix',
      fix: "Use 'glorotUniform' for vectors",
    });
  }
  const columns = shape.at(-1) as number;
  const rows = sizeOf(shape) / columns;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, i) => {
    for (let j = 0; j < i; j++) subtractProjection(vector, vectors[j]);
    const norm = Math.sqrt(dot(vector, vector));
    for (let k = 0; k < length; k++) vector[k] = vector[k] / norm;
  });
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < length; k++) {
      values[rows < columns ? i * columns + k : k * columns + i] = vectors[i][k];
    }
  }
  return values;
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const scale = dot(vector, unit);
  for (let k = 0; k < vector.length; k++) vector[k] = vector[k] - scale * unit[k];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
