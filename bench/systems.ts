/** What is compared, by the names that the results use. */
import { join } from 'node:path';
import { Child } from './child';

type Environment = Record<string, string>;

/** A TypeScript file in a Node process that compiles it. */
const script =
  (file: string, args: string[] = [], env?: Environment) =>
  () =>
    new Child(process.execPath, ['--import', 'tsx', join(__dirname, 'systems', file), ...args], env);

/** Our layers and the stock ones, on a backend. */
const layers = (system: string, env?: Environment) => script('layers.ts', [system], env);

/** TFSEQ_PYTHON: a Python that has torch, or Keras and TensorFlow. */
const python = (file: string, env?: Environment) => () =>
  new Child(process.env.TFSEQ_PYTHON ?? 'python3', [join(__dirname, 'systems', file)], env);

export const systems: Record<string, () => Child> = {
  'tfjs-sequence/wasm-1': layers('tfjs-sequence/wasm', { TFSEQ_THREADS: '1' }),
  'tfjs-sequence/wasm-2': layers('tfjs-sequence/wasm', { TFSEQ_THREADS: '2' }),
  'tfjs-sequence/wasm-2-plain': layers('tfjs-sequence/wasm', { TFSEQ_THREADS: '2', TFSEQ_RELAXED_SIMD: '0' }),
  'tfjs-sequence/bare-2': script('bare.ts', [], { TFSEQ_THREADS: '2' }),
  'tfjs-sequence/tensorflow': layers('tfjs-sequence/tensorflow', { TFSEQ_THREADS: '2' }),
  'tfjs-sequence/cpu': layers('tfjs-sequence/cpu', { TFSEQ_THREADS: '2' }),
  'tfjs-sequence/generic-wasm': layers('tfjs-sequence/wasm', { TFSEQ_KERNEL: 'generic' }),
  'tfjs-sequence/chromium': script('chromium.ts'),
  'tfjs-wasm': layers('tfjs-wasm'),
  'tfjs-cpu': layers('tfjs-cpu'),
  'tfjs-node': layers('tfjs-node'),
  'brain.js': script('brain.ts'),
  'onnxruntime-node': script('onnxruntime.ts'),
  'pytorch-1': python('pytorch.py', { OMP_NUM_THREADS: '1' }),
  pytorch: python('pytorch.py'),
  keras: python('keras_tensorflow.py', { KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3' }),
};

/** tfjs-cpu takes seconds a step: only where it is asked for. */
export const usual = Object.keys(systems).filter((name) => name !== 'tfjs-cpu');
