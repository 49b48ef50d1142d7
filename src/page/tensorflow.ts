/**
 * What pages get where the sources import '@tensorflow/tfjs' (tsup.config.ts): its core, layers and cpu backend with what
 * they register. Not webgl, the converter and the data API, half a megabyte that nothing here uses. All copies are the
 * same packages, so code that imports '@tensorflow/tfjs' itself works with our layers.
 */
import { version_core } from '@tensorflow/tfjs-core'; // before what it registers, which reads its flags
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-backend-cpu';

export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';
/** As in '@tensorflow/tfjs', whose packages have one version. */
export const version = { tfjs: version_core };
