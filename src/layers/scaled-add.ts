/** Two tensors of one shape, the second one scaled: z = x + s·y. The scale s is learnt or given; every entry has the same. */
import * as tf from '@tensorflow/tfjs';
import { checkShape } from '../shapes';
import { buildWithZeros, writeValues } from './initial-weights';
import type { Shape } from './stock';

export interface ScaledAddOptions {
  name?: string;
  /** s at the start. Default 1. */
  initialScale?: number;
  /** s stays as it is, and is no weight. */
  fixed?: boolean;
}

export class ScaledAdd extends tf.layers.Layer {
  static readonly className = 'ScaledAdd';
  private scale?: tf.LayerVariable;

  constructor(private readonly options: ScaledAddOptions = {}) {
    super({ name: options.name });
  }

  override build(inputShape: Shape): void {
    if (!this.options.fixed) {
      buildWithZeros(this, () => {
        this.scale = this.addWeight('scale', [1], 'float32', tf.initializers.zeros());
      });
      writeValues(this.scale as tf.LayerVariable, Float32Array.of(this.startScale));
    }
    super.build(inputShape);
  }

  /** @param inputs x and y, of one shape. @throws ShapeError if their shapes differ. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, y] = inputs as tf.Tensor[];
    checkShape(`ScaledAdd ${this.name}`, 'y', y.shape, x.shape);
    return tf.tidy(() => tf.add(x, tf.mul(y, this.scale?.read() ?? this.startScale)));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape[0] as number[];
  }

  override getConfig() {
    return { ...super.getConfig(), initialScale: this.startScale, fixed: this.options.fixed ?? false };
  }

  private get startScale(): number {
    return this.options.initialScale ?? 1;
  }
}
