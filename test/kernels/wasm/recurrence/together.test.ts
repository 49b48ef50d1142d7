/** Recurrences that run side by side, as the two directions of a layer do: each gives what it gives alone. */
import { ShapeError } from '../../../../src/errors';
import { type HostForward, oneByOne } from '../../../../src/kernels/fused/host-recurrence';
import { wasmRecurrence, wasmRecurrences } from '../../../../src/kernels/wasm/recurrence/recurrence';
import type { Runtime } from '../../../../src/kernels/wasm/runtime/runtime';
import { createRuntime } from '../../../../src/kernels/wasm/runtime/threaded-runtime';
import { Random } from '../../../../src/random';
import { probe } from '../../../../src/recurrence/probe';
import { type CellName, CELLS, cellNamed, core } from '../../../support/core';
import { hostInputs, hostSizes, resultsTogether } from '../../../support/host-results';
import type { Results } from '../../../support/implementations';
import { expectClose } from '../../../support/numbers';
import { partsInTurn } from '../../../support/wasm-runtime';
import { place } from '../../../support/workers';

const FLOAT32 = 1e-5;
const options = [false, true, false].map((reverse) => ({ reverse }));

function expectSame(found: Results[], expected: Results[], exactly: boolean): void {
  expect(found.map((one) => Object.keys(one))).toEqual(expected.map((one) => Object.keys(one)));
  found.forEach((results, i) => {
    for (const [name, values] of Object.entries(results)) {
      if (exactly) expect(values).toEqual(expected[i][name]);
      else expectClose(values, expected[i][name], FLOAT32);
    }
  });
}

/** `count` recurrences of sizes that only the batch has in common, in one run and one after the other. */
function compare(runtime: Runtime, alone: Runtime, name: CellName, count: number, exactly: boolean): void {
  const random = Random.fromSeed(3).fork(name);
  const sizes = [
    { batchSize: 24, steps: 20, inputSize: 30, lengths: Array.from({ length: 24 }, (_, i) => 1 + ((i * 7) % 20)) },
    { batchSize: 24, steps: 25, inputSize: 50 },
    { batchSize: 24, steps: 1, inputSize: 3 },
  ].slice(0, count);
  const cells = sizes.map((_, i) => cellNamed(core, name, [33, 41, 5][i]));
  const probes = sizes.map((size, i) => probe(cells[i], size, random.fork(`${i}`)));
  const all = cells.map((cell, i) => ({ cell, ...options[i] }));
  const together = resultsTogether(wasmRecurrences(runtime, all), cells, probes, 2);
  expect(runtime.allocator.used).toBe(0);
  const hosts = oneByOne(all.map((one) => wasmRecurrence(alone, one)));
  expectSame(together, resultsTogether(hosts, cells, probes), exactly);
}

describe.each(CELLS)('%s', (name) => {
  test.each([1, 2])('two on %d threads: the bytes of each alone on one thread', (threads) => {
    compare(partsInTurn('simd', threads), partsInTurn('simd', 1), name, 2, true);
  });

  test.each([
    [2, 4],
    [2, 5],
    [3, 2],
    [3, 8],
  ])('%d on %d threads', (count, threads) => {
    compare(partsInTurn('simd', threads), partsInTurn('simd', 1), name, count, false);
  });
});

describe.each([2, 4])('%d real threads', (threads) => {
  const runtime = createRuntime({ threads, relaxedSimd: false }, { ...place(), patience: 20_000 });
  beforeAll(() => runtime.start());
  afterAll(() => runtime.close());

  test.each(CELLS)('%s', (name) => {
    compare(runtime, partsInTurn('simd', threads / 2), name, 2, true);
    expect(runtime.report()).toMatchObject({ threads, reasons: [] });
  });
});

test('where one is refused, nothing is saved of the others', () => {
  const runtime = partsInTurn('simd', 2);
  const cell = cellNamed(core, 'lstm', 6);
  const drawn = probe(cell, { batchSize: 3, steps: 4, inputSize: 5 }, Random.fromSeed(1));
  const state = () => ({ h: new Float32Array(18), c: new Float32Array(18) });
  const call = (hs: number): HostForward => ({
    sizes: hostSizes(drawn),
    inputs: hostInputs(drawn),
    outputs: { hs: new Float32Array(hs), lastState: state() },
    save: true,
  });
  const hosts = wasmRecurrences(runtime, [{ cell }, { cell }]);
  expect(() => hosts.forward([call(72), call(71)])).toThrow(ShapeError);
  expect(runtime.allocator.used).toBe(0);
  const inTurn = oneByOne([wasmRecurrence(runtime, { cell }), wasmRecurrence(runtime, { cell })]);
  expect(() => inTurn.forward([call(72), call(71)])).toThrow(ShapeError);
  expect(runtime.allocator.used).toBe(0);
});
