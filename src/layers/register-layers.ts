/**
 * Tells TensorFlow.js the layers whose class names are ours alone, so that `tf.loadLayersModel` opens saved models with
 * them. Layers that keep a stock class name are not registered: stock layers elsewhere stay stock.
 */
import * as tf from '@tensorflow/tfjs';
import { Attention } from './attention';
import { CalibratedSum } from './calibrated-sum';
import { CRF } from './crf/crf';
import { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from './pooling';
import { ScaledAdd } from './scaled-add';
import { Recurrent } from './recurrent/any-cell';

/** Again is harmless. */
export function registerLayers(): void {
  for (const layer of [
    MaskedMeanPooling,
    MaskedMaxPooling,
    MaskedLastPooling,
    AttentionPooling,
    Attention,
    CRF,
    ScaledAdd,
    CalibratedSum,
    Recurrent,
  ]) {
    tf.serialization.registerClass(layer);
  }
}
