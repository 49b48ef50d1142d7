/**
 * Stochastic gradient descent, with momentum μ (heavy ball) or Nesterov's, as tf.train.momentum writes them:
 *
 *   θ ← θ - ηg    |    M ← μM + g,  θ ← θ - ηM    |    M ← μM + g,  θ ← θ - η(g + μM)
 */
import * as tf from '@tensorflow/tfjs';
import { scaled } from './clipping';
import { type Optimizer, type Update, variableUpdates } from './optimizer';
import type { NamedVariable } from '../../parameters';
import { disposeVariables, zerosBeside } from '../variables';

export interface SGDConfig {
  kind: 'sgd';
  /** μ, default 0: no state. */
  momentum?: number;
  nesterov?: boolean;
}

export class SGD implements Optimizer {
  private readonly M: NamedVariable[];

  constructor(
    private readonly config: SGDConfig,
    private readonly variables: readonly NamedVariable[],
  ) {
    this.M = config.momentum ? zerosBeside(variables, 'momentum') : [];
  }

  apply(gradients: readonly (tf.Tensor | undefined)[], update: Update): void {
    for (const { index, gradient, learningRate } of variableUpdates(gradients, update)) {
      const { variable } = this.variables[index];
      tf.tidy(() => {
        const g = scaled(gradient, update.gradientScale);
        variable.assign(tf.sub(variable, tf.mul(this.direction(g, index), learningRate)));
      });
    }
  }

  private direction(g: tf.Tensor, i: number): tf.Tensor {
    const { momentum = 0, nesterov = false } = this.config;
    if (momentum === 0) return g;
    const M = this.M[i].variable;
    M.assign(tf.add(tf.mul(M, momentum), g));
    return nesterov ? tf.add(g, tf.mul(M, momentum)) : M;
  }

  slots(): NamedVariable[] {
    return this.M;
  }

  dispose(): void {
    disposeVariables(this.M);
  }
}
