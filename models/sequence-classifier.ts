/**
 * Many-to-one: ids → one of K classes.
 *
 *     embedding → recurrent layers, one or both directions → pooling over time → dense → logits
 *
 * with dropout after the embedding, between recurrent layers and before the dense layer. Where there is evidence about
 * the classes beside the sequence, it is added to the logits, scaled by a learnt factor ("wide and deep") or a given one.
 */
import * as tf from '@tensorflow/tfjs';
import { Dropout } from '../src/layers/dropout';
import { Embedding } from '../src/layers/embedding';
import { drawWeights } from '../src/layers/initial-weights';
import { AttentionPooling, MaskedMaxPooling, MaskedMeanPooling } from '../src/layers/pooling';
import { ScaledAdd } from '../src/layers/scaled-add';
import type { Random } from '../src/random';
import { checkCount } from '../src/validation';
import { type Assembly, layersNetwork } from './layers-network';
import type { Network } from './network';
import { type RecurrentConfig, RecurrentStack } from './recurrent-stack';

/** Sizes and choices of a sequence classifier. */
export interface SequenceClassifierConfig extends RecurrentConfig {
  /** V: ids are 0 (padding) … V − 1. */
  vocabularySize: number;
  /** K */
  classes: number;
  embeddingSize: number;
  /** Default `last`, the state after the last real token: the only one that stock TensorFlow.js can open. */
  pooling?: 'last' | 'mean' | 'max' | 'attention' | 'mean+max';
  /** After the embedding; whole components of the embedding at all steps of a sequence. */
  embeddingDropout?: number;
  /** Between recurrent layers and before the dense layer. */
  dropout?: number;
  /** Batches bring `evidence` [B,K]: its factor is learnt, or given. With a given one a batch may come without. */
  evidence?: 'learnt' | number;
}

/**
 * @param random the start of all weights.
 * @throws ConfigError for a size that is no whole number above 0 or a rate outside [0, 1).
 */
export function sequenceClassifier(config: SequenceClassifierConfig, random: Random): Network {
  checkSizes(config);
  const { vocabularySize, embeddingSize, classes, embeddingDropout, dropout } = config;
  const fork = (name: string) => ({ name, random: random.fork(name) });
  const drop = (name: string, rate = 0, noiseShape?: (number | null)[]) =>
    rate ? [new Dropout({ ...fork(name), rate, noiseShape })] : [];
  const stack = new RecurrentStack(config, random, {
    returnSequences: (config.pooling ?? 'last') !== 'last',
    dropoutBefore: (i) => (i ? drop(`dropout_${i}`, dropout)[0] : undefined),
  });
  const steps = [
    new Embedding({ ...fork('embedding'), vocabularySize, size: embeddingSize, initializer: { normal: 0.01 } }),
    ...drop('embedding_dropout', embeddingDropout, [null, 1, null]),
    ...stack.steps,
  ];
  const pools = poolingLayers(config, random);
  const join = tf.layers.concatenate({ name: 'pooled' });
  const features = drop('features_dropout', dropout);
  const dense = tf.layers.dense({ name: 'logits', units: classes, kernelInitializer: 'glorotUniform' });
  dense.setFastWeightInitDuringBuild(true); // its weights are drawn below

  const scale =
    typeof config.evidence === 'number' ? { initialScale: config.evidence, fixed: true } : { initialScale: 0.2 };
  const addEvidence = new ScaledAdd({ name: 'evidence_scale', ...scale });

  const assemble: Assembly = ({ ids, evidence }, apply) => {
    const states = steps.reduce((x, layer) => apply(layer, x), ids); // [B,T,·], for `last` [B,·]
    const pooled = pools.map((pool) => apply(pool, states));
    const pool = pooled.length > 1 ? apply(join, pooled) : (pooled[0] ?? states); // [B,·]
    const kept = features.reduce((x, layer) => apply(layer, x), pool);
    const logits = apply(dense, kept); // [B,K]
    return evidence ? apply(addEvidence, [logits, evidence]) : logits;
  };
  const evidence = config.evidence && { size: classes, optional: config.evidence !== 'learnt' };
  const network = layersNetwork('sequence-classifier', assemble, evidence || undefined);
  drawWeights(dense, { kernel: 'glorotUniform' }, random.fork('logits'));
  return network;
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
    case 'attention':
      return [new AttentionPooling({ name: 'attention_pooling', random: random.fork('attention_pooling') })];
  }
}

function checkSizes(config: SequenceClassifierConfig): void {
  for (const key of ['vocabularySize', 'classes', 'embeddingSize', 'hiddenSize', 'layers'] as const) {
    checkCount('sequence-classifier', key, config[key] ?? (key === 'layers' ? 1 : undefined));
  }
}
