/** The float64 core against finite differences and against the tape: cells × masks × directions × sizes. */
import * as tf from '@tensorflow/tfjs';
import { float64, type Matrix, matrix } from '../../src/cells/float64';
import { checkCell } from '../../src/kernels/autodiff';
import { type Merge } from '../../src/recurrence/merge';
import type { OutputActivation } from '../../src/recurrence/output-layer';
import type { Probe } from '../../src/recurrence/probe';
import { mapEach } from '../../src/recurrence/time-loop';
import { CELLS, cellNamed, core } from '../support/core';
import { expectClose } from '../support/numbers';
import { checkNetwork } from '../support/networks';
import { HIDDEN_SIZE, PROBES } from '../support/probes';

beforeAll(() => tf.setBackend('cpu'));

describe.each(CELLS)('%s: every gradient against finite differences and the tape', (name) => {
  const cell = cellNamed(core, name, HIDDEN_SIZE);
  const sizes = [
    { batchSize: 3, steps: 5, inputSize: 4, lengths: [5, 2, 4] },
    { batchSize: 2, steps: 1, inputSize: 3, lengths: [1, 1] },
    { batchSize: 1, steps: 4, inputSize: 1, lengths: [4] },
  ];
  test.each(sizes)('B $batchSize, T $steps, I $inputSize, lengths $lengths', (size) => {
    for (const reverse of [false, true]) {
      for (const seed of [1, 2]) {
        const { rows, passed } = checkCell(cell, { ...size, reverse, seed });
        expect({ failed: rows.filter((row) => !row.passed), passed }).toEqual({ failed: [], passed: true });
      }
    }
  });

  test('each sequence of a padded batch gives what it gives alone', () => {
    const batch = PROBES.find(({ name }) => name === 'ragged')!.make(cell);
    for (const reverse of [false, true]) {
      const recurrence = core.unroll({ cell, reverse });
      const together = recurrence.forward(batch);
      const back = recurrence.backward(batch, together.saved);
      [5, 2, 4].forEach((length, b) => {
        const alone = { ...batch, ...onlyExample(batch, b, length), mask: undefined };
        const out = recurrence.forward(alone);
        // In the batch the padded outputs repeat the state at the end (in reverse: the initial one) and have gradients too.
        const dHeld = batch.dhs.slice(length).map((dh) => row(dh, b));
        const dLast = { ...alone.dLastState, ...(!reverse && { h: sum([alone.dLastState.h, ...dHeld]) }) };
        const aloneBack = recurrence.backward({ dhs: alone.dhs, dLastState: dLast }, out.saved);
        out.hs.forEach((h, t) => expectClose(row(together.hs[t], b).values, h.values, 1e-12));
        aloneBack.dxs.forEach((dx, t) => expectClose(row(back.dxs[t], b).values, dx.values, 1e-12));
        const dStart = reverse ? sum([aloneBack.dInitialState.h, ...dHeld]) : aloneBack.dInitialState.h;
        expectClose(row(back.dInitialState.h, b).values, dStart.values, 1e-12);
      });
    }
  });
});

describe('networks: depth, directions, merges, losses against finite differences', () => {
  const activations: OutputActivation[] = ['softmax', 'sigmoid', 'identity'];
  const merges: (Merge | undefined)[] = [undefined, 'concat', 'sum', 'average', 'mul'];
  const cases = merges.flatMap((merge, m) =>
    activations.map((activation, a) => ({
      merge,
      activation,
      lossAt: (m + a) % 2 ? ('every-step' as const) : ('last-step' as const),
      cellName: CELLS[(3 * m + a) % CELLS.length],
      reduction: a === 1 ? ('sum' as const) : ('mean' as const),
    })),
  );
  test.each(cases)('$cellName × 2, $merge, $activation, loss at $lossAt, $reduction', (options) => {
    expect(checkNetwork(core, options)).toEqual([]);
  });
});

// One example of a batch.
const row = ({ columns, values }: Matrix, b: number): Matrix =>
  matrix(1, columns, values.subarray(b * columns, (b + 1) * columns));

const sum = (terms: Matrix[]): Matrix => terms.reduce((total, term) => float64.add(total, term));

function onlyExample({ xs, dhs, initialState, dLastState }: Probe, b: number, length: number) {
  return {
    xs: xs.slice(0, length).map((x) => row(x, b)),
    dhs: dhs.slice(0, length).map((dh) => row(dh, b)),
    initialState: mapEach(initialState, (part) => row(part, b)),
    dLastState: mapEach(dLastState, (part) => row(part, b)),
  };
}
