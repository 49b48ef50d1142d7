/** Runs before every test file: unexpected output on stderr through console fails a test; no file leaves threads behind. */
import type * as tf from '@tensorflow/tfjs-core';
import { closeRuntime } from '../../src/kernels/wasm/runtime/current-runtime';

/** Not imported here: a third of the test files do without TensorFlow.js, and it takes long to load. */
const tensorflow = require.resolve('@tensorflow/tfjs-core');

/** Before anything loads: what a program prints is compared without colours, which CI=1 alone would switch on. */
process.env.NO_COLOR = '1';

const complaints: string[] = [];
for (const method of ['warn', 'error'] as const) {
  console[method] = (...parts: unknown[]) => {
    complaints.push(`console.${method}: ${parts.map(String).join(' ')}`);
  };
}

/** Silences tfjs' advertisement of its native package, once the file has loaded tfjs. */
function silence(): void {
  const loaded = require.cache[tensorflow] as { exports: typeof tf } | undefined;
  loaded?.exports.env().set('PROD', true);
}
beforeAll(silence);
beforeEach(silence);

afterEach(() => {
  const seen = complaints.splice(0);
  if (seen.length) throw new Error(`unexpected output:\n${seen.join('\n')}`);
});

afterAll(() => closeRuntime());
