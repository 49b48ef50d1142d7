/**
 * A vector for a word from its letters: a BiLSTM's last state in each direction (Ling et al. 2015), or the largest value
 * of each filter of a convolution (Santos & Zadrozny 2014). [W,C] → [W,size]
 */
import * as tf from '@tensorflow/tfjs';
import { Bidirectional } from '../../src/layers/recurrent/bidirectional';
import { Convolution1D } from '../../src/layers/convolution';
import { Embedding } from '../../src/layers/embedding';
import { MaskedMaxPooling } from '../../src/layers/pooling';
import { LSTM } from '../../src/layers/recurrent/recurrent';
import type { Random } from '../../src/random';
import { checkSizes } from '../check-sizes';
import type { CallContext } from '../network';

export interface CharacterEncoderConfig {
  /** Ids are 0 (padding) … − 1. */
  vocabularySize: number;
  embeddingSize: number;
  /** Size of the vector of a word; for `bilstm` half of it from each direction. */
  size: number;
  encoder: 'bilstm' | 'cnn';
}

export class CharacterEncoder {
  readonly layers: tf.layers.Layer[];

  /** @throws ConfigError for a size that is no whole number above 0. */
  constructor(config: CharacterEncoderConfig, random: Random) {
    const { vocabularySize, embeddingSize: size } = config;
    checkSizes('character encoder', { characterSize: config.size });
    const name = 'character_embedding';
    const embedding = new Embedding({ name, vocabularySize, size, random: random.fork(name) });
    this.layers = [embedding, ...(config.encoder === 'cnn' ? convolution(config, random) : bilstm(config, random))];
  }

  /** @param characters ids [W,C], 0 after the end of a word */
  encode(characters: tf.Tensor2D, context: CallContext): tf.Tensor2D {
    const mask = tf.cast(tf.notEqual(characters, 0), 'float32'); // [W,C]
    const [embedding, ...rest] = this.layers;
    const embedded = embedding.apply(characters) as tf.Tensor; // [W,C,D]
    return rest.reduce<tf.Tensor>(
      (x, layer) => layer.apply(x, { ...context, mask }) as tf.Tensor,
      embedded,
    ) as tf.Tensor2D;
  }
}

function bilstm({ size }: CharacterEncoderConfig, random: Random): tf.layers.Layer[] {
  const name = 'character_lstm';
  const layer = new LSTM({ name, units: Math.ceil(size / 2), random: random.fork(name) });
  return [new Bidirectional({ layer, name: 'character_bidirectional' })];
}

/** Windows of three letters; padding beside a word counts as 0, so that the vector does not depend on the batch. */
function convolution({ size }: CharacterEncoderConfig, random: Random): tf.layers.Layer[] {
  const name = 'character_convolution';
  return [
    new Convolution1D({ name, filters: size, window: 3, activation: 'relu', random: random.fork(name) }),
    new MaskedMaxPooling({ name: 'character_pooling' }),
  ];
}
