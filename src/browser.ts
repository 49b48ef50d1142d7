/** The entry point for web pages: bundles from URLs and in IndexedDB; TensorFlow.js' wasm binary is part of the build. */
import wasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
import { inflateSync } from 'fflate';
import { installInPage } from './page/setup';

export * from './index';
export { openLabeledText } from './page/setup';
export { serveWorker } from './page/worker/serve';

installInPage(() => {
  const compressed = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  return Promise.resolve(inflateSync(compressed));
});
