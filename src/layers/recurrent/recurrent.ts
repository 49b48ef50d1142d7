/**
 * SimpleRNN, LSTM and GRU as layers of TensorFlow.js. They extend the stock layers and keep their class names, weights
 * and configs, so that a saved model opens in TensorFlow.js without us; only the computation (`call`) and the start of
 * the weights are ours. They are not registered under their class names: stock layers elsewhere stay stock.
 *
 * Equations: cells/simple-rnn.ts, cells/lstm.ts, cells/gru.ts.
 */
import type * as tf from '@tensorflow/tfjs';
import type { Cell } from '../../cells/cell';
import { gru } from '../../cells/gru';
import { lstm } from '../../cells/lstm';
import { simpleRnn } from '../../cells/simple-rnn';
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { DropoutStream } from '../dropout-mask';
import { buildWithZeros, streamOf } from '../initial-weights';
import { callRecurrent } from './call';
import { drawCellWeights, type DropoutRates, type RecurrentLayer } from './recurrent-layer';
import { checkOptions, kerasDefaults, type RecurrentOptions } from './options';
import { type CallArguments, type GruArgs, onlyShape, type Shape, StockGRU, StockLSTM, StockSimpleRNN } from '../stock';
import { checkIsOptions } from '../../validation';

const gated = { ...kerasDefaults, recurrentActivation: 'sigmoid' } as const;

export interface SimpleRnnLayerOptions extends RecurrentOptions {
  activation?: 'tanh' | 'relu';
}

/** h_t = f(x_t W + h_{t-1} U + b). [B,T,I] → [B,T,H] with `returnSequences`, else [B,H] after the last real step. */
export class SimpleRNN extends StockSimpleRNN implements RecurrentLayer {
  readonly equations: Cell;
  readonly rates: DropoutRates;
  readonly random: Random;
  readonly dropoutStream: DropoutStream;

  /** @throws ConfigError for options that it cannot have. */
  constructor(private readonly options: SimpleRnnLayerOptions) {
    checkIsOptions('SimpleRNN', options);
    const { activation = 'tanh' } = options;
    checkOptions('SimpleRNN', options, { ...kerasDefaults, activation });
    if (activation !== 'tanh' && activation !== 'relu') {
      throw new ConfigError({
        where: 'SimpleRNN',
        problem: `activation is ${show(activation)}`,
        expected: '"tanh" or "relu"',
      });
    }
    super({ ...options, ...kerasDefaults, activation });
    this.equations = simpleRnn({ hiddenSize: options.units, activation });
    this.rates = options;
    this.random = streamOf(options, this.name);
    this.dropoutStream = new DropoutStream(this.random);
  }

  /** Draws the initial weights. */
  override build(inputShape: Shape): void {
    buildWithZeros(this, () => super.build(inputShape));
    drawCellWeights(this, onlyShape(inputShape).at(-1) as number);
  }

  /** [B,T,I] → [B,T,H] or [B,H], with `returnState` the last states after it. @throws ShapeError, ConfigError. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor | tf.Tensor[] {
    return callRecurrent(this, inputs, kwargs);
  }

  withOptions(changes: Partial<SimpleRnnLayerOptions>): SimpleRNN {
    checkIsOptions('SimpleRNN.withOptions', changes);
    return new SimpleRNN({ ...this.options, name: this.name, ...changes });
  }
}

/** Long short-term memory. [B,T,I] → [B,T,H] with `returnSequences`, else [B,H]; states h and c. */
export class LSTM extends StockLSTM implements RecurrentLayer {
  readonly equations: Cell;
  readonly rates: DropoutRates;
  readonly random: Random;
  readonly dropoutStream: DropoutStream;

  /** @throws ConfigError for options that it cannot have. */
  constructor(private readonly options: RecurrentOptions) {
    const fixed = { ...gated, unitForgetBias: true };
    checkOptions('LSTM', options, fixed);
    super({ ...options, ...fixed });
    this.equations = lstm({ hiddenSize: options.units });
    this.rates = options;
    this.random = streamOf(options, this.name);
    this.dropoutStream = new DropoutStream(this.random);
  }

  /** Draws the initial weights. */
  override build(inputShape: Shape): void {
    buildWithZeros(this, () => super.build(inputShape));
    drawCellWeights(this, onlyShape(inputShape).at(-1) as number);
  }

  /** [B,T,I] → [B,T,H] or [B,H], with `returnState` the last states after it. @throws ShapeError, ConfigError. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor | tf.Tensor[] {
    return callRecurrent(this, inputs, kwargs);
  }

  withOptions(changes: Partial<RecurrentOptions>): LSTM {
    checkIsOptions('LSTM.withOptions', changes);
    return new LSTM({ ...this.options, name: this.name, ...changes });
  }
}

export interface GruLayerOptions extends RecurrentOptions {
  /**
   * The convention of PyTorch, cuDNN and Keras 3, with a bias [2,3H]. Default false, unlike theirs: stock TensorFlow.js
   * refuses to open a model with it.
   */
  resetAfter?: boolean;
}

/** Gated recurrent unit. [B,T,I] → [B,T,H] with `returnSequences`, else [B,H]. */
export class GRU extends StockGRU implements RecurrentLayer {
  readonly equations: Cell;
  readonly rates: DropoutRates;
  readonly random: Random;
  readonly dropoutStream: DropoutStream;
  readonly resetAfter: boolean;

  /** @throws ConfigError for options that it cannot have. */
  constructor(private readonly options: GruLayerOptions) {
    checkOptions('GRU', options, gated, { resetAfter: true });
    super({ ...options, ...gated, resetAfter: false } as GruArgs);
    this.resetAfter = options.resetAfter ?? false;
    this.equations = gru({ hiddenSize: options.units, resetAfter: this.resetAfter });
    this.rates = options;
    this.random = streamOf(options, this.name);
    this.dropoutStream = new DropoutStream(this.random);
    if (this.resetAfter) giveBiasTwoRows(this);
  }

  /** Draws the initial weights. */
  override build(inputShape: Shape): void {
    buildWithZeros(this, () => super.build(inputShape));
    drawCellWeights(this, onlyShape(inputShape).at(-1) as number);
  }

  /** [B,T,I] → [B,T,H] or [B,H], with `returnState` the last state after it. @throws ShapeError, ConfigError. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor | tf.Tensor[] {
    return callRecurrent(this, inputs, kwargs);
  }

  /** The stock configuration and `resetAfter`. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), resetAfter: this.resetAfter };
  }

  withOptions(changes: Partial<GruLayerOptions>): GRU {
    checkIsOptions('GRU.withOptions', changes);
    return new GRU({ ...this.options, name: this.name, ...changes });
  }
}

/** The stock cell adds a bias [3H] when it is built; Keras' layout for reset after is [2,3H]. */
function giveBiasTwoRows(layer: GRU): void {
  const cell = layer.cell as unknown as { addWeight(name: string, shape: number[], ...rest: unknown[]): unknown };
  const addWeight = cell.addWeight.bind(cell);
  cell.addWeight = (name, shape, ...rest) => addWeight(name, name === 'bias' ? [2, ...shape] : shape, ...rest);
}
