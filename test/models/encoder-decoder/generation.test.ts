import * as tf from '@tensorflow/tfjs';
import {
  beginGeneration,
  disposeState,
  generationStep,
  type GenerationState,
  type GenerationStep,
  selectRows,
} from '../../../models/encoder-decoder/generation';
import type { EncoderDecoder } from '../../../models/encoder-decoder/encoder-decoder';
import { forcedLogits } from '../../../models/encoder-decoder/teacher-forcing';
import { ShapeError } from '../../../src/errors';
import { registerRecurrenceKernel, useRecurrenceKernel } from '../../../src/kernels/select';
import { currentRuntime } from '../../../src/kernels/wasm/runtime/current-runtime';
import { webassemblyKernel } from '../../../src/kernels/wasm/recurrence/webassembly-kernel';
import { difference } from '../../layers/support';
import { batch } from '../support';
import { forcedBatch, kinds, makeModel, sources, targets } from './support';

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerRecurrenceKernel(webassemblyKernel);
});
afterAll(() => useRecurrenceKernel('auto'));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const begin = (model: EncoderDecoder) => beginGeneration(model, batch(sources));

/** Log-probabilities [B,V] after each step over tokens of all rows. */
async function generate(model: EncoderDecoder, start: GenerationState, steps: number[][]) {
  let state = start;
  const outputs: GenerationStep[] = [];
  for (const tokens of steps) {
    outputs.push(await generationStep(model.decoder, Int32Array.from(tokens), state));
    ({ state } = outputs[outputs.length - 1]);
  }
  return outputs;
}

/** By operations of TensorFlow.js, and by weights prepared for our kernel. */
const kernels = ['generic', 'webassembly'];
const cases = kernels.flatMap((kernel) => Object.entries(kinds).map(([name, changes]) => ({ name, changes, kernel })));
const table = ({ logProbabilities }: GenerationStep, rows: number) =>
  tf.tensor2d(logProbabilities, [rows, logProbabilities.length / rows]);

describe.each(cases)('generation: $name, $kernel', ({ changes, kernel }) => {
  beforeEach(() => useRecurrenceKernel(kernel));

  it('token by token gives what training computes for the same tokens', async () => {
    const model = makeModel(changes);
    const steps = Array.from({ length: 4 }, (_, t) => targets.map((target) => target[t] ?? 0));
    const generated = await generate(model, begin(model), steps);
    const trained = tf.logSoftmax(forcedLogits(model, forcedBatch(), { training: false }));
    let position = 0;
    targets.forEach((target, row) =>
      target.forEach((_, t) => {
        const step = tf.slice(table(generated[t], 3), [row, 0], [1, -1]);
        expect(difference(step, tf.slice(trained, [position++, 0], [1, -1]))).toBeLessThan(1e-5);
      }),
    );
  });

  it('selected rows continue as the rows they were', async () => {
    const model = makeModel(changes);
    const rows = [2, 0, 0, 1];
    const [{ state }] = await generate(model, begin(model), [[2, 2, 2]]);
    const chosen = selectRows(state, Int32Array.from(rows));
    const swapped = selectRows(chosen, Int32Array.of(0, 2, 1, 3)); // within one source
    const before = await generationStep(model.decoder, Int32Array.of(4, 5, 6), state);
    for (const some of [chosen, swapped]) {
      const after = await generationStep(model.decoder, Int32Array.of(6, 4, 4, 5), some);
      const expected = tf.gather(table(before, 3), tf.tensor1d(rows, 'int32'));
      expect(difference(table(after, 4), expected)).toBeLessThan(1e-6);
    }
    expect([...chosen.sources]).toEqual(rows);
  });

  it('leaks no tensor, and changes no state passed in', async () => {
    const model = makeModel(changes);
    const source = batch(sources);
    const before = tf.memory().numTensors;
    const start = beginGeneration(model, source);
    const [{ state }] = await generate(model, start, [[2, 2, 2]]);
    disposeState(start);
    const chosen = selectRows(state, Int32Array.of(1, 1));
    disposeState(state);
    const next = await generationStep(model.decoder, Int32Array.of(3, 4), chosen);
    disposeState(chosen);
    disposeState(next.state);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('generation', () => {
  it('returns attention weights: 1 in sum, none at padding', async () => {
    const [{ attention }] = await generate(makeModel(kinds.general), begin(makeModel(kinds.general)), [[2, 2, 2]]);
    const S = Math.max(...sources.map(({ length }) => length));
    sources.forEach(({ length }, b) => {
      const row = [...(attention as Float32Array).subarray(b * S, (b + 1) * S)];
      expect(row.reduce((sum, x) => sum + x)).toBeCloseTo(1, 6);
      expect(row.slice(length).every((x) => x === 0)).toBe(true);
    });
  });

  it('refuses another number of tokens than rows', async () => {
    const model = makeModel();
    await expect(generationStep(model.decoder, Int32Array.of(2), begin(model))).rejects.toThrow(ShapeError);
  });

  describe('by prepared weights', () => {
    beforeEach(() => useRecurrenceKernel('webassembly'));
    const firstStep = async (model: EncoderDecoder) => [
      ...(await generate(model, begin(model), [[2, 2, 2]]))[0].logProbabilities,
    ];
    const fresh = (model: EncoderDecoder) => {
      useRecurrenceKernel('generic');
      return firstStep(model).finally(() => useRecurrenceKernel('webassembly'));
    };

    it('they follow every change of the weights', async () => {
      const model = makeModel(kinds['context, tied']);
      const first = await firstStep(model);
      for (const { variable } of model.parameters()) tf.tidy(() => variable.assign(tf.mul(variable, 0.5)));
      const assigned = await firstStep(model);
      expect(assigned).not.toEqual(first);
      (await fresh(model)).forEach((x, i) => expect(assigned[i]).toBeCloseTo(x, 5));
    });

    it('they are packed once for all steps of no more rows, and freed with the model', () => {
      const { allocator } = currentRuntime();
      const before = allocator.used;
      const model = makeModel();
      const prepared = model.decoder.prepare(4);
      expect(model.decoder.prepare(2)).toBe(prepared);
      expect(model.decoder.prepare(5)).not.toBe(prepared);
      expect(allocator.used).toBeGreaterThan(before);
      model.dispose();
      expect(allocator.used).toBe(before);
    });
  });
});
