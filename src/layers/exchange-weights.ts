/**
 * Weights of PyTorch and Keras into our layers, and back out. Gate orders and double biases are mapped by the cells
 * (cells/pytorch-weights.ts); a layer lists its weights as Keras does (kernel, recurrent kernel, bias).
 *
 *     const rnn = new Bidirectional({ layer: new GRU({ units: 64, resetAfter: true, returnSequences: true }) });
 *     const fc = tf.layers.dense({ units: 3 });
 *     loadStateDict({ recurrent: [rnn], linear: fc }, readSafetensors(bytes), { recurrent: 'rnn', linear: 'fc' });
 */
import * as tf from '@tensorflow/tfjs';
import type { Named } from '../cells/cell';
import { type Matrix, matrix } from '../cells/float64';
import { fromKeras, toKeras } from '../cells/keras-weights';
import { ConfigError, ShapeError } from '../errors';
import type { StackLayer } from '../recurrence/stack';
import {
  checkKeys,
  type IncompatibleKeys,
  readStateDict,
  type StateDict,
  type StateDictEntry,
  type StateDictNames,
  toStateDict,
} from '../recurrence/state-dict/state-dict';
import { checkShape } from '../shapes';
import { Bidirectional } from './recurrent/bidirectional';
import type { RecurrentLayer } from './recurrent/recurrent-layer';
import { checkOptionNames, type OptionNames } from '../validation';
import { stateDictNames } from '../recurrence/state-dict/entries';

/** The layers of PyTorch's usual model: `nn.RNN`, `nn.LSTM` or `nn.GRU` of one or more layers, and the `nn.Linear` behind. */
export interface ExchangedLayers {
  /** In their order; PyTorch's bidirectional layers join by concatenation. */
  recurrent: readonly (RecurrentLayer | Bidirectional)[];
  /** A dense layer. */
  linear?: tf.layers.Layer;
}

const exchangedNames: OptionNames<ExchangedLayers> = { recurrent: true, linear: true };

export interface LoadOptions {
  /** Default true: nothing may be missing or left over among the entries of the named modules. */
  strict?: boolean;
}

/**
 * Sets all weights from a state dict, as `load_state_dict` does (rules: recurrence/state-dict.ts); layers that have none
 * yet are built. Not strict, a direction of a layer of which an entry is missing keeps its weights.
 * @returns what is missing and unexpected; both are empty unless `strict` is false.
 * @throws DataError that lists entries that are missing or unexpected; ShapeError, in the names and order of the file, for
 * one that does not fit; ConfigError for a cell that PyTorch does not have (a GRU needs `resetAfter: true`).
 */
export function loadStateDict(
  layers: ExchangedLayers,
  dict: StateDict,
  names: StateDictNames = {},
  options: LoadOptions = {},
): IncompatibleKeys {
  checkOptionNames('loadStateDict', layers, exchangedNames);
  checkOptionNames('loadStateDict', names, stateDictNames);
  checkOptionNames('loadStateDict', options, { strict: true });
  const { strict = true } = options;
  const { recurrent, linear } = layers;
  if (linear && names.linear === undefined) throw linearWithoutName();
  const given = linear ? names : { recurrent: names.recurrent };
  const { weights, ...keys } = readStateDict(recurrent.map(stackLayer), dict, given, inputSizeOf(recurrent[0]));
  if (strict) checkKeys(keys, dict);
  const kernel = weights['output.kernel'] as Matrix | undefined;
  if (linear && kernel) checkLinear(linear, `${names.linear}.weight`, kernel);
  recurrent.forEach((layer, i) => {
    // A Bidirectional as a whole: built later, it would build its two directions, and their weights, anew.
    const first = (weights[`${i}.forward.kernel`] ?? weights[`${i}.backward.kernel`]) as Matrix | undefined;
    if (first) buildFor(layer, first);
  });
  forEachDirection(layers, (layer, prefix) => {
    const own = pick(weights, prefix);
    if (own.kernel) setWeightList(layer, toKeras(layer.equations, own));
  });
  if (linear && kernel) setWeightList(linear, [kernel, weights['output.bias']]);
  return keys;
}

/** Numbers a step that the layer takes, if it has been built. */
function inputSizeOf(layer: RecurrentLayer | Bidirectional): number | undefined {
  return layer.built && layer.weights.length ? (layer.weights[0].shape[0] ?? undefined) : undefined;
}

/** @throws ShapeError in the order of PyTorch, [K,H]. */
function checkLinear(linear: tf.layers.Layer, name: string, { rows, columns }: Matrix): void {
  const { units } = linear.getConfig() as { units?: number };
  const H = linear.built && linear.weights.length ? (linear.weights[0].shape[0] as number) : rows;
  checkShape('state dict', name, [columns, rows], ['K', 'H'], { K: units ?? columns, H });
}

/** What `model.load_state_dict` takes. PyTorch has two biases: ours is `bias_ih`, `bias_hh` is 0 but for a GRU. */
export function stateDictOf(layers: ExchangedLayers, names: StateDictNames = {}): StateDict {
  checkOptionNames('stateDictOf', layers, exchangedNames);
  checkOptionNames('stateDictOf', names, stateDictNames);
  const weights: Named<Matrix> = {};
  forEachDirection(layers, (layer, prefix) => {
    const own = fromKeras(layer.equations, weightList(layer));
    for (const [name, value] of Object.entries(own)) weights[`${prefix}.${name}`] = value;
  });
  if (layers.linear) [weights['output.kernel'], weights['output.bias']] = weightList(layers.linear);
  return toStateDict(layers.recurrent.map(stackLayer), weights, names);
}

/**
 * Sets a layer's weights from what `layer.get_weights()` gives in Keras; of a Bidirectional forward before backward.
 * @throws ShapeError for another number or shape of weights.
 */
export function loadKerasWeights(layer: tf.layers.Layer, list: readonly StateDictEntry[]): void {
  const matrices = list.map(({ shape, values }) =>
    matrix(shape.length > 1 ? shape[0] : 1, shape.at(-1) as number, values),
  );
  setWeightList(layer, matrices);
}

/** What `layer.set_weights()` takes in Keras. */
export const kerasWeightsOf = (layer: tf.layers.Layer): StateDictEntry[] =>
  layer.getWeights().map((weight) => ({ shape: weight.shape, values: weight.dataSync() }));

const stackLayer = (layer: RecurrentLayer | Bidirectional): StackLayer =>
  layer instanceof Bidirectional ? { cell: layer.forwardLayer.equations, merge: 'concat' } : { cell: layer.equations };

function forEachDirection(
  { recurrent }: ExchangedLayers,
  visit: (layer: RecurrentLayer, prefix: string) => void,
): void {
  recurrent.forEach((layer, i) => {
    if (!(layer instanceof Bidirectional)) return visit(layer, `${i}.forward`);
    visit(layer.forwardLayer, `${i}.forward`);
    visit(layer.backwardLayer, `${i}.backward`);
  });
}

function pick(weights: Named<Matrix>, prefix: string): Named<Matrix> {
  const own = Object.entries(weights).filter(([name]) => name.startsWith(`${prefix}.`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length + 1), value]));
}

/** All or nothing: shapes are checked before anything is written. */
function setWeightList(layer: tf.layers.Layer, list: readonly Matrix[]): void {
  buildFor(layer, list[0]);
  const shapes = layer.getWeights().map(({ shape }) => shape);
  const given = list.map(({ rows, columns }, i) =>
    shapes[i]?.length === 1 && rows === 1 ? [columns] : [rows, columns],
  );
  if (JSON.stringify(given) !== JSON.stringify(shapes)) {
    throw new ShapeError({
      where: `weights of ${layer.getClassName()} ${layer.name}`,
      problem: `the shapes are ${JSON.stringify(given)}`,
      expected: JSON.stringify(shapes),
      fix: 'Check units, input size and, for a GRU, resetAfter',
    });
  }
  tf.tidy(() => layer.setWeights(list.map(({ values }, i) => tf.tensor(Float32Array.from(values), shapes[i]))));
}

/** A layer has weights once it has seen an input; the first weight tells the input's size. */
function buildFor(layer: tf.layers.Layer, { rows: inputSize }: Matrix): void {
  if (layer.built && layer.weights.length) return;
  tf.tidy(
    () =>
      void layer.apply(
        tf.zeros('equations' in layer || layer instanceof Bidirectional ? [1, 1, inputSize] : [1, inputSize]),
      ),
  );
}

const weightList = (layer: tf.layers.Layer): Matrix[] =>
  layer.getWeights().map((weight) => {
    const rows = weight.shape.length > 1 ? weight.shape[0] : 1;
    return matrix(rows, weight.shape.at(-1) as number, weight.dataSync());
  });

const linearWithoutName = () =>
  new ConfigError({
    where: 'loadStateDict',
    problem: 'a linear layer is given, but not its name in the state dict',
    expected: "names such as { recurrent: 'rnn', linear: 'fc' }",
    fix: 'Pass the names of the modules',
  });
