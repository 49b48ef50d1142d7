/**
 * Exponential moving average of the weights (Polyak & Juditsky 1992; as in TensorFlow the decay d grows to its full
 * value over the first steps, or the random start would stay in the average for long):
 *
 *   θ̄ ← θ̄ + (1 - d_t)(θ - θ̄),   d_t = min(d, (1+t)/(10+t))
 */
import * as tf from '@tensorflow/tfjs';
import { type AverageStep, hasKernel, runInPlace } from '../optional-kernels';
import type { NamedVariable } from '../parameters';
import { disposeVariables } from './variables';

export class WeightAverage {
  /** Named as the weights. */
  readonly averages: readonly NamedVariable[];

  /** @param decay d, for example 0.999. Starts at the present weights. */
  constructor(
    private readonly decay: number,
    private readonly variables: readonly NamedVariable[],
  ) {
    this.averages = variables.map(({ name, variable }) => ({
      name,
      variable: tf.tidy(() => tf.variable(tf.clone(variable), false)),
    }));
  }

  /** @param step updates so far, from 1 */
  update(step: number): void {
    const share = 1 - Math.min(this.decay, (1 + step) / (10 + step));
    if (hasKernel('averageStep')) {
      const entries = this.averages.map(({ variable }, i) => ({
        theta: this.variables[i].variable,
        average: variable,
      }));
      const averageStep: AverageStep = { entries, share };
      return runInPlace('averageStep', averageStep);
    }
    this.averages.forEach(({ variable }, i) => {
      tf.tidy(() => {
        const difference = tf.sub(this.variables[i].variable, variable);
        variable.assign(tf.add(variable, tf.mul(difference, share)));
      });
    });
  }

  /** Runs `work` with the averages in place of the weights, which are put back whatever happens. Copies nothing. */
  async during<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    this.swap();
    try {
      return await work();
    } finally {
      this.swap();
    }
  }

  /** The averages become the weights. */
  apply(): void {
    this.averages.forEach(({ variable }, i) => this.variables[i].variable.assign(variable));
  }

  private swap(): void {
    this.averages.forEach(({ variable }, i) => {
      tf.tidy(() => {
        const weights = tf.clone(this.variables[i].variable); // a second reference to the same memory
        this.variables[i].variable.assign(variable);
        variable.assign(weights);
      });
    });
  }

  dispose(): void {
    disposeVariables(this.averages);
  }
}
