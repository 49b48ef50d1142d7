import * as tf from '@tensorflow/tfjs';
import {
  beginGeneration,
  disposeState,
  generationStep,
  type GenerationState,
  selectRows,
} from '../../models/generation';
import type { EncoderDecoder } from '../../models/encoder-decoder';
import { forcedLogits } from '../../models/teacher-forcing';
import { ShapeError } from '../../src/errors';
import { difference } from '../layers/support';
import { batch } from './support';
import { forcedBatch, kinds, makeModel, sources, targets } from './encoder-decoder-support';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const begin = (model: EncoderDecoder) => beginGeneration(model, batch(sources));

/** Log-probabilities [B,V] after each step over tokens of all rows. */
function speak(model: EncoderDecoder, start: GenerationState, steps: number[][]) {
  let state = start;
  return steps.map((tokens) => {
    const output = generationStep(model, Int32Array.from(tokens), state);
    ({ state } = output);
    return output;
  });
}

describe.each(Object.entries(kinds))('generation: %s', (_, changes) => {
  it('token by token says what training computes for the same tokens', () => {
    const model = makeModel(changes);
    const steps = Array.from({ length: 4 }, (_, t) => targets.map((target) => target[t] ?? 0));
    const spoken = speak(model, begin(model), steps);
    const trained = tf.logSoftmax(forcedLogits(model, forcedBatch(), { training: false }));
    let place = 0;
    targets.forEach((target, row) =>
      target.forEach((_, t) => {
        const said = tf.slice(spoken[t].logProbabilities, [row, 0], [1, -1]);
        expect(difference(said, tf.slice(trained, [place++, 0], [1, -1]))).toBeLessThan(1e-5);
      }),
    );
  });

  it('chosen rows go on as the rows they were', () => {
    const model = makeModel(changes);
    const rows = [2, 0, 0, 1];
    const [{ state }] = speak(model, begin(model), [[2, 2, 2]]);
    const chosen = selectRows(state, Int32Array.from(rows));
    const swapped = selectRows(chosen, Int32Array.of(0, 2, 1, 3)); // within one source
    const before = generationStep(model, Int32Array.of(4, 5, 6), state);
    for (const some of [chosen, swapped]) {
      const after = generationStep(model, Int32Array.of(6, 4, 4, 5), some);
      const expected = tf.gather(before.logProbabilities, tf.tensor1d(rows, 'int32'));
      expect(difference(after.logProbabilities, expected)).toBeLessThan(1e-6);
    }
    expect([...chosen.sources]).toEqual(rows);
  });

  it('leaves nothing behind, and no state that it was given', () => {
    const model = makeModel(changes);
    const source = batch(sources);
    const before = tf.memory().numTensors;
    const start = beginGeneration(model, source);
    const [{ state, logProbabilities, weights }] = speak(model, start, [[2, 2, 2]]);
    disposeState(start);
    const chosen = selectRows(state, Int32Array.of(1, 1));
    disposeState(state);
    const next = generationStep(model, Int32Array.of(3, 4), chosen);
    tf.dispose([logProbabilities, next.logProbabilities]);
    tf.dispose([weights, next.weights] as tf.TensorContainer[]);
    disposeState(chosen);
    disposeState(next.state);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('generation', () => {
  it('says where it looked: 1 in sum, nothing at padding', () => {
    const [{ weights }] = speak(makeModel(kinds.general), begin(makeModel(kinds.general)), [[2, 2, 2]]);
    (weights?.arraySync() ?? []).forEach((row, b) => {
      expect(row.reduce((sum, x) => sum + x)).toBeCloseTo(1, 6);
      expect(row.slice(sources[b].length).every((x) => x === 0)).toBe(true);
    });
  });

  it('refuses another number of tokens than rows', () => {
    const model = makeModel();
    expect(() => generationStep(model, Int32Array.of(2), begin(model))).toThrow(ShapeError);
  });
});
