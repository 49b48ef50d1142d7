/**
 * The entry point `tfjs-sequence/browser/wasm-files`: the exports of `tfjs-sequence/browser`, with TensorFlow.js' wasm
 * binary as a file beside it, which Vite and webpack find and copy.
 */
import { installInPage } from './setup';

export * from '../index';
export { openLabeledText } from './setup';
export { serveWorker } from './worker/serve';

installInPage(() => fetch(new URL('./tfjs-backend-wasm-simd.wasm', import.meta.url)));
