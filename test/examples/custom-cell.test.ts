import * as tf from '@tensorflow/tfjs';
import { main, minimalGatedUnit } from '../../examples/custom-cell';
import { checkCell } from '../../src/kernels/autodiff';
import { core } from '../support/core';
import { errorsOf, kernelResults, referenceResults } from '../support/implementations';
import { PROBES } from '../support/probes';

test('a cell of one’s own is checked and trained as the built-in ones are', async () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((...parts) => void lines.push(parts.join(' ')));
  await main();
  log.mockRestore();
  expect(lines).toContain('Every gradient is right.');
  const losses = lines.filter((line) => line.startsWith('step')).map((line) => Number(line.split(' ').at(-1)));
  expect(losses[0]).toBeCloseTo(0.693, 3);
  expect(losses[3]).toBeLessThan(0.3);
});

test('it runs on the kernel, padded, in reverse', async () => {
  await tf.setBackend('cpu');
  const cell = minimalGatedUnit(2);
  expect(checkCell(cell, { reverse: true }).passed).toBe(true);
  for (const { make, reverse } of PROBES) {
    const errors = errorsOf(
      kernelResults(core.genericRecurrence, cell, make(cell), reverse),
      referenceResults(core, cell, make(cell), reverse),
    );
    expect(Math.max(...Object.values(errors))).toBeLessThan(1e-5);
  }
});
