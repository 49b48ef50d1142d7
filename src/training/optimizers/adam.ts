/**
 * Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019, decay apart from the gradient).
 *
 *   m ← β₁m + (1-β₁)g,  v ← β₂v + (1-β₂)g²,  m̂ = m/(1-β₁ᵗ),  v̂ = v/(1-β₂ᵗ),  θ ← θ - η m̂/(√v̂ + ε) - ηλθ
 *
 * An embedding table has millions of entries, and each tf operation is a pass over all of them. So the state holds
 * plain decayed sums, M = m/(1-β₁) and V = v/(1-β₂), and the constants are gathered into two, a and e:
 *
 *   M ← β₁M + g,  V ← β₂V + g²,  θ ← θ - aM/(√V + e)        ten passes instead of the fourteen of tf.train.adam
 *
 * and one pass where the backend has a kernel for it.
 */
import * as tf from '@tensorflow/tfjs';
import { type AdamStep, hasKernel, runInPlace } from '../../optional-kernels';
import type { Optimizer, Update } from './optimizer';
import { scaled } from './clipping';
import type { NamedVariable } from '../../parameters';
import { disposeVariables, zerosBeside } from '../variables';

export interface AdamConfig {
  kind: 'adam';
  /** β₁, default 0.9. */
  beta1?: number;
  /** β₂, default 0.999. */
  beta2?: number;
  /** ε, default 1e-7 as in Keras. */
  epsilon?: number;
}

export interface AdamWConfig extends Omit<AdamConfig, 'kind'> {
  kind: 'adamw';
  /** λ, default 0.01. Every update takes learningRate · λ of a weight away. */
  weightDecay?: number;
  /** Variables whose last name part is one of these do not decay; default `['bias', 'gamma', 'beta']`. */
  undecayed?: readonly string[];
}

export class Adam implements Optimizer {
  private readonly M: NamedVariable[];
  private readonly V: NamedVariable[];
  private readonly decay: number[];

  constructor(
    private readonly config: AdamConfig | AdamWConfig,
    private readonly variables: readonly NamedVariable[],
  ) {
    this.M = zerosBeside(variables, 'm');
    this.V = zerosBeside(variables, 'v');
    this.decay = variables.map(({ name }) => decayOf(config, name));
  }

  apply(gradients: readonly tf.Tensor[], { learningRate, step, gradientScale }: Update): void {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = this.config;
    const mHat = (1 - beta1) / (1 - beta1 ** step); // m̂ = mHat · M
    const root = Math.sqrt((1 - beta2) / (1 - beta2 ** step)); // √v̂ = root · √V
    const a = (learningRate * mHat) / root;
    const e = epsilon / root;
    const kept = this.decay.map((decay) => 1 - learningRate * decay);
    if (hasKernel('adamStep')) {
      const entries = this.variables.map(({ variable: theta }, i) => {
        return { theta, gradient: gradients[i], M: this.M[i].variable, V: this.V[i].variable, kept: kept[i] };
      });
      const step: AdamStep = { entries, beta1, beta2, a, e, gradientScale };
      return runInPlace('adamStep', step);
    }
    this.variables.forEach(({ variable }, i) => {
      tf.tidy(() => {
        const g = scaled(gradients[i], gradientScale);
        const M = this.M[i].variable;
        const V = this.V[i].variable;
        M.assign(tf.add(tf.mul(M, beta1), g));
        V.assign(tf.add(tf.mul(V, beta2), tf.square(g)));
        variable.assign(tf.sub(scaled(variable, kept[i]), tf.div(tf.mul(M, a), tf.add(tf.sqrt(V), e))));
      });
    });
  }

  slots(): NamedVariable[] {
    return [...this.M, ...this.V];
  }

  dispose(): void {
    disposeVariables(this.slots());
  }
}

function decayOf(config: AdamConfig | AdamWConfig, name: string): number {
  if (config.kind === 'adam') return 0;
  const { weightDecay = 0.01, undecayed = ['bias', 'gamma', 'beta'] } = config;
  return undecayed.includes(name.slice(name.lastIndexOf('/') + 1)) ? 0 : weightDecay;
}
