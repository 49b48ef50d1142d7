/** The float64 core against PyTorch and Keras: golden files, and the scripts run live where torch is installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { core } from '../support/core';
import { type KerasCase, kerasErrors, type PyTorchCase, pytorchErrors } from '../support/golden';
import { describeIf } from '../support/optional';
import { canImport, pythonWithTorch, runGolden } from '../support/python';

interface GoldenFile<Case> {
  cases: Case[];
}

const read = <Case>(name: string) => JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as GoldenFile<Case>;
const pytorch = read<PyTorchCase>('pytorch_layers.json').cases;
const keras = read<KerasCase>('keras_layers.json').cases;

/** Both sides are float64; Keras' own loop over time rounds to float32 where it has no fused layer. */
const PYTORCH_TOLERANCE = 1e-10;
const KERAS_TOLERANCE = 1e-6;

function expectAllBelow(tolerance: number, errors: Record<string, number>): void {
  const tooLarge = Object.entries(errors).filter(([, error]) => !(error <= tolerance));
  expect(Object.fromEntries(tooLarge)).toEqual({});
}

test.each(pytorch.map((golden) => [golden.name, golden] as const))('PyTorch: %s', (_, golden) => {
  expectAllBelow(PYTORCH_TOLERANCE, pytorchErrors(core, golden));
});

test.each(keras.map((golden) => [golden.name, golden] as const))('Keras: %s', (_, golden) => {
  expectAllBelow(KERAS_TOLERANCE, kerasErrors(core, golden));
});

const python = pythonWithTorch();

const run = <Case>(script: string) => (JSON.parse(runGolden(python as string, script)) as GoldenFile<Case>).cases;

describeIf(python !== undefined, 'live', 'no Python with torch; set TFSEQ_PYTHON to one', () => {
  test('PyTorch gives what the golden file says, and so does the core', () => {
    const cases = run<PyTorchCase>('pytorch_layers.py');
    expect(cases.map(({ name, x }) => [name, x])).toEqual(pytorch.map(({ name, x }) => [name, x]));
    for (const golden of cases) expectAllBelow(PYTORCH_TOLERANCE, pytorchErrors(core, golden));
  });
});

describeIf(canImport(python, 'keras'), 'live', 'no Python with keras; set TFSEQ_PYTHON to one', () => {
  test('Keras gives what the golden file says, and so does the core', () => {
    const cases = run<KerasCase>('keras_layers.py');
    expect(cases.map(({ name, x }) => [name, x])).toEqual(keras.map(({ name, x }) => [name, x]));
    for (const golden of cases) expectAllBelow(KERAS_TOLERANCE, kerasErrors(core, golden));
  });
});
