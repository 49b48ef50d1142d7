/** What our three recurrent layers have in common beside their options: a cell, and weights as that cell knows them. */
import * as tf from '@tensorflow/tfjs';
import type { Cell, Named } from '../../cells/cell';
import { initialize } from '../../parameters';
import type { Random } from '../../random';
import type { DropoutStream } from '../dropout-mask';
import { writeValues } from '../initial-weights';
import type { RecurrentOptions } from './options';
import { mapEach } from '../../recurrence/time-loop';

/** Shares of x, of h and of the recurrent matrix that are left out in training. */
export type DropoutRates = Pick<RecurrentOptions, 'dropout' | 'recurrentDropout' | 'weightDrop'>;

/** A recurrent layer of ours: it knows its cell and its stream of random numbers. */
export interface RecurrentLayer extends tf.layers.Layer {
  /** What it computes. (`cell` of an LSTM, GRU or SimpleRNN is the stock cell: owner of the weights and of the config.) */
  readonly equations: Cell;
  readonly rates: DropoutRates;
  readonly random: Random;
  readonly dropoutStream: DropoutStream;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  /** Of a layer of any cell: its weights, as the cell calls them. */
  readonly cellVariables?: Readonly<Record<string, tf.LayerVariable>>;
  /** The same layer, unbuilt, with some options changed: what Bidirectional makes its two directions from. */
  withOptions(changes: Pick<RecurrentOptions, 'name' | 'random' | 'goBackwards'>): RecurrentLayer;
}

interface CellVariables {
  kernel: tf.LayerVariable;
  recurrentKernel: tf.LayerVariable;
  bias: tf.LayerVariable;
}

const variablesOf = (layer: RecurrentLayer) => (layer as unknown as { cell: CellVariables }).cell;

/** The weights as the cell calls them. A bias of two rows [2,3H] (GRU, reset after) is two weights there. */
export function cellWeights(layer: RecurrentLayer): Named<tf.Tensor> {
  const { cellVariables } = layer;
  if (cellVariables) return mapEach(cellVariables, (variable) => variable.read());
  const { kernel, recurrentKernel, bias } = variablesOf(layer);
  const weights = { kernel: kernel.read(), recurrentKernel: recurrentKernel.read() };
  const b = bias.read();
  if (b.rank === 1) return { ...weights, bias: b };
  const [first, second] = tf.unstack(b);
  return { ...weights, bias: first, recurrentBias: second };
}

export function drawCellWeights(layer: RecurrentLayer, inputSize: number): void {
  const specs = layer.equations.parameters(inputSize);
  const drawn = new Map(specs.map((spec) => [spec.name, initialize(spec, layer.random.fork(spec.name))]));
  const { kernel, recurrentKernel, bias } = variablesOf(layer);
  const values = (name: string) => drawn.get(name) ?? new Float32Array(0);
  writeValues(kernel, values('kernel'));
  writeValues(recurrentKernel, values('recurrentKernel'));
  writeValues(bias, Float32Array.from([...values('bias'), ...values('recurrentBias')]));
}
