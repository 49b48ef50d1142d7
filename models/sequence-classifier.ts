/**
 * Many-to-one: a sequence of tokens, words or frames → one of K classes.
 *
 *     embedder → recurrent layers, one or both directions → pooling over time → dense → logits
 *
 * with dropout after the embedder, between recurrent layers and before the dense layer. With `logitBias` a batch brings
 * scores of the classes from elsewhere (Wang & Manning 2012: log-count ratios of n-grams); they are added to the logits,
 * scaled by a learnt factor ("wide and deep"), by a given one, or by one that is fitted after training.
 */
import * as tf from '@tensorflow/tfjs';
import { CalibratedSum } from '../src/layers/calibrated-sum';
import { Dense } from '../src/layers/dense';
import { Dropout } from '../src/layers/dropout';
import { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from '../src/layers/pooling';
import { ScaledAdd } from '../src/layers/scaled-add';
import type { Random } from '../src/random';
import { checkSizes } from './check-sizes';
import type { Embedder, MaskedBatch } from './embedders/embedder';
import { type Assembly, type ClassifierBatch, layersNetwork } from './layers-network';
import type { Network } from './network';
import { type RecurrentConfig, recurrentConfigNames, RecurrentStack, variationalDropout } from './recurrent-stack';
import { checkOptionNames, type OptionNames } from '../src/validation';

/** Sizes and choices of a sequence classifier. */
export interface SequenceClassifierConfig extends RecurrentConfig {
  /** K */
  classes: number;
  /**
   * Default `last`, the state after the last real step: the only one that stock TensorFlow.js can open. `last+max+mean`
   * is concat pooling (Howard & Ruder 2018, §3.3), with the outputs at the last real step, also of the backward direction.
   */
  pooling?: 'last' | 'mean' | 'max' | 'attention' | 'mean+max' | 'last+max+mean';
  /** After the embedder; whole components of its vectors at all steps of a sequence. */
  embeddingDropout?: number;
  /** Between recurrent layers and before the dense layer. */
  dropout?: number;
  /**
   * Batches have a `logitBias` [B,K]. Its factor is learnt, or given, or `calibrated`: fitted after training, together
   * with one of the network's own logits (`Network.factors`). Unless it is learnt a batch may come without a bias.
   */
  logitBias?: 'learnt' | 'calibrated' | number;
}

export const sequenceClassifierNames: OptionNames<SequenceClassifierConfig> = {
  ...recurrentConfigNames,
  classes: true,
  pooling: true,
  embeddingDropout: true,
  dropout: true,
  logitBias: true,
};

/** What `sequenceClassifier` creates. */
export type SequenceClassifier<Batch extends MaskedBatch> = Network<ClassifierBatch<Batch>>;

/**
 * @param embedder belongs to the network from here on.
 * @param random the start of all weights.
 * @throws ConfigError for a size that is no whole number above 0 or a rate outside [0, 1).
 */
export function sequenceClassifier<Batch extends MaskedBatch>(
  config: SequenceClassifierConfig,
  embedder: Embedder<Batch>,
  random: Random,
): SequenceClassifier<Batch> {
  checkOptionNames('sequenceClassifier', config, sequenceClassifierNames);
  const { classes, hiddenSize, layers = 1, pooling = 'last', embeddingDropout, dropout, logitBias: scale } = config;
  checkSizes('sequence-classifier', { classes, hiddenSize, layers });
  const drop = (name: string) =>
    dropout ? new Dropout({ name, rate: dropout, random: random.fork(name) }) : undefined;
  const stack = new RecurrentStack(config, random, {
    returnSequences: pooling !== 'last',
    dropoutBefore: (i) => {
      if (i) return drop(`dropout_${i}`);
      return embeddingDropout ? variationalDropout('embedding_dropout', embeddingDropout, random) : undefined;
    },
  });
  const pools = poolingLayers(config, random);
  const join = tf.layers.concatenate({ name: 'pooled' });
  const featuresDropout = drop('features_dropout');
  const dense = new Dense({ name: 'logits', units: classes, random: random.fork('logits') });
  const addBias = addedBias(scale);

  const assemble: Assembly = {
    read: (vectors, apply) => stack.steps.reduce((x, layer) => apply(layer, x), vectors), // for `last` [B,·]
    score(states, apply, logitBias) {
      const pooled = pools.map((pool) => apply(pool, states));
      const pool = pooled.length > 1 ? apply(join, pooled) : (pooled[0] ?? states); // [B,·]
      const logits = apply(dense, featuresDropout ? apply(featuresDropout, pool) : pool); // [B,K]
      return logitBias ? apply(addBias, [logits, logitBias]) : logits;
    },
  };
  return layersNetwork({
    name: 'sequence-classifier',
    embedder,
    layers: [...stack.layers, ...pools, dense, addBias],
    recurrent: stack.layers,
    assemble,
    logitBias: scale === undefined ? undefined : { size: classes, optional: scale !== 'learnt' },
    factors: addBias instanceof CalibratedSum ? addBias : undefined,
  });
}

/** The names are those of saved models, see layers-network.ts. */
function addedBias(scale: SequenceClassifierConfig['logitBias']): ScaledAdd | CalibratedSum {
  if (scale === 'calibrated') return new CalibratedSum({ name: 'evidence_factors' });
  const factor = typeof scale === 'number' ? { initialScale: scale, fixed: true } : { initialScale: 0.2 };
  return new ScaledAdd({ name: 'evidence_scale', ...factor });
}

function poolingLayers({ pooling = 'last' }: SequenceClassifierConfig, random: Random): tf.layers.Layer[] {
  switch (pooling) {
    case 'last':
      return []; // the recurrent layer returns its last state itself
    case 'mean':
      return [new MaskedMeanPooling({ name: 'mean_pooling' })];
    case 'max':
      return [new MaskedMaxPooling({ name: 'max_pooling' })];
    case 'mean+max':
      return [new MaskedMeanPooling({ name: 'mean_pooling' }), new MaskedMaxPooling({ name: 'max_pooling' })];
    case 'last+max+mean':
      return [
        new MaskedLastPooling({ name: 'last_pooling' }),
        new MaskedMaxPooling({ name: 'max_pooling' }),
        new MaskedMeanPooling({ name: 'mean_pooling' }),
      ];
    case 'attention':
      return [new AttentionPooling({ name: 'attention_pooling', random: random.fork('attention_pooling') })];
  }
}
