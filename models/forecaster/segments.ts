/**
 * SegRNN (Lin et al. 2023): all columns share one recurrent network, which reads a window in segments of s values and gives
 * all segments of the horizon at once, each by one step from the last state.
 *
 *   x_i  = relu(W (segment i, what is known of its rows) + b)      i = 1 … L/s
 *   h    = RNN(x_1, …)                                              the last states
 *   z_j  = [position j; column c] + V (what is known of the rows of segment j)
 *   y_j  = W' dropout(RNN step(z_j, h)) + b'                        j = 1 … S/s, side by side
 *
 * With `linear` a linear map of the whole window is added.
 *
 * The last value of the window is taken off before and added afterwards.
 */
import * as tf from '@tensorflow/tfjs';
import { Dense } from '../../src/layers/dense';
import { Dropout } from '../../src/layers/dropout';
import { initialize, type NamedVariable } from '../../src/parameters';
import type { Random } from '../../src/random';
import { checkSizes } from '../check-sizes';
import { disposeVariables, trainableVariables } from '../layer-variables';
import type { CallContext } from '../network';
import { RecurrentStack } from '../recurrent-stack';
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

export interface SegmentConfig extends ForecastConfig {
  /** s; L is a multiple of it. */
  segmentLength: number;
}

export class SegmentForecaster implements ForecastNetwork {
  readonly name = 'segment-forecaster';
  readonly bands: NamedVariable;
  private readonly linear: NamedVariable[];
  private readonly stack: RecurrentStack;
  private readonly read: Dense;
  private readonly ahead?: Dense;
  private readonly whole?: Dense;
  private readonly write: Dense;
  private readonly dropout: Dropout;
  private readonly embeddings: NamedVariable[];
  private readonly weights: NamedVariable[];

  /** @param horizon rows that intervals are stored for @throws ConfigError for sizes that cannot be. */
  constructor(
    readonly sizes: SegmentConfig,
    horizon: number,
    random: Random,
  ) {
    const { window, steps, columns, known, fixed, segmentLength, hiddenSize, layers, quantiles, dropout } = sizes;
    checkSizes(this.name, { window, steps, columns, segmentLength, hiddenSize, layers });
    const dense = (name: string, units: number, activation?: 'relu') =>
      new Dense({ name, units, activation, random: random.fork(name) });
    const between = (i: number) =>
      i > 0 ? new Dropout({ name: `dropout_${i}`, rate: dropout, random: random.fork(`dropout_${i}`) }) : undefined;
    this.read = dense('read', hiddenSize, 'relu');
    this.stack = new RecurrentStack(sizes, random, { returnState: true, dropoutBefore: between });
    if (known > 0) this.ahead = dense('ahead', hiddenSize);
    if (fixed > 0) this.whole = dense('whole', hiddenSize);
    this.write = dense('write', segmentLength * Math.max(1, quantiles.length));
    this.dropout = new Dropout({ name: 'dropout', rate: dropout, random: random.fork('dropout') });
    const half = columns > 1 ? Math.floor(hiddenSize / 2) : 0;
    this.embeddings = [
      embedding('positions', this.segments, hiddenSize - half, random),
      ...(half > 0 ? [embedding('columns', columns, half, random)] : []),
    ];
    this.linear = linearWeights(sizes);
    this.bands = emptyBands(horizon, columns);
    tf.tidy(() => void this.forecast(exampleBatch(sizes), { training: false }));
    const layersWithWeights = [this.read, ...this.stack.layers, this.ahead, this.whole, this.write].filter(
      (one) => one !== undefined,
    );
    this.weights = [...this.embeddings, ...this.linear, ...trainableVariables(layersWithWeights)];
  }

  /** m, segments of the horizon; the last one may be longer than it. */
  private get segments(): number {
    return Math.ceil(this.sizes.steps / this.sizes.segmentLength);
  }

  parameters(): NamedVariable[] {
    return this.weights;
  }

  frozen(): NamedVariable[] {
    return [this.bands];
  }

  forecast({ values, known, fixed }: ForecastBatch, context: CallContext): tf.Tensor4D {
    const { window: L, steps: S, columns: C, segmentLength: s, hiddenSize: H, quantiles, centre } = this.sizes;
    const [B, m, Q] = [values.shape[0], this.segments, Math.max(1, quantiles.length)];
    const relative = centred(values, centre);
    const { x } = relative;
    let segments: tf.Tensor = tf.reshape(x, [B * C, L / s, s]);
    if (known) {
      const seen = tf.reshape(tf.slice(known, [0, 0, 0], [B, L, -1]), [B, 1, L / s, -1]);
      segments = tf.concat([segments, tf.reshape(tf.tile(seen, [1, C, 1, 1]), [B * C, L / s, -1])], 2);
    }
    const inputs = this.read.apply(segments) as tf.Tensor3D; // [B·C,L/s,H]
    const { last } = this.stack.run(inputs, undefined, context);
    const start = last.map((states) =>
      states.map((state) => tf.reshape(tf.tile(tf.reshape(state, [B * C, 1, H]), [1, m, 1]), [B * C * m, H])),
    );
    const steps = tf.reshape(this.positions(B, { known, fixed }), [B * C * m, 1, H]);
    const { outputs } = this.stack.run(steps, undefined, context, start); // [B·C·m,1,H]
    const states = this.dropout.apply(tf.reshape(outputs, [B * C * m, H]), { ...context });
    const raw = tf.reshape<tf.Rank.R2>(this.write.apply(states) as tf.Tensor, [B * C * m * s, Q]);
    const ahead = tf.slice(tf.reshape(withoutCrossing(raw, quantiles), [B, C, m * s, Q]), [0, 0, 0, 0], [B, C, S, Q]);
    return completed(ahead, relative, this.linear[0]);
  }

  topology(): object {
    return {};
  }

  dispose(): void {
    disposeVariables([...this.weights, this.bands]);
  }

  /** The input of the step of each output segment: [B,C,m,H]. */
  private positions(B: number, { known, fixed }: Omit<ForecastBatch, 'values'>): tf.Tensor4D {
    const { columns: C, hiddenSize: H, window: L, segmentLength: s, steps: S, known: K } = this.sizes;
    const m = this.segments;
    const [positions, columns] = this.embeddings.map(({ variable }) => variable as tf.Tensor);
    const placed = tf.tile(tf.reshape(positions, [1, m, -1]), [C, 1, 1]); // [C,m,·]
    const both = columns ? tf.concat([placed, tf.tile(tf.reshape(columns, [C, 1, -1]), [1, m, 1])], 2) : placed;
    let queries: tf.Tensor = tf.tile(tf.reshape(both, [1, C, m, H]), [B, 1, 1, 1]);
    if (known && this.ahead) {
      const future = tf.slice(known, [0, L, 0], [B, S, K]);
      const padded = tf.reshape(tf.pad(future, [[0, 0], [0, m * s - S], [0, 0]]), [B * m, s * K]); // prettier-ignore
      queries = tf.add(queries, tf.reshape(this.ahead.apply(padded) as tf.Tensor, [B, 1, m, H]));
    }
    if (fixed && this.whole) queries = tf.add(queries, tf.reshape(this.whole.apply(fixed) as tf.Tensor, [B, 1, 1, H]));
    return queries as tf.Tensor4D;
  }
}

function embedding(name: string, rows: number, size: number, random: Random): NamedVariable {
  const shape = [rows, size];
  const values = initialize({ name, shape, initializer: { normal: 1 } }, random.fork(name));
  return { name: `embedding/${name}`, variable: tf.tidy(() => tf.variable(tf.tensor(values, shape))) };
}

/** Zeros of the right shapes, with which the weights are made. */
export function exampleBatch({ window, steps, columns, known, fixed }: ForecastConfig): ForecastBatch {
  return {
    values: tf.zeros([1, columns, window]),
    ...(known > 0 && { known: tf.zeros([1, window + steps, known]) }),
    ...(fixed > 0 && { fixed: tf.zeros([1, fixed]) }),
  };
}
