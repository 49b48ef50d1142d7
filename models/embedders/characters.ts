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
import type { CallContext } from '../network';
import type { CharacterConfig } from '../sequence-tagger/config';

export class CharacterEncoder {
  readonly layers: tf.layers.Layer[];

  constructor(config: CharacterConfig, random: Random) {
    const { vocabularySize, embeddingSize: size } = config;
    const name = 'character_embedding';
    const embedding = new Embedding({ name, vocabularySize, size, random: random.fork(name) });
    this.layers = [embedding, ...(config.encoder === 'cnn' ? convolution(config, random) : bilstm(config, random))];
  }

  /** @param characters ids [W,C], 0 after the end of a word */
  encode(characters: tf.Tensor2D, context: CallContext): tf.Tensor2D {
    const mask = tf.cast(tf.notEqual(characters, 0), 'float32'); // [W,C]
    const [embedding, ...rest] = this.layers;
    const embedded = tf.mul(embedding.apply(characters) as tf.Tensor, tf.expandDims(mask, 2)); // [W,C,D], padding 0
    return rest.reduce<tf.Tensor>(
      (x, layer) => layer.apply(x, { ...context, mask }) as tf.Tensor,
      embedded,
    ) as tf.Tensor2D;
  }
}

function bilstm({ size }: CharacterConfig, random: Random): tf.layers.Layer[] {
  const name = 'character_lstm';
  const layer = new LSTM({ name, units: Math.ceil(size / 2), random: random.fork(name) });
  return [new Bidirectional({ layer, name: 'character_bidirectional' })];
}

/** Windows of three letters; the padding beside a word is 0, wherever it stands in the batch. */
function convolution({ size }: CharacterConfig, random: Random): tf.layers.Layer[] {
  const name = 'character_convolution';
  return [
    new Convolution1D({ name, filters: size, window: 3, activation: 'relu', random: random.fork(name) }),
    new MaskedMaxPooling({ name: 'character_pooling' }),
  ];
}
