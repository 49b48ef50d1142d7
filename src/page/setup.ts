/** What both entry points for web pages do: the platform of a page, its threads, and TensorFlow.js' wasm from a binary. */
import { installKernelPreparation } from '../backends/backends';
import { installWasmBinary, type WasmBinary } from '../backends/wasm-binary';
import { type LabeledTextDataset, type OpenOptions, openLabeledText as open } from '../data/datasets/openers';
import { describeRuntime, shortcomings, startRuntime } from '../kernels/wasm/runtime/current-runtime';
import { registerTensorKernels } from '../kernels/wasm/tensors/register';
import { installWorkerHost } from '../kernels/wasm/runtime/worker-host';
import { registerLayers } from '../layers/register-layers';
import { browserPlatform } from '../platform/browser';
import { browserWorkers } from '../platform/browser-workers';
import { installPlatform } from '../platform/platform';

/** A data set that the package brings itself: `sentiment-sample`. Others need files, which a page must read itself. */
export function openLabeledText(name: string, options: OpenOptions = {}): Promise<LabeledTextDataset> {
  return open(name, undefined, options);
}

/** @param loadWasm gives TensorFlow.js' wasm binary with SIMD, once it is needed */
export function installInPage(loadWasm: () => Promise<WasmBinary>): void {
  registerLayers();
  installPlatform(browserPlatform);
  installWorkerHost(browserWorkers);
  installKernelPreparation(async () => {
    await startRuntime().catch(() => undefined); // why not is in its description
    return [...registerTensorKernels(), ...shortcomings(describeRuntime())];
  });
  installWasmBinary(loadWasm);
}
