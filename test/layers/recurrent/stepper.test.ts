/** Step by step as at once; states, rows of a beam, bad input, memory. */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, ShapeError } from '../../../src/errors';
import { registerRecurrenceKernel, useRecurrenceKernel } from '../../../src/kernels/select';
import { currentRuntime } from '../../../src/kernels/wasm/runtime/current-runtime';
import { webassemblyKernel } from '../../../src/kernels/wasm/recurrence/webassembly-kernel';
import { Bidirectional } from '../../../src/layers/recurrent/bidirectional';
import { GRU, LSTM, SimpleRNN } from '../../../src/layers/recurrent/recurrent';
import type { RecurrentLayer } from '../../../src/layers/recurrent/recurrent-layer';
import { RecurrentStepper } from '../../../src/layers/recurrent/stepper';
import { Random } from '../../../src/random';
import { relativeError } from '../../support/numbers';

const [B, T, I] = [3, 6, 5];
const common = { returnSequences: true, seed: 4 } as const;
const STACKS: Record<string, () => RecurrentLayer[]> = {
  'SimpleRNN tanh, ReLU': () => [
    new SimpleRNN({ ...common, units: 4 }),
    new SimpleRNN({ ...common, units: 7, activation: 'relu' }),
  ],
  'one LSTM': () => [new LSTM({ ...common, units: 6 })],
  'three LSTM': () => [8, 3, 16].map((units) => new LSTM({ ...common, units })),
  GRU: () => [new GRU({ ...common, units: 6 }), new GRU({ ...common, units: 6 })],
  'GRU, reset after': () => [new GRU({ ...common, units: 9, resetAfter: true })],
};

const xs = Random.fromSeed(8).normalArray(B * T * I); // [B,T,I]

/** x of one step, [B,I] */
const at = (t: number) => Float32Array.from({ length: B * I }, (_, i) => xs[(Math.floor(i / I) * T + t) * I + (i % I)]);

/** h of the last layer after every step, T × [B,H], computed at once. */
function atOnce(layers: RecurrentLayer[]): Float32Array[] {
  return tf.tidy(() => {
    let h: tf.Tensor = tf.tensor3d(Float32Array.from(xs), [B, T, I]);
    for (const layer of layers) h = layer.apply(h) as tf.Tensor;
    return tf.unstack(h, 1).map((step) => step.dataSync<'float32'>().slice());
  });
}

const stepByStep = (stepper: RecurrentStepper, from = 0, to = T) =>
  Array.from({ length: to - from }, (_, t) => stepper.step(at(from + t)).slice());

function expectClose(actual: Float32Array[], expected: Float32Array[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((h, t) => expect(relativeError(h, expected[t])).toBeLessThan(1e-6));
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerRecurrenceKernel(webassemblyKernel);
});
let before = 0;
beforeEach(() => (before = tf.memory().numTensors));
afterEach(() => {
  tf.disposeVariables();
  expect(tf.memory().numTensors).toBe(before);
});

const everyCase = ['webassembly', 'generic'].flatMap((kernel) =>
  Object.entries(STACKS).map(([name, make]) => ({ kernel, name, make })),
);

describe.each(everyCase)('$kernel: $name', ({ kernel, make }) => {
  let used = 0;
  beforeAll(() => {
    useRecurrenceKernel(kernel);
    ({ used } = currentRuntime().allocator);
  });
  afterAll(() => useRecurrenceKernel('auto'));
  afterEach(() => expect(currentRuntime().allocator.used).toBe(used));

  test('gives what the layers give at once, and again after a reset', () => {
    const layers = make();
    const expected = atOnce(layers);
    const stepper = new RecurrentStepper(layers, { batchSize: B });
    expectClose(stepByStep(stepper), expected);
    stepper.reset();
    expectClose(stepByStep(stepper), expected);
    stepper.dispose();
  });

  test('its state is all there is to know: another stepper goes on from it', () => {
    const layers = make();
    const expected = atOnce(layers);
    const [first, second] = [1, 2].map(() => new RecurrentStepper(layers, { batchSize: B }));
    stepByStep(first, 0, 3);
    second.state = first.state;
    stepByStep(first, 3); // does not reach into what was read
    expectClose(stepByStep(second, 3), expected.slice(3));
    first.dispose();
    second.dispose();
  });

  test.each([1, 2, 3])('a step from given states, of %d rows, as those of another stepper', (rows) => {
    const layers = make();
    atOnce(layers);
    const [given, other] = [B, rows].map((batchSize) => new RecurrentStepper(layers, { batchSize }));
    const x = Float32Array.from({ length: rows * other.inputSize }, (_, i) => Math.sin(i));
    let state = other.state;
    for (let t = 0; t < 3; t++) {
      const before = state.map((parts) => Object.values(parts).map((values) => values.slice()));
      const next = given.stepFrom(x, state);
      expect(state.map((parts) => Object.values(parts))).toEqual(before);
      const all = (parts: typeof state) =>
        parts.flatMap((part) => Object.values(part).flatMap((values) => [...values]));
      other.step(x);
      expect(relativeError(all(next), all(other.state))).toBeLessThan(1e-6); // given states are float32 in any kernel
      state = next;
    }
    given.dispose();
    other.dispose();
  });

  test('rows of a beam go on from the rows that were chosen', () => {
    const layers = make();
    atOnce(layers);
    const stepper = new RecurrentStepper(layers, { batchSize: B });
    stepByStep(stepper, 0, 4);
    const { state } = stepper;
    const chosen = [2, 0, 2];
    stepper.selectRows(Int32Array.from(chosen));
    stepper.state.forEach((parts, i) => {
      for (const [name, values] of Object.entries(parts)) {
        const H = values.length / B;
        const expected = chosen.flatMap((row) => [...state[i][name].subarray(row * H, (row + 1) * H)]);
        expect([...values]).toEqual(expected);
      }
    });
    stepper.dispose();
  });

  test('one row is enough, and the answer is always in the same array', () => {
    const layers = make();
    const expected = atOnce(layers);
    const stepper = new RecurrentStepper(layers);
    const { batchSize, inputSize, outputSize } = stepper;
    expect([batchSize, inputSize, outputSize]).toEqual([1, I, expected[0].length / B]);
    expect(stepper.kernels.map((layer) => layer.kernel)).toEqual(layers.map(() => kernel));
    const answers = Array.from({ length: T }, (_, t) => {
      const h = stepper.step(at(t).subarray(0, I));
      expect(relativeError(h, expected[t].subarray(0, outputSize))).toBeLessThan(1e-6);
      return h;
    });
    expect(new Set(answers).size).toBe(1);
    stepper.dispose();
  });
});

test('the weights are those of the time of making', () => {
  const [layer] = STACKS['one LSTM']();
  const expected = atOnce([layer]);
  const stepper = new RecurrentStepper([layer], { batchSize: B });
  tf.tidy(() => layer.setWeights(layer.getWeights().map((weight) => tf.zerosLike(weight))));
  expectClose(stepByStep(stepper), expected);
  stepper.dispose();
});

it('weights are not searched for tensors, number by number, when a stepper is made', () => {
  const layer = new LSTM({ ...common, units: 6 });
  layer.build([B, T, I]);
  const results: unknown[] = [];
  const engine = tf.engine();
  const endScope = engine.endScope.bind(engine);
  const spy = jest.spyOn(engine, 'endScope').mockImplementation((result) => {
    results.push(result);
    endScope(result);
  });
  new RecurrentStepper([layer]).dispose();
  spy.mockRestore();
  const hasArray = (value: unknown): boolean =>
    ArrayBuffer.isView(value) ||
    (typeof value === 'object' &&
      value !== null &&
      !(value instanceof tf.Tensor) &&
      Object.values(value).some(hasArray));
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(hasArray)).toEqual([]);
});

describe('refused', () => {
  const built = (layer: RecurrentLayer, width = I) => {
    tf.tidy(() => void layer.apply(tf.zeros([1, 1, width])));
    return layer;
  };
  const lstm = () => built(new LSTM({ units: 4 }));

  test.each<[string, () => unknown, typeof ConfigError | typeof ShapeError, RegExp]>([
    ['no layers', () => new RecurrentStepper([]), ConfigError, /no layers/],
    [
      'both directions',
      () => new RecurrentStepper([new Bidirectional({ layer: new LSTM({ units: 4 }) })]),
      ConfigError,
      /reads from the end.*bidirectional: false/,
    ],
    [
      'backwards',
      () => new RecurrentStepper([new LSTM({ units: 4, goBackwards: true })]),
      ConfigError,
      /reads from the end/,
    ],
    [
      'a stock layer',
      () => new RecurrentStepper([tf.layers.lstm({ units: 4 }) as unknown as RecurrentLayer]),
      ConfigError,
      /is a LSTM of another package/,
    ],
    ['no weights', () => new RecurrentStepper([new LSTM({ units: 4 })]), ConfigError, /has no weights yet/],
    ['sizes', () => new RecurrentStepper([lstm(), lstm()]), ShapeError, /takes 5 numbers a step.*Expected 4/],
    ['batchSize', () => new RecurrentStepper([lstm()], { batchSize: 0 }), ConfigError, /batchSize is 0/],
  ])('%s', (_, make, error, message) => {
    expect(make).toThrow(error);
    expect(make).toThrow(message);
  });

  test('x, state and rows that do not fit', () => {
    const stepper = new RecurrentStepper([lstm()], { batchSize: 2 });
    expect(() => stepper.step(new Float32Array(5))).toThrow(/x is 5 numbers.*\[B,I\] with B=2, I=5/);
    expect(() => (stepper.state = [{ h: new Float32Array(8) }])).toThrow(/state\[0\]\.c is missing.*H=4/);
    expect(() => (stepper.state = [])).toThrow(ShapeError);
    expect(() => stepper.selectRows([0, 2])).toThrow(/rows are \[0,2\].*from 0 to 1/);
    expect(() => stepper.selectRows([0])).toThrow(ShapeError);
    const zeros = [{ h: new Float32Array(8), c: new Float32Array(8) }];
    expect(() => stepper.stepFrom(new Float32Array(15), zeros)).toThrow(/x is 15 numbers.*N of at most 2, I=5/);
    expect(() => stepper.stepFrom(new Float32Array(5), zeros)).toThrow(/state\[0\]\.h is 8 numbers.*B=1, H=4/);
    stepper.dispose();
    stepper.dispose();
    expect(() => stepper.stepFrom(new Float32Array(10), zeros)).toThrow(/has been disposed of/);
    expect(() => stepper.step(new Float32Array(10))).toThrow(/has been disposed of/);
  });
});
