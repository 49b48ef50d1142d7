/** The flag of Node 20 that our module compiles under is one of the whole process, with all threads in it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-relaxed-'));
const file = join(folder, 'program.cjs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Workers of a user, each with a runtime of its own, all made at the same moment; again and again. */
const program = `
  import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
  import { createRuntime } from './src/kernels/wasm/runtime/threaded-runtime';
  import { nodeWorkers } from './src/platform/node-workers';
  import { features } from './src/kernels/wasm/runtime/feature-detection';
  import { probe } from './test/support/passes';
  const workers = 4;
  if (isMainThread) {
    const met = new Int32Array(new SharedArrayBuffer(4));
    const seen = new Set();
    const ended = Array.from({ length: workers }, () => new Promise((resolve) => {
      const worker = new Worker(__filename, { workerData: met });
      worker.on('message', (text) => seen.add(text));
      worker.on('exit', resolve);
    }));
    Promise.all(ended).then(() => console.log([...seen].join(' | '), features().relaxedSimd));
  } else {
    for (let round = 1; round <= 10; round++) {
      Atomics.add(workerData, 0, 1);
      while (Atomics.load(workerData, 0) < round * workers);
      try {
        const runtime = createRuntime({ threads: 1, memoryLimit: 16 }, { features, host: nodeWorkers });
        parentPort.postMessage(runtime.variant + ' ' + probe(runtime));
      } catch (error) {
        parentPort.postMessage(error.message);
      }
    }
  }`;

beforeAll(() => {
  const stdin = { contents: program, resolveDir: join(__dirname, '../../../..'), loader: 'ts' as const };
  buildSync({ stdin, outfile: file, format: 'cjs', bundle: true, platform: 'node', logLevel: 'error' });
});

function run(flags: string[] = [], env: NodeJS.ProcessEnv = {}): string {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, file], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  return stdout + stderr;
}

const isExperiment = process.versions.v8.startsWith('11.3.');
const after = isExperiment ? 'false' : 'true';

test('threads that compile at the same time all have it, and the flag is off behind them', () => {
  expect(run()).toBe(`relaxed-simd 1 ${after}\n`);
});

test('declined', () => {
  expect(run([], { TFSEQ_RELAXED_SIMD: '0' })).toBe(`simd 1 ${after}\n`);
});

const ofNode20 = isExperiment ? test : test.skip;
ofNode20('who starts Node with the flag, on or off, has it so', () => {
  expect(run(['--experimental-wasm-relaxed-simd'])).toBe('relaxed-simd 1 true\n');
  expect(run(['--no-experimental-wasm-relaxed-simd'])).toBe('simd 1 false\n');
  expect(run([], { NODE_OPTIONS: '--no-experimental-wasm-relaxed-simd' })).not.toMatch(/relaxed-simd 1/);
  expect(run(['--freeze-flags-after-init'])).toBe('simd 1 false\n');
});
