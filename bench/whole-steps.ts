/** Whole training steps as users run them, with batches, optimizer and clipping: what `npm run profile` looks into. */
import * as tf from '@tensorflow/tfjs';
import { Embedding, LSTM, openLabeledText, Random, SentimentClassifier } from '../src/node';
import type { TrainingEvent } from '../src/training/events';
import { fit } from '../src/training/fit';
import { softmaxCrossEntropy } from '../src/training/losses';

/** Trains; `onEvent` hears of every step, and what it throws ends the run. */
export type WholeStep = (onEvent: (event: TrainingEvent) => void, signal: AbortSignal) => Promise<void>;

/** The default configuration on rt-polarity. */
const sentiment: WholeStep = async (onEvent, signal) => {
  const { splits } = await openLabeledText('rt-polarity');
  const model = new SentimentClassifier({ epochs: 1 });
  await model.fit(splits.train, { onEvent, signal });
  model.dispose();
};

/** A character language model: embedding → LSTM → LSTM → logits at every step. All characters are random. */
const languageModel =
  (V: number, embeddingSize: number, H: number, [B, T]: [number, number]): WholeStep =>
  async (onEvent, signal) => {
    const random = Random.fromSeed(1);
    const embedding = new Embedding({ vocabularySize: V, size: embeddingSize });
    const layers = [1, 2].map(() => new LSTM({ units: H, returnSequences: true }));
    const dense = tf.layers.dense({ units: V });
    const logits = (ids: Int32Array) => {
      const vectors = embedding.apply(tf.tensor2d(ids, [B, T], 'int32')) as tf.Tensor; // [B,T,E]
      const states = layers.reduce((x, layer) => layer.apply(x) as tf.Tensor, vectors); // [B,T,H]
      return dense.apply(tf.reshape(states, [B * T, H])) as tf.Tensor; // [B·T,V]
    };
    tf.tidy(() => logits(new Int32Array(B * T))); // builds the layers
    const all = [embedding, ...layers, dense];
    const parameters = all.flatMap(({ trainableWeights }) =>
      trainableWeights.map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable })),
    );
    const batch = (index: number) =>
      Int32Array.from(
        { length: 2 * B * T },
        (() => {
          const stream = random.fork(index);
          return () => stream.integer(V);
        })(),
      );
    const events = fit<Int32Array>({
      model: {
        parameters: () => parameters,
        loss: (ids) => ({
          loss: softmaxCrossEntropy(logits(ids.subarray(0, B * T)), { targets: ids.subarray(B * T) }),
        }),
        countUnits: () => B * T,
        countTokens: () => B * T,
      },
      plan: () => ({ length: 100_000, batch }),
      epochs: 1,
      optimizer: { kind: 'adam' },
      schedule: { kind: 'constant', learningRate: 1e-3 },
      random,
      clipNorm: 1,
      signal,
    });
    for await (const event of events) onEvent(event);
    for (const layer of all) layer.dispose();
  };

export const wholeSteps: Record<string, WholeStep> = {
  sentiment,
  'character-model': languageModel(65, 64, 128, [50, 50]),
  'word-model': languageModel(6000, 128, 256, [32, 35]),
};
