/** Threads of our WebAssembly kernels in Node: node:worker_threads. */
import os from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { ConfigError, reasonOf, show } from '../errors';
import type { WorkerHost } from '../kernels/wasm/runtime/worker-host';

export const nodeWorkers: WorkerHost = {
  cores: os.availableParallelism(),
  settings: () => ({ threads: wholeNumber('TFSEQ_THREADS'), relaxedSimd: yesOrNo('TFSEQ_RELAXED_SIMD') }),
  withRelaxedSimd: isExperiment() ? withRelaxedSimd : undefined,
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

/** Of the V8 of Node 20 alone. Who starts Node with a word of their own on it, or on flags, is left to it. */
function isExperiment(): boolean {
  const words = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)];
  const isDecided = words.some((word) => /wasm[-_]relaxed[-_]simd|freeze[-_]flags/.test(word));
  return process.versions.v8.startsWith('11.3.') && !isDecided;
}

/** Other threads of the process may switch the flag off in the middle of a compilation; their own takes milliseconds. */
const MOST_TRIES = 100;

function withRelaxedSimd<T>(compile: () => T): T {
  for (let tries = 1; ; tries++) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    try {
      return compile();
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    } finally {
      setFlagsFromString('--no-experimental-wasm-relaxed-simd');
    }
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
