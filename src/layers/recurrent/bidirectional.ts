/**
 * One recurrent layer in both directions (Schuster & Paliwal 1997): a forward and a backward layer over the same
 * sequence, their outputs merged step by step. The backward direction starts at each example's last real step.
 *
 * Extends the stock layer, whose `build`, shapes, masks and weight order (forward, then backward) stand. Stock code
 * remakes the two directions from the layer's config by class name, which would give stock layers; here they are made
 * from the instance. Stock `call` turns the backward outputs around that the backward layer has just turned around.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, show } from '../../errors';
import { callSideBySide, type RecurrentCallArguments } from './call';
import type { RecurrentLayer } from './recurrent-layer';
import { type CallArguments, StockBidirectional } from '../stock';
import { checkOptionNames } from '../../validation';

export const mergeModes = ['concat', 'sum', 'ave', 'mul'] as const;
export type MergeMode = (typeof mergeModes)[number];

export interface BidirectionalOptions {
  /** SimpleRNN, LSTM or GRU of this package. It serves as a pattern: both directions are new layers with its options. */
  layer: RecurrentLayer;
  /** How outputs meet: side by side (the default, [B,T,2H]), sum, mean, product. */
  mergeMode?: MergeMode;
  name?: string;
}

/** A recurrent layer in both directions (Schuster & Paliwal 1997): [B,T,I] → [B,T,2H] with `concat`, else [B,T,H]. */
export class Bidirectional extends StockBidirectional {
  /** The pattern: what the saved config describes. Has no weights. */
  declare layer: RecurrentLayer;
  declare forwardLayer: RecurrentLayer;
  declare backwardLayer: RecurrentLayer;
  declare mergeMode: MergeMode;

  /** @throws ConfigError for an unknown merge mode or a layer that is not ours. */
  constructor(options: BidirectionalOptions) {
    checkOptionNames('Bidirectional', options, { layer: true, mergeMode: true, name: true });
    const { layer, mergeMode = 'concat', name } = options;
    if (!layer?.equations) throw notOurs(layer);
    if (!mergeModes.includes(mergeMode)) {
      throw new ConfigError({
        where: 'Bidirectional',
        problem: `mergeMode is ${show(mergeMode)}`,
        expected: mergeModes.join(', '),
      });
    }
    super({ layer: standIn(layer), mergeMode, name });
    this.layer = layer;
    this.forwardLayer = direction(layer, 'forward', layer.goBackwards);
    this.backwardLayer = direction(layer, 'backward', !layer.goBackwards);
  }

  /** [B,T,I] → [B,T,2H] or [B,T,H], without `returnSequences` the same without T; then the states, if requested. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor | tf.Tensor[] {
    const common = { ...kwargs, inStepOrder: true } as RecurrentCallArguments;
    const { initialState } = common;
    const half = (initialState?.length ?? 0) / 2;
    const directions = [
      { layer: this.forwardLayer, given: { ...common, initialState: initialState?.slice(0, half) } },
      { layer: this.backwardLayer, given: { ...common, initialState: initialState?.slice(half) } },
    ];
    return tf.tidy(() => {
      const [[y, ...states], [yBack, ...statesBack]] = callSideBySide(inputs, directions);
      const merged = merge(y, yBack, this.mergeMode);
      const { goBackwards, returnSequences, returnState } = this.layer;
      const output = goBackwards && returnSequences ? tf.reverse(merged, 1) : merged; // in the order of the run
      return returnState ? [output, ...states, ...statesBack] : output;
    });
  }
}

function merge(y: tf.Tensor, yBack: tf.Tensor, mode: MergeMode): tf.Tensor {
  switch (mode) {
    case 'concat':
      return tf.concat([y, yBack], -1);
    case 'sum':
      return tf.add(y, yBack);
    case 'ave':
      return tf.mul(tf.add(y, yBack), 0.5);
    case 'mul':
      return tf.mul(y, yBack);
  }
}

/** Each direction starts from weights of its own. The names are those that stock code gives. */
const direction = (layer: RecurrentLayer, prefix: string, goBackwards: boolean): RecurrentLayer =>
  layer.withOptions({ name: `${prefix}_${layer.name}`, random: layer.random.fork(prefix), goBackwards });

/** Stock code copies the layer it is given by config, which it cannot for a GRU with reset after. It may copy this. */
const standIn = ({ returnSequences, returnState, name }: RecurrentLayer) =>
  tf.layers.simpleRNN({ units: 1, returnSequences, returnState, name });

const notOurs = (layer: unknown) =>
  new ConfigError({
    where: 'Bidirectional',
    problem: `layer is ${show(layer)}`,
    expected: 'a SimpleRNN, LSTM or GRU of this package',
    fix: 'For stock layers use tf.layers.bidirectional',
  });
