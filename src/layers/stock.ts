/**
 * The stock TensorFlow.js layer classes that ours extend. tfjs exports functions that make layers, not their classes,
 * so a class is taken from an instance. The instance is named, so that it takes no number from the names that tfjs
 * gives to other layers of the page, and never built, so that it owns no weights.
 */
import * as tf from '@tensorflow/tfjs';

export interface StockClass<Options, Layer extends tf.layers.Layer> {
  new (options: Options): Layer;
  className: string;
}

/**
 * The type of a class, by the function that makes its layers. Written out at each constant: the inferred types would name
 * files inside @tensorflow/tfjs-layers, which a project with isolated package folders does not resolve.
 */
type MadeBy<Create extends (options: never) => tf.layers.Layer> = StockClass<Parameters<Create>[0], ReturnType<Create>>;

function classOf<Options, Layer extends tf.layers.Layer>(
  create: (options: Options) => Layer,
  options: NoInfer<Options>,
): StockClass<Options, Layer> {
  return create({ ...options, name: 'stock' }).constructor as StockClass<Options, Layer>;
}

export type LstmArgs = Parameters<typeof tf.layers.lstm>[0];
export type GruArgs = Parameters<typeof tf.layers.gru>[0];
export type EmbeddingArgs = Parameters<typeof tf.layers.embedding>[0];
export type DenseArgs = Parameters<typeof tf.layers.dense>[0];
export type DropoutArgs = Parameters<typeof tf.layers.dropout>[0];
export type BidirectionalArgs = Parameters<typeof tf.layers.bidirectional>[0];
/** What tfjs passes to `call` beside the inputs. */
export type CallArguments = Parameters<tf.layers.Layer['call']>[1];
export type Shape = Parameters<tf.layers.Layer['build']>[0];

export const StockSimpleRNN: MadeBy<typeof tf.layers.simpleRNN> = classOf(tf.layers.simpleRNN, { units: 1 });
export const StockLSTM: MadeBy<typeof tf.layers.lstm> = classOf(tf.layers.lstm, { units: 1 });
export const StockGRU: MadeBy<typeof tf.layers.gru> = classOf(tf.layers.gru, { units: 1 });
export const StockEmbedding: MadeBy<typeof tf.layers.embedding> = classOf(tf.layers.embedding, {
  inputDim: 1,
  outputDim: 1,
});
export const StockDense: MadeBy<typeof tf.layers.dense> = classOf(tf.layers.dense, { units: 1 });
export const StockDropout: MadeBy<typeof tf.layers.dropout> = classOf(tf.layers.dropout, { rate: 0 });
/** Without its private members, which ours replace. */
export const StockBidirectional = classOf(tf.layers.bidirectional, {
  layer: tf.layers.simpleRNN({ units: 1, name: 'stock' }),
}) as StockClass<BidirectionalArgs, tf.layers.Layer>;

/** The one tensor of a layer's input. */
export const onlyTensor = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor => (Array.isArray(inputs) ? inputs[0] : inputs);

/** The one shape of a layer's input. */
export const onlyShape = (shape: Shape): (number | null)[] =>
  (Array.isArray(shape[0]) ? shape[0] : shape) as (number | null)[];
