/**
 * Seeded initial weights for layers of TensorFlow.js. A layer is built with zeros and then filled from typed arrays
 * (parameters.ts): the same bytes from the same seed on every backend, and no orthogonal matrix by tensor QR, which
 * takes 12.5 s for 128 units on the cpu backend.
 */
import * as tf from '@tensorflow/tfjs';
import { type Initializer, initialize } from '../parameters';
import { Random } from '../random';
import { type OptionNames } from '../validation';
import { BackendError } from '../errors';

export interface Seeded {
  /** A seed of its own: equal seeds give equal weights, whatever the layer is called. */
  seed?: number;
  /** Or a stream of the caller's. Without either, weights follow from the layer's name. */
  random?: Random;
}

export const seededNames: OptionNames<Seeded> = { seed: true, random: true };

/** What TensorFlow.js writes into the saved config of any layer, and gives to its constructor again. */
export const savedConfigNames = {
  name: true,
  trainable: true,
  batchInputShape: true,
  dtype: true,
  customObjects: true,
} as const;

export const streamOf = ({ seed, random }: Seeded, name: string): Random =>
  random ?? (seed === undefined ? Random.fromSeed(0).fork(name) : Random.fromSeed(seed));

/**
 * Runs `build`, in which stock code adds weights, without its slow, unseeded initialisers. Stock recurrent layers forget
 * to note that they are built, so that `apply` would build them again. @throws BackendError while there is no backend.
 */
export function buildWithZeros(layer: tf.layers.Layer, build: () => void): void {
  checkBackend(`${layer.getClassName()} ${layer.name}`);
  layer.setFastWeightInitDuringBuild(true);
  build();
  layer.built = true;
}

/** Fills the weights by their names within the layer: `{ kernel: 'glorotUniform' }`; the others stay zero. */
export function drawWeights(layer: tf.layers.Layer, initializers: Record<string, Initializer>, random: Random): void {
  for (const variable of layer.weights) {
    const name = variable.originalName.split('/').at(-1) as string;
    const initializer = initializers[name];
    if (initializer)
      writeValues(variable, initialize({ name, shape: shapeOf(variable), initializer }, random.fork(name)));
  }
}

/** @param values row-major, of the variable's size. */
export function writeValues(variable: tf.LayerVariable, values: Float32Array): void {
  tf.tidy(() => void variable.write(tf.tensor(values, shapeOf(variable), 'float32')));
}

/** Of a weight every axis is known. */
export const shapeOf = (variable: tf.LayerVariable): number[] => variable.shape as number[];

/** TensorFlow.js says so too, but an error thrown in its file is shown with that file's one line of some 39,000 letters. */
function checkBackend(where: string): void {
  const { backendName, registryFactory } = tf.engine() as { backendName?: string; registryFactory: Factories };
  const [first] = Object.entries(registryFactory).sort(([, a], [, b]) => b.priority - a.priority);
  if (backendName !== undefined || !startsLater.includes(first?.[0])) return; // others start when they are first used
  throw new BackendError({
    where,
    problem: 'TensorFlow.js has no backend yet',
    expected: 'a backend that has started, before a layer is applied or built',
    fix: 'Write await tf.ready() before it, or await useBackend() of this package',
  });
}

type Factories = Record<string, { priority: number }>;

/** Backends whose start has to be awaited. */
const startsLater: readonly string[] = ['wasm', 'webgpu'];
