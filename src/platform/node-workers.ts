/** Threads of our WebAssembly kernels in Node: node:worker_threads. */
import os from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { ConfigError, reasonOf, show } from '../errors';
import type { WorkerHost } from '../kernels/wasm/worker-host';

export const nodeWorkers: WorkerHost = {
  cores: os.availableParallelism(),
  settings: () => ({ threads: wholeNumber('TFSEQ_THREADS'), relaxedSimd: yesOrNo('TFSEQ_RELAXED_SIMD') }),
  withRelaxedSimd: process.version.startsWith('v20.') ? withExperiment : undefined,
  start(source, data, ended) {
    const program = `(${source})(require('node:worker_threads').workerData)`;
    // A thread of ours needs neither the loaders nor the NODE_OPTIONS of the program, and boots faster without.
    const worker = new Worker(program, { eval: true, workerData: data, execArgv: [], env: {} });
    worker.unref();
    let reason: string | undefined;
    worker.on('error', (error) => (reason = reasonOf(error)));
    worker.on('exit', () => ended({ reason }));
    return { stop: () => void worker.terminate() };
  },
};

/** Of V8 11.3 alone. `compile` is synchronous: parts of an asynchronous compilation look at the flags later. */
function withExperiment<T>(compile: () => T): T {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    return compile();
  } finally {
    setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

function wholeNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw badVariable(name, 'a whole number');
}

function yesOrNo(name: string): boolean | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (text === '1' || text === '0') return text === '1';
  throw badVariable(name, '1 or 0');
}

const badVariable = (name: string, expected: string) =>
  new ConfigError({ where: `environment variable ${name}`, problem: show(process.env[name]), expected });
