/**
 * Loading builds a network from sizes that a file states. Its layers may have as many weights as the file has values for:
 * sizes that do not fit are refused before a weight of that size is allocated.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors';
import { sizeOf } from '../shapes';

/** Values of weights that are not saved, such as a fixed scale. */
const UNSAVED = 1024;

type AddWeight = (this: tf.layers.Layer, name: string, shape: number[], ...rest: unknown[]) => tf.LayerVariable;

/**
 * Runs `build`, whose layers may have so many values together. All layers, also those inside of stock layers, add
 * weights by one method of their base class, which is replaced meanwhile.
 * @throws ConfigError naming the weight that is too much.
 */
export function withinWeights<Result>(values: number, build: () => Result): Result {
  const base = tf.layers.Layer.prototype;
  const addWeight = Reflect.get(base, 'addWeight') as AddWeight;
  let left = values + UNSAVED;
  const addWithin: AddWeight = function (name, shape, ...rest) {
    left -= sizeOf(shape);
    if (!(left >= 0)) throw tooLarge(this.name, name, shape, values);
    return addWeight.call(this, name, shape, ...rest);
  };
  Reflect.set(base, 'addWeight', addWithin);
  try {
    return build();
  } finally {
    Reflect.set(base, 'addWeight', addWeight);
  }
}

const tooLarge = (layer: string, name: string, shape: readonly number[], values: number) =>
  new ConfigError({
    where: layer,
    problem: `with ${name} [${shape.join(',')}] the network has more weights than were saved`,
    expected: `sizes that have ${values} weights together`,
    fix: 'Save the model again, or correct the sizes in its configuration',
  });
