/** Runs before every test file: unexpected output on stderr through console fails a test; no file leaves threads behind. */
import * as tf from '@tensorflow/tfjs';
import { closeRuntime } from '../../src/kernels/wasm/runtime/current-runtime';

tf.env().set('PROD', true); // silences tfjs' advertisement of its native package

const complaints: string[] = [];
for (const method of ['warn', 'error'] as const) {
  console[method] = (...parts: unknown[]) => {
    complaints.push(`console.${method}: ${parts.map(String).join(' ')}`);
  };
}

afterEach(() => {
  const seen = complaints.splice(0);
  if (seen.length) throw new Error(`unexpected output:\n${seen.join('\n')}`);
});

afterAll(() => closeRuntime());
