/**
 * All columns of a row at once: recurrent layers read the window row by row, and a dense layer gives all rows of the horizon
 * from the last state.
 *
 *   h = RNN(x_1, …, x_L),   (y_1, …, y_S) = W [h; what is known of the rows ahead] + b
 */
import * as tf from '@tensorflow/tfjs';
import { Dense } from '../../src/layers/dense';
import { Dropout } from '../../src/layers/dropout';
import type { NamedVariable } from '../../src/parameters';
import type { Random } from '../../src/random';
import { checkSizes } from '../check-sizes';
import { disposeVariables, trainableVariables } from '../layer-variables';
import type { CallContext } from '../network';
import { RecurrentStack, variationalDropout } from '../recurrent-stack';
import {
  centred,
  completed,
  emptyBands,
  linearWeights,
  type ForecastBatch,
  type ForecastConfig,
  type ForecastNetwork,
  withoutCrossing,
} from './forecast-network';
import { exampleBatch } from './segments';

export class WindowForecaster implements ForecastNetwork {
  readonly name = 'window-forecaster';
  readonly bands: NamedVariable;
  private readonly linear: NamedVariable[];
  private readonly stack: RecurrentStack;
  private readonly write: Dense;
  private readonly dropout: Dropout;
  private readonly weights: NamedVariable[];

  /** @param horizon rows that intervals are stored for @throws ConfigError for sizes that cannot be. */
  constructor(
    readonly sizes: ForecastConfig,
    horizon: number,
    random: Random,
  ) {
    const { window, steps, columns, hiddenSize, layers, quantiles, dropout } = sizes;
    checkSizes(this.name, { window, steps, columns, hiddenSize, layers });
    const dropoutBefore = (i: number) => (i > 0 ? variationalDropout(`dropout_${i}`, dropout, random) : undefined);
    this.stack = new RecurrentStack(sizes, random, { returnSequences: false, dropoutBefore });
    this.dropout = new Dropout({ name: 'dropout', rate: dropout, random: random.fork('dropout') });
    const units = steps * columns * Math.max(1, quantiles.length);
    this.write = new Dense({ name: 'write', units, random: random.fork('write') });
    this.linear = linearWeights(sizes);
    this.bands = emptyBands(horizon, columns);
    tf.tidy(() => void this.forecast(exampleBatch(sizes), { training: false }));
    this.weights = [...this.linear, ...trainableVariables([...this.stack.layers, this.write])];
  }

  parameters(): NamedVariable[] {
    return this.weights;
  }

  frozen(): NamedVariable[] {
    return [this.bands];
  }

  forecast({ values, known, fixed }: ForecastBatch, context: CallContext): tf.Tensor4D {
    const { window: L, steps: S, columns: C, known: K, quantiles, centre } = this.sizes;
    const [B, Q] = [values.shape[0], Math.max(1, quantiles.length)];
    const relative = centred(values, centre);
    const { x } = relative;
    const rows = tf.transpose(x, [0, 2, 1]); // [B,L,C]
    const inputs = known ? tf.concat([rows, tf.slice(known, [0, 0, 0], [B, L, K])], 2) : rows;
    const { outputs } = this.stack.run(inputs, undefined, context); // [B,H]
    const state = this.dropout.apply(outputs, { ...context }) as tf.Tensor;
    const future = known ? [tf.reshape(tf.slice(known, [0, L, 0], [B, S, K]), [B, S * K])] : [];
    const raw = this.write.apply(tf.concat([state, ...future, ...(fixed ? [fixed] : [])], 1)) as tf.Tensor;
    const ahead = tf.reshape(withoutCrossing(tf.reshape(raw, [B * C * S, Q]), quantiles), [B, C, S, Q]);
    return completed(ahead, relative, this.linear[0]);
  }

  topology(): object {
    return {};
  }

  dispose(): void {
    disposeVariables([...this.weights, this.bands]);
  }
}
