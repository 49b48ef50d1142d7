/**
 * Recurrent layers on top of each other, the outputs of one the inputs of the next, with dropout before them. Every
 * model builds its recurrent layers here: layer i is called `<prefix>lstm_<i + 1>`, in both directions within
 * `<prefix>bidirectional_<i + 1>`, and draws from the stream of random numbers with the first of these names.
 */
import type * as tf from '@tensorflow/tfjs';
import { Dropout } from '../src/layers/dropout';
import { Bidirectional, type MergeMode } from '../src/layers/recurrent/bidirectional';
import type { RecurrentOptions } from '../src/layers/recurrent/options';
import { GRU, LSTM, SimpleRNN } from '../src/layers/recurrent/recurrent';
import type { RecurrentLayer } from '../src/layers/recurrent/recurrent-layer';
import type { Random } from '../src/random';
import type { CallContext } from './network';
import { type OptionNames } from '../src/validation';
import { Recurrent } from '../src/layers/recurrent/any-cell';
import { cellNamed } from '../src/layers/recurrent/custom-cells';

export {
  type CellFactory,
  isRegisteredCell,
  registerCell,
  type RegisteredCell,
} from '../src/layers/recurrent/custom-cells';

/** One of the package's, or the name of one that `registerCell` knows. */
export type CellName = 'lstm' | 'gru' | 'simple-rnn' | (string & {});

/** What the configurations of all models share. */
export interface RecurrentConfig {
  cell: CellName;
  /** Units of each direction. */
  hiddenSize: number;
  /** How many recurrent layers. Default 1. */
  layers?: number;
  bidirectional?: boolean;
  /** How the two directions meet. Default `concat`. */
  merge?: MergeMode;
  /** GRU only: the convention of PyTorch and Keras 3; stock TensorFlow.js cannot open such a model. Default false. */
  resetAfter?: boolean;
  /** On h inside the gates. */
  recurrentDropout?: number;
  /** On the entries of the recurrent matrix, one mask a call: AWD-LSTM (Merity et al. 2018). */
  weightDrop?: number;
}

export const recurrentConfigNames: OptionNames<RecurrentConfig> = {
  cell: true,
  hiddenSize: true,
  layers: true,
  bidirectional: true,
  merge: true,
  resetAfter: true,
  recurrentDropout: true,
  weightDrop: true,
};

export interface RecurrentStackOptions {
  /** At the start of the name of every layer. Default none. */
  prefix?: string;
  /** False: the last layer returns its last state alone, [B,H]. Default true. */
  returnSequences?: boolean;
  /** Whether `run` returns the last states. Default false. */
  returnState?: boolean;
  /** Dropout before layer i, if any. */
  dropoutBefore?: (i: number) => Dropout | undefined;
}

/** For each layer its states: h, and c of an LSTM, each [B,H]; for both directions the forward ones, then the backward ones. */
export type StackState = tf.Tensor[][];

export class RecurrentStack {
  readonly layers: (RecurrentLayer | Bidirectional)[];
  /** The layers with the dropout between them, in the order in which they run. */
  readonly steps: tf.layers.Layer[];

  constructor(config: RecurrentConfig, random: Random, options: RecurrentStackOptions = {}) {
    const { layers: count = 1 } = config;
    const { returnSequences = true, dropoutBefore, ...rest } = options;
    this.layers = Array.from({ length: count }, (_, i) =>
      createLayer(i, config, random, { ...rest, returnSequences: returnSequences || i < count - 1 }),
    );
    this.steps = this.layers.flatMap((layer, i) => {
      const dropout = dropoutBefore?.(i);
      return dropout ? [dropout, layer] : [layer];
    });
  }

  /**
   * [B,T,D] → [B,T,H], of a stack that returns sequences.
   * @param start states before the first step; zeros without it
   * @returns with `returnState` also the states after the last step; else `last` has no tensors
   */
  run(x: tf.Tensor, mask: tf.Tensor | undefined, context: CallContext, start?: StackState) {
    const last: StackState = [];
    let outputs = x;
    for (const layer of this.steps) {
      if (layer instanceof Dropout) outputs = layer.apply(outputs, { ...context }) as tf.Tensor;
      else {
        const given = { ...context, mask, initialState: start?.[last.length] };
        const [output, ...states] = [layer.apply(outputs, given)].flat() as tf.Tensor[];
        last.push(states);
        outputs = output;
      }
    }
    return { outputs: outputs as tf.Tensor3D, last };
  }

  /** The same for a layers model. */
  symbolic(x: tf.SymbolicTensor): tf.SymbolicTensor {
    return this.steps.reduce((x, layer) => [layer.apply(x)].flat()[0] as tf.SymbolicTensor, x);
  }
}

/** Dropout of whole components: one mask for all steps of a sequence ("variational", Gal & Ghahramani 2016). */
export const variationalDropout = (name: string, rate: number | undefined, random: Random): Dropout =>
  new Dropout({ name, rate: rate ?? 0, noiseShape: [null, 1, null], random: random.fork(name) });

function createLayer(
  i: number,
  { cell, hiddenSize: units, bidirectional, merge, resetAfter, recurrentDropout, weightDrop }: RecurrentConfig,
  random: Random,
  { prefix = '', ...returns }: Pick<RecurrentStackOptions, 'prefix' | 'returnSequences' | 'returnState'>,
): RecurrentLayer | Bidirectional {
  const name = `${prefix}${cell.replace(/[^a-z0-9]+/gi, '_')}_${i + 1}`;
  const layer = ofCell(
    cell,
    { name, units, recurrentDropout, weightDrop, ...returns, random: random.fork(name) },
    resetAfter,
  );
  if (!bidirectional) return layer;
  return new Bidirectional({ layer, mergeMode: merge, name: `${prefix}bidirectional_${i + 1}` });
}

function ofCell(cell: CellName, options: RecurrentOptions, resetAfter?: boolean): RecurrentLayer {
  switch (cell) {
    case 'lstm':
      return new LSTM(options);
    case 'gru':
      return new GRU({ ...options, resetAfter });
    case 'simple-rnn':
      return new SimpleRNN(options);
    default: {
      const { units, ...rest } = options;
      return new Recurrent({ ...rest, cell: cellNamed(options.name ?? 'Recurrent', cell, units) });
    }
  }
}

/** What is carried from step to step. */
export const stateNamesOf = (cell: CellName): readonly string[] => cellNamed('cell', cell, 1).stateNames;
