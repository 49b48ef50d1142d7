/** What is compared, by the names that the results use. */
import { join } from 'node:path';
import { Child } from './child';

/** `layers.ts` in a Node process that compiles TypeScript. */
const layers = (system: string) => () =>
  new Child(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'systems/layers.ts'), system]);

/** TFSEQ_PYTHON: a Python that has torch. */
const python = (script: string) => () =>
  new Child(process.env.TFSEQ_PYTHON ?? 'python3', [join(__dirname, 'systems', script)]);

export const systems: Record<string, () => Child> = {
  'tfjs-sequence/generic-wasm': layers('tfjs-sequence/generic-wasm'),
  'tfjs-wasm': layers('tfjs-wasm'),
  'tfjs-cpu': layers('tfjs-cpu'),
  pytorch: python('pytorch.py'),
};

/** tfjs-cpu takes seconds a step: only where it is asked for. */
export const usual = Object.keys(systems).filter((name) => name !== 'tfjs-cpu');
