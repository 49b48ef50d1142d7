/** The entry point for web pages: bundles from URLs and in IndexedDB; the wasm binary is part of the build. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm';
import { installKernelPreparation } from './backends/backends';
import { type LabeledTextDataset, type OpenOptions, openLabeledText as open } from './data/datasets/openers';
import { describeRuntime, shortcomings, startRuntime } from './kernels/wasm/runtime/current-runtime';
import { registerTensorKernels } from './kernels/wasm/tensors/register';
import { installWorkerHost } from './kernels/wasm/runtime/worker-host';
import { browserPlatform } from './platform/browser';
import { browserWorkers } from './platform/browser-workers';
import { installPlatform } from './platform/platform';

export * from './index';

/** A data set that the package brings itself: `sentiment-sample`. Others need files, which a page must read itself. */
export function openLabeledText(name: string, options: OpenOptions = {}): Promise<LabeledTextDataset> {
  return open(name, undefined, options);
}

installPlatform(browserPlatform);
installWorkerHost(browserWorkers);
installKernelPreparation(async () => {
  await startRuntime().catch(() => undefined); // why not is in its description
  return [...registerTensorKernels(), ...shortcomings(describeRuntime())];
});
setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});
