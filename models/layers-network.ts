/**
 * A network of K scores a sequence over any embedder, written down once: the same assembly runs on tensors (with
 * explicit masks and randomness) and on the symbolic inputs of a layers model.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, ShapeError } from '../src/errors';
import { checkShape } from '../src/shapes';
import type { Embedder, MaskedBatch } from './embedders/embedder';
import type { CalibratedSum } from '../src/layers/calibrated-sum';
import { disposeVariables, frozenVariables, layerGroupsOf, trainableVariables } from './layer-variables';
import type { CallContext, Network } from './network';

/**
 * A batch of the embedder; with scores that are added to the logits, for a network that was built to take them; and with
 * the number n of rows that each sequence has: rows b·n … b·n + n − 1 are the windows of sequence b. Its steps are read
 * window by window, and pooled together. Windows that a sequence has not are padding.
 */
export type ClassifierBatch<Batch> = Batch & {
  logitBias?: tf.Tensor2D; // [B,K]
  /** n, default 1. */
  windows?: number;
};

/** Applies a layer: to tensors, or to symbolic ones. */
export type Apply<X> = (layer: tf.layers.Layer, inputs: X | X[]) => X;
/** The network after the embedder. */
export interface Assembly {
  /** From vectors [B·n,T,D] to the states of all steps [B·n,T,H], or to the last one [B,H] of a network that takes no windows. */
  read<X>(vectors: X, apply: Apply<X>): X;
  /** From the states of all steps [B,n·T,H], or the last one, and a bias [B,K] if the batch has one, to logits [B,K]. */
  score<X>(states: X, apply: Apply<X>, logitBias?: X): X;
}

/** What a network is made of. The layers belong to it from here on. */
export interface NetworkParts<Batch extends MaskedBatch> {
  name: string;
  embedder: Embedder<Batch>;
  /** Those of the assembly that have weights, in the order in which these are saved. */
  layers: readonly tf.layers.Layer[];
  assemble: Assembly;
  /** Those of them that read the embedder one after the other: a group each in `layerGroups`. */
  recurrent: readonly tf.layers.Layer[];
  /** If batches have a bias for the logits: its size K, and whether a batch may come without. */
  logitBias?: { size: number; optional: boolean };
  /** The layer of the assembly that adds the bias by factors which are fitted after training. */
  factors?: CalibratedSum;
}

/** Creates all weights. */
export function layersNetwork<Batch extends MaskedBatch>(parts: NetworkParts<Batch>): Network<ClassifierBatch<Batch>> {
  const { name, embedder, layers, recurrent, assemble, logitBias: bias, factors } = parts;

  const logits = (batch: ClassifierBatch<Batch>, { training, random }: CallContext) =>
    tf.tidy(() => {
      const { mask, logitBias, windows = 1 } = batch;
      const vectors = embedder.embed(batch, { training, random });
      const [rows, T] = vectors.shape;
      checkShape(name, 'mask', mask.shape, [rows, T]);
      const B = rows / windows;
      if (!Number.isInteger(B)) throw unequalWindows(name, rows, windows);
      if (!bias && logitBias) throw takesNoBias(name);
      if (bias && (logitBias || !bias.optional)) {
        checkShape(name, 'logitBias', logitBias?.shape ?? [], ['B', bias.size], { B });
      }
      const applyWith =
        (mask: tf.Tensor): Apply<tf.Tensor> =>
        (layer, x) =>
          layer.apply(x, { mask, training, random }) as tf.Tensor;
      const states = assemble.read<tf.Tensor>(vectors, applyWith(mask));
      if (windows === 1) return assemble.score<tf.Tensor>(states, applyWith(mask), logitBias) as tf.Tensor2D;
      const [, , H] = checkStates(name, states);
      const joined = tf.reshape(states, [B, windows * T, H]);
      return assemble.score(joined, applyWith(tf.reshape(mask, [B, windows * T])), logitBias) as tf.Tensor2D;
    });

  const model = symbolicModel(parts);
  if (!model) {
    tf.tidy(
      () => void logits({ ...embedder.example(), logitBias: bias && tf.zeros([1, bias.size]) }, { training: false }),
    );
  }
  const parameters = trainableVariables([...embedder.layers, ...layers]);
  const frozen = [...embedder.frozen(), ...frozenVariables(factors ? [factors] : [])];

  return {
    name,
    parameters: () => parameters,
    frozen: () => frozen,
    layerGroups: () => layerGroupsOf([embedder.layers, ...recurrent.map((layer) => [layer]), []]),
    logits,
    factors,
    toLayersModel: () => {
      if (!model) throw notStock(name);
      return model;
    },
    topology: () => (model?.toJSON(null, false) as object | undefined) ?? {},
    dispose: () => disposeVariables([...parameters, ...frozen]),
  };
}

/** From the input of the embedder to probabilities [B,K]; undefined where stock layers cannot express the embedder. */
function symbolicModel<Batch extends MaskedBatch>(parts: NetworkParts<Batch>): tf.LayersModel | undefined {
  const { name, embedder, assemble, logitBias } = parts;
  const embedding = embedder.symbolic();
  if (!embedding) return undefined;
  const { input, vectors } = embedding;
  // `evidence` is what logitBias is called in saved models: the name of this input, and of the layer that adds it.
  const bias = logitBias && tf.input({ shape: [logitBias.size], name: 'evidence' });
  const apply: Apply<tf.SymbolicTensor> = (layer, x) => layer.apply(x) as tf.SymbolicTensor;
  const logits = assemble.score(assemble.read(vectors, apply), apply, bias);
  // Not tf.layers.softmax: in a layers model it would use the mask of the ids, which leaks to all later layers.
  const softmax = tf.layers.activation({ activation: 'softmax', name: 'probabilities' });
  const outputs = softmax.apply(logits) as tf.SymbolicTensor;
  return tf.model({ name: name.replaceAll('-', '_'), inputs: bias ? [input, bias] : input, outputs });
}

/** Of a network that gives those of all steps. */
function checkStates(name: string, { shape }: tf.Tensor): number[] {
  if (shape.length === 3) return shape;
  throw new ShapeError({
    where: name,
    problem: 'the batch has windows, and the network reads the last state of a sequence',
    expected: 'a network that pools all steps, or sequences in one piece',
    fix: 'Choose pooling mean+max, or leave windows out',
  });
}

const unequalWindows = (name: string, rows: number, windows: number) =>
  new ShapeError({
    where: name,
    problem: `${rows} rows for ${windows} windows a sequence`,
    expected: `a multiple of ${windows}`,
    fix: 'Pad every sequence to the same number of windows',
  });

const takesNoBias = (name: string) =>
  new ShapeError({
    where: name,
    problem: 'the batch has a logitBias, and the network was built without one',
    expected: 'batches without it',
    fix: 'Set logitBias where the network is created',
  });

const notStock = (name: string) =>
  new ConfigError({
    where: name,
    problem: 'its embedder (images, words with letters, features or given vectors) is more than one layer of one input',
    expected: 'tokens, words by their id alone, or frames of values',
    fix: 'Call logits instead',
  });
