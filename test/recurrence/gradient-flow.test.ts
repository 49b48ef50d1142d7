import { type Matrix, matrix } from '../../src/cells/float64';
import { gru } from '../../src/cells/gru';
import { lstm } from '../../src/cells/lstm';
import { simpleRnn } from '../../src/cells/simple-rnn';
import { ConfigError } from '../../src/errors';
import { Random } from '../../src/random';
import { gradientFlow } from '../../src/recurrence/gradient-flow';
import { initialWeights } from '../../src/recurrence/sgd';

const [I, H] = [8, 16];

/** Recurrent matrix a·1 without input or bias: the ReLU network multiplies every gradient by a or by 0. */
function diagonal(size: number, factor: number): Record<string, Matrix> {
  const values = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? factor : 0));
  const kernel = matrix(I, size, new Float64Array(I * size));
  return { kernel, recurrentKernel: matrix(size, size, values), bias: matrix(1, size, new Float64Array(size).fill(1)) };
}

test('where the Jacobian is known, so is the flow: it shrinks and grows as a power of it', () => {
  for (const factor of [0.5, 1, 1.5]) {
    const { h } = gradientFlow(simpleRnn({ hiddenSize: H, activation: 'relu' }), {
      steps: 40,
      weights: diagonal(H, factor),
      inputSize: I,
    });
    h.forEach((norm, t) => expect(norm / factor ** (39 - t)).toBeCloseTo(1, 10));
  }
});

test('an LSTM has a flow for h and one for c; the last step sees the loss itself', () => {
  const flow = gradientFlow(lstm({ hiddenSize: H }), { steps: 12 });
  expect(Object.keys(flow)).toEqual(['h', 'c']);
  expect(flow.h).toHaveLength(12);
  expect(flow.h[11]).toBeCloseTo(1, 12);
  expect(flow.c[11]).toBe(0);
});

describe('over 1,000 steps', () => {
  const flowOf = (cell = lstm({ hiddenSize: H }), block?: number) => {
    const weights = initialWeights(cell.parameters(I), Random.fromSeed(1));
    if (block !== undefined) weights.bias.values.fill(7, block * H, (block + 1) * H);
    return gradientFlow(cell, { steps: 1000, weights, inputSize: I }).h;
  };

  test('SimpleRNN: nothing arrives', () => {
    const h = flowOf(simpleRnn({ hiddenSize: H }));
    expect(h[0]).toBeLessThan(1e-100);
    expect(h[900]).toBeLessThan(1e-10);
  });

  test('an LSTM that keeps its cell and a GRU that keeps its state: it arrives', () => {
    for (const h of [flowOf(lstm({ hiddenSize: H }), 1), flowOf(gru({ hiddenSize: H }), 0)]) {
      expect(h[0]).toBeGreaterThan(0.01);
      expect(h[0]).toBeLessThan(100);
    }
  });
});

test.each([0, -1, 2.5])('refuses %d steps', (steps) => {
  expect(() => gradientFlow(lstm({ hiddenSize: 2 }), { steps })).toThrow(ConfigError);
});
