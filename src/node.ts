/** The door for Node: bundles in directories, data sets on disk, native TensorFlow where it is linked. */
import '@tensorflow/tfjs-backend-wasm';
import { installNativeBackend } from './backends/backends';
import { loadTensorflow } from './backends/tensorflow';
import { nodePlatform } from './platform/node';
import { installPlatform } from './platform/platform';

export * from './index';
export { terminalProgress } from './cli/progress';

installPlatform(nodePlatform);
installNativeBackend(loadTensorflow);
