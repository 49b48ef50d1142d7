/** What a model of polyphonic music does with its network: the keys of the next step, each for itself. */
import * as tf from '@tensorflow/tfjs';
import type { FrameBatch } from '../../models/embedders/frames';
import type { SequenceTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { Random } from '../../src/random';
import { sigmoidCrossEntropy } from '../../src/training/multi-label-loss';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { Metrics, Predictor } from '../task';
import { type EncodedPiece, KEYS, type PolyphonyPreprocessor } from './preprocessor';
import type { PolyphonyConfig } from './settings';
import type { PolyphonyPrediction, PolyphonyTypes } from './types';

export class PolyphonyPredictor implements Predictor<PolyphonyTypes> {
  constructor(
    readonly network: SequenceTagger<FrameBatch>,
    readonly preprocessor: PolyphonyPreprocessor,
    private readonly settings: Pick<PolyphonyConfig, 'transpose'>,
  ) {}

  /** Steps that are predicted. */
  lengthOf({ steps }: EncodedPiece): number {
    return steps - 1;
  }

  countUnits(batch: readonly EncodedPiece[]): number {
    return batch.reduce((sum, piece) => sum + this.lengthOf(piece), 0);
  }

  loss(batch: readonly EncodedPiece[], { random, training }: LossContext): BatchLoss {
    const { transpose } = this.settings;
    const moved =
      transpose > 0 ? batch.map((piece, i) => transposed(piece, transpose, random.fork(`transpose ${i}`))) : batch;
    const { inputs, targets, mask } = collate(moved);
    const logits = this.network.emissions(inputs, { training, random });
    return { loss: sigmoidCrossEntropy(logits, { targets, mask }) };
  }

  async predict(batch: readonly EncodedPiece[]): Promise<PolyphonyPrediction[]> {
    const { nats, T } = tf.tidy(() => {
      const { inputs, targets } = collate(batch);
      const z = this.network.emissions(inputs, { training: false }); // [B,T,88]
      const y = tf.tensor(Float32Array.from(targets), z.shape);
      return { nats: tf.sum(tf.sub(tf.softplus(z), tf.mul(y, z)), -1), T: z.shape[1] };
    });
    try {
      const values = await nats.data<'float32'>(); // [B·T]
      return batch.map((piece, b) => {
        const own = Array.from(values.subarray(b * T, b * T + this.lengthOf(piece)));
        return { values: own, nats: own.reduce((sum, one) => sum + one, 0) / own.length };
      });
    } finally {
      nats.dispose();
    }
  }

  /** The mean over all predicted steps of all pieces. */
  evaluate(_: readonly EncodedPiece[], predictions: readonly PolyphonyPrediction[]): Metrics {
    return { nats: meanNats(predictions.map(({ values }) => values)) };
  }
}

export function meanNats(pieces: readonly ArrayLike<number>[]): number {
  const sums = pieces.map((values) => Array.from(values).reduce((sum, one) => sum + one, 0));
  const steps = pieces.reduce((count, { length }) => count + length, 0);
  return sums.reduce((sum, one) => sum + one, 0) / steps;
}

/** Inputs are the steps 0 … T − 2, targets 1 … T − 1, padded to the longest piece. */
function collate(batch: readonly EncodedPiece[]) {
  const T = batch.reduce((longest, { steps }) => Math.max(longest, steps - 1), 0);
  const xs = new Float32Array(batch.length * T * KEYS);
  const targets = new Uint8Array(batch.length * T * KEYS);
  const mask = new Float32Array(batch.length * T);
  batch.forEach(({ keys, steps }, b) => {
    xs.set(keys.subarray(0, (steps - 1) * KEYS), b * T * KEYS);
    targets.set(keys.subarray(KEYS), b * T * KEYS);
    mask.fill(1, b * T, b * T + steps - 1);
  });
  const shape: [number, number] = [batch.length, T];
  return { inputs: { xs: tf.tensor3d(xs, [...shape, KEYS]), mask: tf.tensor2d(mask, shape) }, targets, mask };
}

/** The piece some semitones up or down, as far as its notes stay on the keyboard. */
function transposed({ keys, steps }: EncodedPiece, most: number, random: Random): EncodedPiece {
  const shift = random.integer(2 * most + 1) - most;
  const moved = new Uint8Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === 0) continue;
    const key = (i % KEYS) + shift;
    if (key < 0 || key >= KEYS) return { keys, steps };
    moved[i + shift] = 1;
  }
  return { keys: moved, steps };
}
