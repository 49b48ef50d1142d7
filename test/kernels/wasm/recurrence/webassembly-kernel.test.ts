/** Our module as the kernel that layers get from every door, and what happens where the engine refuses it. */
import * as tf from '@tensorflow/tfjs';
import {
  closeRuntime,
  describeKernels,
  describeRuntime,
  lstm,
  LSTM,
  RecurrentStepper,
  runRecurrence,
  selectRecurrence,
} from '../../../../src';
import { cellNamed, core } from '../../../support/core';
import { errorsOf, expectAllBelow, kernelResults, referenceResults } from '../../../support/implementations';
import { PROBES } from '../../../support/probes';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => closeRuntime());

/** As in a page whose Content-Security-Policy has no 'wasm-unsafe-eval'. */
function refuseWebAssembly(): void {
  jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
    throw new WebAssembly.CompileError("refused: 'wasm-unsafe-eval' is not an allowed source");
  });
}
afterEach(() => jest.restoreAllMocks());

test('the neutral door registers it: every cell of the package runs on it, on every backend in main memory', () => {
  for (const { kernel, passedOver } of describeKernels(['wasm', 'cpu', 'tensorflow'])) {
    expect([kernel, passedOver]).toEqual(['webassembly', []]);
  }
  expect(describeKernels(['webgl']).every(({ kernel }) => kernel === 'generic')).toBe(true);
});

test('a cell of a user is computed by its own equations, whatever its name', () => {
  const { kernel, passedOver } = selectRecurrence({ cell: { ...lstm({ hiddenSize: 2 }) }, backend: 'cpu' });
  expect(kernel.name).toBe('generic');
  expect(passedOver[0].reason).toContain('no others');
});

test('where the engine refuses the module, the generic kernel gives the same numbers and says why and what to do', () => {
  refuseWebAssembly();
  const cell = cellNamed(core, 'lstm', 2);
  const probe = PROBES[0].make(cell);
  const errors = errorsOf(kernelResults(runRecurrence, cell, probe, false), referenceResults(core, cell, probe, false));
  expectAllBelow(1e-5, errors);
  expect(describeRuntime()).toMatchObject({ unavailable: expect.stringContaining('wasm-unsafe-eval') as string });
  expect(describeKernels(['cpu'])[0]).toMatchObject({
    kernel: 'generic',
    passedOver: [
      {
        kernel: 'webassembly',
        reason: expect.stringContaining('refuses the module') as string,
        fix: expect.any(String) as string,
      },
    ],
  });
});

test('a stepper says what it runs on, and gives the same without the module', () => {
  const layer = new LSTM({ units: 3, seed: 2 });
  tf.tidy(() => void layer.apply(tf.zeros([1, 1, 2])));
  const answer = () => {
    const stepper = new RecurrentStepper([layer]);
    stepper.step(Float32Array.of(1, -2));
    const h = [...stepper.step(Float32Array.of(0.5, 3))];
    const [{ kernel }] = stepper.kernels;
    stepper.dispose();
    return { h, kernel };
  };
  const fast = answer();
  closeRuntime();
  refuseWebAssembly();
  const slow = answer();
  expect([fast.kernel, slow.kernel]).toEqual(['webassembly', 'generic']);
  slow.h.forEach((value, i) => expect(value).toBeCloseTo(fast.h[i], 6));
  layer.dispose();
});
