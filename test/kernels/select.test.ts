/** Which kernel runs, the reasons why not a faster one, and the override. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { lstm } from '../../src/cells/lstm';
import { isBuiltIn } from '../../src/cells/built-in';
import { ConfigError } from '../../src/errors';
import { plainStepper } from '../../src/kernels/cell-stepper';
import { describeKernels } from '../../src/kernels/describe';
import { genericRecurrence } from '../../src/kernels/generic/generic-recurrence';
import type { RecurrenceKernel } from '../../src/kernels/recurrence-kernel';
import {
  registerRecurrenceKernel,
  runRecurrence,
  selectRecurrence,
  useRecurrenceKernel,
} from '../../src/kernels/select';
import { CELLS, cellNamed, core } from '../support/core';
import { sequenceOf, weightTensors } from '../support/implementations';
import { PROBES } from '../support/probes';

const cell = lstm({ hiddenSize: 2 });
let runs = 0;

/** In place of the real one, which needs no test here. */
const fast: RecurrenceKernel = {
  name: 'webassembly',
  refusal: (request) => (isBuiltIn(request.cell) ? undefined : { reason: 'has no such equations' }),
  run: (calls) => {
    runs++;
    return calls.map(({ options, inputs }) => genericRecurrence(options, inputs));
  },
  stepper: plainStepper,
};

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => useRecurrenceKernel('auto'));

describe('with a faster kernel', () => {
  beforeAll(() => registerRecurrenceKernel(fast));

  test.each(['wasm', 'cpu', 'tensorflow'])('it runs on %s', (backend) => {
    expect(selectRecurrence({ cell, backend })).toEqual({ kernel: fast, passedOver: [] });
  });

  test.each(['webgl', 'webgpu'])('not on %s, where tensors are on the GPU', (backend) => {
    const { kernel, passedOver } = selectRecurrence({ cell, backend });
    expect(kernel.name).toBe('generic');
    expect(passedOver).toMatchObject([{ kernel: 'webassembly', reason: expect.stringContaining('GPU') as string }]);
  });

  test('a cell of a user, also one that is called as ours, gets the generic kernel with the reason', () => {
    for (const own of [{ ...cell }, { ...cell, name: 'peephole-lstm' }]) {
      expect(selectRecurrence({ cell: own, backend: 'wasm' })).toMatchObject({
        kernel: { name: 'generic' },
        passedOver: [{ kernel: 'webassembly', reason: 'has no such equations' }],
      });
    }
  });

  test('what is selected runs', () => {
    tf.tidy(() => {
      const probe = PROBES[0].make(cell);
      const inputs = { xs: sequenceOf(probe.xs), weights: weightTensors(cell, probe) };
      runs = 0;
      const { hs } = runRecurrence({ cell }, inputs);
      expect([runs, hs.shape]).toEqual([1, [3, 5, 2]]);
      useRecurrenceKernel('generic');
      const [passedOver] = selectRecurrence({ cell, backend: 'cpu' }).passedOver;
      expect(passedOver).toMatchObject({
        kernel: 'webassembly',
        fix: expect.stringContaining('TFSEQ_KERNEL') as string,
      });
      runRecurrence({ cell }, inputs);
      expect(runs).toBe(1);
    });
  });

  test('a kernel that was asked for runs or is refused, never replaced', () => {
    useRecurrenceKernel('webassembly');
    expect(selectRecurrence({ cell, backend: 'webgl' }).kernel).toBe(fast);
    expect(() => selectRecurrence({ cell: { ...cell }, backend: 'wasm' })).toThrow(ConfigError);
    expect(() => selectRecurrence({ cell: { ...cell }, backend: 'wasm' })).toThrow(
      /lstm on wasm: has no such equations/,
    );
    expect(() => useRecurrenceKernel('webasembly')).toThrow(/unknown kernel "webasembly".*Did you mean webassembly/);
  });

  test('described for every cell on every backend', () => {
    const choices = describeKernels(['wasm', 'cpu']);
    expect(choices).toHaveLength(2 * CELLS.length);
    expect(choices.map((choice) => choice.cell).slice(0, CELLS.length)).toEqual(CELLS);
    expect(choices[0]).toEqual({
      ...{ cell: 'simple-rnn', backend: 'wasm', kernel: 'webassembly', passedOver: [] },
      reason: expect.stringContaining('threads') as string,
    });
  });
});

test('all cells of the package are known as such, and cannot be changed', () => {
  for (const name of CELLS) {
    const own = cellNamed(core, name, 3);
    expect([isBuiltIn(own), isBuiltIn({ ...own }), Object.isFrozen(own)]).toEqual([true, false, true]);
  }
});
