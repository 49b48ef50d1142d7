/** Recurrences by real threads: the bytes of the same parts one after the other, whatever the timing. */
import { wasmRecurrence } from '../../../../src/kernels/wasm/recurrence/recurrence';
import { createRuntime } from '../../../../src/kernels/wasm/runtime/threaded-runtime';
import { Random } from '../../../../src/random';
import { probe } from '../../../../src/recurrence/probe';
import { CELLS, cellNamed, core } from '../../../support/core';
import { hostResults } from '../../../support/host-results';
import type { Results } from '../../../support/implementations';
import { partsInTurn } from '../../../support/wasm-runtime';
import { place } from '../../../support/workers';

const bytesOf = (results: Results) =>
  Buffer.concat(Object.values(results).map((values) => Buffer.from(Float32Array.from(values).buffer)));

describe.each([2, 3])('%d threads', (threads) => {
  const runtime = createRuntime({ threads, relaxedSimd: false }, { ...place(), patience: 20_000 });
  const inTurn = partsInTurn('simd', threads);
  beforeAll(() => runtime.start());
  afterAll(() => runtime.close());

  test.each(CELLS)('%s: random sizes, lengths and directions', (name) => {
    const random = Random.fromSeed(7).fork(name);
    const upTo = (most: number) => 1 + random.integer(most);
    for (let i = 0; i < 25; i++) {
      const cell = cellNamed(core, name, upTo(70));
      const [batchSize, steps, inputSize] = [upTo(20), upTo(30), upTo(50)];
      const lengths = Array.from({ length: batchSize }, () => upTo(steps));
      const drawn = probe(cell, { batchSize, steps, inputSize, ...(i % 2 === 1 && { lengths }) }, random);
      const [apart, together] = [runtime, inTurn].map((one) =>
        bytesOf(hostResults(wasmRecurrence(one, { cell, reverse: i % 3 === 1 }), cell, drawn)),
      );
      expect(apart.length).toBeGreaterThan(0);
      if (!apart.equals(together)) throw new Error(`pass ${i} differs`);
    }
    expect(runtime.report()).toMatchObject({ threads, reasons: [] });
  });
});
