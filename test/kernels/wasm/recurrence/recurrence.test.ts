/** The recurrence of the module on plain arrays, against float64 and under odd conditions. */
import { createHash } from 'node:crypto';
import type { Cell } from '../../../../src/cells/cell';
import { BackendError, ConfigError, ShapeError } from '../../../../src/errors';
import type { HostOutputGradients } from '../../../../src/kernels/fused/host-recurrence';
import { wasmRecurrence } from '../../../../src/kernels/wasm/recurrence/recurrence';
import type { Runtime } from '../../../../src/kernels/wasm/runtime/runtime';
import { Random } from '../../../../src/random';
import { type Probe, probe } from '../../../../src/recurrence/probe';
import { mapEach } from '../../../../src/recurrence/time-loop';
import { type CellName, CELLS, cellNamed, core } from '../../../support/core';
import { hostInputs, hostResults, hostSizes } from '../../../support/host-results';
import { errorsOf, expectAllBelow, referenceResults, type Results } from '../../../support/implementations';
import { expectClose } from '../../../support/numbers';
import { HIDDEN_SIZE, PROBES, withDropout } from '../../../support/probes';
import { partsInTurn, VARIANTS } from '../../../support/wasm-runtime';

const FLOAT32 = 1e-5;

function expectRight(runtime: Runtime, cell: Cell, drawn: Probe, reverse: boolean): void {
  const host = wasmRecurrence(runtime, { cell, reverse });
  expectAllBelow(FLOAT32, errorsOf(hostResults(host, cell, drawn), referenceResults(core, cell, drawn, reverse)));
  expect(runtime.allocator.used).toBe(0);
}

/** Weights so small that h stays within float32, also where ReLU lets it grow. */
function draw(name: CellName, hiddenSize: number, sizes: Parameters<typeof probe>[1]) {
  const cell = cellNamed(core, name, hiddenSize);
  const drawn = probe(cell, sizes, Random.fromSeed(3).fork(name));
  const scale = 1 / Math.sqrt(hiddenSize);
  for (const { values } of Object.values(drawn.weights)) values.forEach((w, i) => (values[i] = w * scale));
  return { cell, drawn };
}

const RAGGED = { batchSize: 9, steps: 6, inputSize: 13, lengths: [6, 1, 3, 6, 2, 5, 4, 6, 1] };

describe.each(VARIANTS)('%s against float64', (variant) => {
  const runtime = partsInTurn(variant, 1);

  describe.each(CELLS)('%s', (name) => {
    const cell = cellNamed(core, name, HIDDEN_SIZE);
    test.each(PROBES)('$name', ({ make, reverse }) => expectRight(runtime, cell, make(cell), reverse));
    test('recurrent dropout', () => expectRight(runtime, cell, withDropout(PROBES[0].make(cell)), false));

    test.each([
      { hiddenSize: 1, batchSize: 1, steps: 1, inputSize: 1 },
      { hiddenSize: 16, batchSize: 8, steps: 3, inputSize: 8 },
      { hiddenSize: 19, ...RAGGED },
      { hiddenSize: 5, batchSize: 2, steps: 300, inputSize: 3, lengths: [300, 283] }, // several chunks
      { hiddenSize: 33, batchSize: 3, steps: 2, inputSize: 270 }, // several blocks of depth
      { hiddenSize: 3, batchSize: 300, steps: 2, inputSize: 2 }, // a position larger than a chunk
    ])('B $batchSize, T $steps, I $inputSize, H $hiddenSize', ({ hiddenSize, ...sizes }) => {
      const { cell, drawn } = draw(name, hiddenSize, sizes);
      expectRight(runtime, cell, drawn, false);
      expectRight(runtime, cell, drawn, true);
    });
  });
});

describe.each(CELLS)('%s', (name) => {
  /** Large enough to be worth three threads. */
  const { cell, drawn } = draw(name, 64, { batchSize: 11, steps: 20, inputSize: 67, lengths: lengthsUpTo(20, 11) });
  const on = (threads: number, probe = drawn) => {
    const runtime = partsInTurn('simd', threads);
    const run = jest.spyOn(runtime, 'run');
    const results = hostResults(wasmRecurrence(runtime, { cell }), cell, probe, 2);
    return { results, threads: Math.max(...run.mock.calls.map(([, , parts]) => parts ?? threads)) };
  };

  test('threads change nothing but rounding, and no byte if there are as many; nor does going back twice', () => {
    const expected = referenceResults(core, cell, drawn, false);
    for (const threads of [1, 2, 3]) {
      const first = on(threads);
      expect(first.threads).toBe(threads);
      expectAllBelow(FLOAT32, errorsOf(first.results, expected));
      const again = hostResults(wasmRecurrence(partsInTurn('simd', threads), { cell }), cell, drawn, 1);
      expect(digest(again)).toBe(digest(first.results));
    }
  });

  test('recurrent dropout by threads', () => {
    const factors = drawn.initialState.h.values.map((_, i) => (i % 3 === 0 ? 0 : 1.5));
    const dropped = { ...drawn, recurrentDropout: { ...drawn.initialState.h, values: factors } };
    expectAllBelow(FLOAT32, errorsOf(on(3, dropped).results, referenceResults(core, cell, dropped, false)));
  });

  test('no gradient is zero throughout', () => {
    const { results } = on(2);
    const zero = Object.entries(results).filter(([, values]) => Array.from(values).every((value) => value === 0));
    expect(zero).toEqual([]);
  });
});

/** Of all bytes. */
const digest = (results: Results) =>
  createHash('sha256')
    .update(Buffer.concat(Object.values(results).map((values) => Buffer.from(Float32Array.from(values).buffer))))
    .digest('hex');

function lengthsUpTo(steps: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => 1 + ((i * 17) % steps));
}

describe('what a caller may leave out', () => {
  const { cell, drawn } = draw('lstm', 6, RAGGED);
  const runtime = partsInTurn('simd', 2);
  const host = wasmRecurrence(runtime, { cell });
  const sizes = hostSizes(drawn);
  const stateLength = sizes.batchSize * cell.hiddenSize;
  const emptyState = () => ({ h: new Float32Array(stateLength), c: new Float32Array(stateLength) });
  const emptyOutputs = () => ({ hs: new Float32Array(stateLength * sizes.steps), lastState: emptyState() });
  const emptyWeights = () => mapEach(drawn.weights, ({ values }) => new Float32Array(values.length));
  afterEach(() => expect(runtime.allocator.used).toBe(0));

  test('initial state and mask: zeros, and all steps real', () => {
    const bare: Probe = { ...drawn, mask: undefined, initialState: mapEach(drawn.initialState, zeros) };
    const { initialState, ...inputs } = hostInputs(bare);
    const outputs = emptyOutputs();
    expect(initialState).toBeDefined();
    expect(host.forward(sizes, inputs, outputs, false)).toBeUndefined();
    const expected = referenceResults(core, cell, bare, false);
    expectClose(outputs.hs, expected.hs, FLOAT32);
    expectClose(outputs.lastState.c, expected['last.c'], FLOAT32);
  });

  test('gradients of outputs count as zero, gradients of inputs are not computed', () => {
    const outputs = emptyOutputs();
    const saved = host.forward(sizes, hostInputs(drawn), outputs, true)!;
    const run = (gradients: HostOutputGradients, withX: boolean) => {
      const results = { dWeights: emptyWeights(), ...(withX && { dxs: new Float32Array(drawn.xs.length * 9 * 13) }) };
      host.backward(saved, gradients, results);
      return results;
    };
    const dLastState = { h: Float32Array.from(drawn.dLastState.h.values) };
    const zeroed = {
      ...drawn,
      dhs: drawn.dhs.map(zeros),
      dLastState: { ...drawn.dLastState, c: zeros(drawn.dLastState.c) },
    };
    const expected: Results = referenceResults(core, cell, zeroed, false);
    const [whole, part] = [run({ dLastState }, true), run({ dLastState }, false)];
    expectClose(whole.dxs!, expected.dx, FLOAT32);
    expectClose(part.dWeights.kernel, expected.dkernel, FLOAT32);
    expect(part.dWeights).toEqual(whole.dWeights);
    const onlyBias = { bias: emptyWeights().bias };
    host.backward(saved, { dLastState }, { dWeights: onlyBias });
    expect(onlyBias.bias).toEqual(whole.dWeights.bias);
    saved.free();
    saved.free();
    expect(() => run({}, true)).toThrow(BackendError);
    expect(() => run({}, true)).toThrow(/the saved pass was freed/);
  });

  test('without keeping, outputs are the same', () => {
    const [saved, not] = [true, false].map((save) => {
      const outputs = emptyOutputs();
      host.forward(sizes, hostInputs(drawn), outputs, save)?.free();
      return outputs;
    });
    expect(not).toEqual(saved);
  });

  test('arrays in the memory of the runtime are used where they are', () => {
    const expected = emptyOutputs();
    host.forward(sizes, hostInputs(drawn), expected, false);
    const blocks = [drawn.xs.length * 9 * 13, expected.hs.length].map((count) => runtime.allocator.allocate(4 * count));
    const [xs, hs] = [drawn.xs.length * 9 * 13, expected.hs.length].map((count, i) =>
      runtime.allocator.floats(blocks[i].offset, count),
    );
    const inputs = hostInputs(drawn);
    xs.set(inputs.xs);
    host.forward(sizes, { ...inputs, xs }, { ...emptyOutputs(), hs }, false);
    expect([...hs]).toEqual([...expected.hs]);
    blocks.forEach((block) => runtime.allocator.free(block));
  });

  test('arrays of another size, and cells of others, are refused before any work', () => {
    const inputs = hostInputs(drawn);
    const wrong = { ...inputs, weights: { ...inputs.weights, recurrentKernel: new Float32Array(7) } };
    const call = () => host.forward(sizes, wrong, emptyOutputs(), true);
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(/weights\.recurrentKernel has 7 numbers.*144 numbers/);
    const own: Cell = { ...cell, name: 'mine' };
    const other = () => wasmRecurrence(runtime, { cell: own }).forward(sizes, inputs, emptyOutputs(), true);
    expect(other).toThrow(ConfigError);
    expect(other).toThrow(/there is none for the cell mine/);
  });
});

const zeros = <M extends { values: Float64Array }>(matrix: M): M => ({
  ...matrix,
  values: new Float64Array(matrix.values.length),
});

test('memory of a training step: within 1.5 times its inputs, saved activations and gradients', () => {
  const [B, T, I, H] = [32, 50, 64, 128];
  const { cell, drawn } = draw('lstm', H, { batchSize: B, steps: T, inputSize: I });
  const runtime = partsInTurn('simd', 2);
  const { allocator } = runtime;
  let most = 0;
  const run = runtime.run.bind(runtime);
  runtime.run = (...call) => {
    most = Math.max(most, allocator.used);
    run(...call);
  };
  hostResults(wasmRecurrence(runtime, { cell }), cell, drawn);
  const weights = (I + H + 1) * 4 * H;
  const activations = B * T * 7 * H; // i f g o c tanh(c) h
  const least = 4 * (2 * (B * T * I + weights) + activations + B * T * H);
  expect(most).toBeLessThan(1.5 * least); // with all arrays of the caller copied in
});
