import type { Cell } from '../../../src/cells/cell';
import { wasmRecurrence } from '../../../src/kernels/wasm/recurrence';
import type { Runtime } from '../../../src/kernels/wasm/runtime';
import { Random } from '../../../src/random';
import { type Probe, probe } from '../../../src/recurrence/probe';
import { type CellName, CELLS, cellNamed, core } from '../../support/core';
import { hostResults } from '../../support/host-results';
import { errorsOf, expectAllBelow, referenceResults } from '../../support/implementations';
import { HIDDEN_SIZE, PROBES, withDropout } from '../../support/probes';
import { partsInTurn, VARIANTS } from '../../support/wasm-runtime';

const FLOAT32 = 1e-5;

function expectRight(runtime: Runtime, cell: Cell, drawn: Probe, reverse: boolean): void {
  const host = wasmRecurrence(runtime, { cell, reverse });
  expectAllBelow(FLOAT32, errorsOf(hostResults(host, cell, drawn), referenceResults(core, cell, drawn, reverse)));
  expect(runtime.heap.used).toBe(0);
}

/** Weights so small that h stays within float32, also where ReLU lets it grow. */
function drawn(name: CellName, hiddenSize: number, sizes: Parameters<typeof probe>[1]) {
  const cell = cellNamed(core, name, hiddenSize);
  const result = probe(cell, sizes, Random.fromSeed(3).fork(name));
  const scale = 1 / Math.sqrt(hiddenSize);
  for (const { values } of Object.values(result.weights)) values.forEach((w, i) => (values[i] = w * scale));
  return { cell, probe: result };
}

describe.each(VARIANTS)('%s', (variant) => {
  const runtimes = [1, 2, 3].map((threads) => partsInTurn(variant, threads));

  describe.each(CELLS)('%s against float64', (name) => {
    const cell = cellNamed(core, name, HIDDEN_SIZE);
    test.each(PROBES)('$name', ({ make, reverse }) => expectRight(runtimes[0], cell, make(cell), reverse));
    test('recurrent dropout', () => expectRight(runtimes[0], cell, withDropout(PROBES[0].make(cell)), false));

    test.each([
      { hiddenSize: 1, batchSize: 1, steps: 1, inputSize: 1 },
      { hiddenSize: 16, batchSize: 8, steps: 3, inputSize: 8 },
      { hiddenSize: 19, batchSize: 9, steps: 6, inputSize: 13, lengths: [6, 1, 3, 6, 2, 5, 4, 6, 1] },
      { hiddenSize: 5, batchSize: 2, steps: 300, inputSize: 3, lengths: [300, 283] }, // several chunks
      { hiddenSize: 100, batchSize: 7, steps: 2, inputSize: 300 }, // several blocks of depth
    ])('B $batchSize, T $steps, I $inputSize, H $hiddenSize', ({ hiddenSize, ...sizes }) => {
      const { cell, probe } = drawn(name, hiddenSize, sizes);
      expectRight(runtimes[0], cell, probe, false);
      expectRight(runtimes[0], cell, probe, true);
    });
  });
});
