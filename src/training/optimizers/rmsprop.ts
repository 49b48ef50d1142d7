/**
 * RMSProp (Hinton, Coursera lecture 6e), as tf.train.rmsprop and Keras write it, with ε under the root:
 *
 *   v ← ρv + (1-ρ)g²,  u = ηg/√(v + ε),  θ ← θ - u    or with momentum μ    M ← μM + u,  θ ← θ - M
 *
 * As in adam.ts the state is a plain decayed sum, V = v/(1-ρ), which saves a pass.
 */
import * as tf from '@tensorflow/tfjs';
import { scaled } from './clipping';
import { type Optimizer, type Update, variableUpdates } from './optimizer';
import type { NamedVariable } from '../../parameters';
import { disposeVariables, zerosBeside } from '../variables';

export interface RMSPropConfig {
  kind: 'rmsprop';
  /** ρ, default 0.9. */
  decay?: number;
  /** μ, default 0. */
  momentum?: number;
  /** ε, default 1e-7. */
  epsilon?: number;
}

export class RMSProp implements Optimizer {
  private readonly V: NamedVariable[];
  private readonly M: NamedVariable[];

  constructor(
    private readonly config: RMSPropConfig,
    private readonly variables: readonly NamedVariable[],
  ) {
    this.V = zerosBeside(variables, 'v');
    this.M = config.momentum ? zerosBeside(variables, 'momentum') : [];
  }

  apply(gradients: readonly (tf.Tensor | undefined)[], update: Update): void {
    const { decay = 0.9, momentum = 0, epsilon = 1e-7 } = this.config;
    for (const { index: i, gradient, learningRate } of variableUpdates(gradients, update)) {
      const { variable } = this.variables[i];
      tf.tidy(() => {
        const g = scaled(gradient, update.gradientScale);
        const V = this.V[i].variable;
        V.assign(tf.add(tf.mul(V, decay), tf.square(g)));
        const root = tf.sqrt(tf.add(V, epsilon / (1 - decay)));
        const u = tf.div(tf.mul(g, learningRate / Math.sqrt(1 - decay)), root);
        if (momentum) this.M[i].variable.assign(tf.add(tf.mul(this.M[i].variable, momentum), u));
        variable.assign(tf.sub(variable, momentum ? this.M[i].variable : u));
      });
    }
  }

  slots(): NamedVariable[] {
    return [...this.V, ...this.M];
  }

  dispose(): void {
    disposeVariables(this.slots());
  }
}
