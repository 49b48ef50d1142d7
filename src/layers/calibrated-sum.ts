/**
 * Logits of two models, each with a factor: z = a·x + b·y. The factors are weights that no training step changes: they
 * are fitted afterwards, on examples that training did not have.
 */
import * as tf from '@tensorflow/tfjs';
import { checkShape } from '../shapes';
import { buildWithZeros, writeValues } from './initial-weights';
import type { Shape } from './stock';

/** a, b */
export type Factors = readonly [number, number];

export interface CalibratedSumOptions {
  name?: string;
  /** Until they are fitted. Default 1, 1. */
  factors?: Factors;
}

export class CalibratedSum extends tf.layers.Layer {
  static readonly className = 'CalibratedSum';
  private weight?: tf.LayerVariable;

  constructor(private readonly options: CalibratedSumOptions = {}) {
    super({ name: options.name });
  }

  override build(inputShape: Shape): void {
    buildWithZeros(this, () => {
      const isTrained = false;
      this.weight = this.addWeight('factors', [2], 'float32', tf.initializers.zeros(), undefined, isTrained);
    });
    this.write(this.options.factors ?? [1, 1]);
    super.build(inputShape);
  }

  /** The present factors. */
  async read(): Promise<Factors> {
    const [a = 1, b = 1] = (await this.weight?.read().data()) ?? [];
    return [a, b];
  }

  write(factors: Factors): void {
    if (this.weight) writeValues(this.weight, Float32Array.from(factors));
  }

  /** @param inputs x and y, of one shape. @throws ShapeError if their shapes differ. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, y] = inputs as tf.Tensor[];
    checkShape(`CalibratedSum ${this.name}`, 'y', y.shape, x.shape);
    return tf.tidy(() => {
      const [a, b] = tf.split((this.weight as tf.LayerVariable).read(), 2);
      return tf.add(tf.mul(x, a), tf.mul(y, b));
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape[0] as number[];
  }

  override getConfig() {
    const [a, b] = this.options.factors ?? [1, 1];
    return { ...super.getConfig(), factors: [a, b] as [number, number] };
  }
}
