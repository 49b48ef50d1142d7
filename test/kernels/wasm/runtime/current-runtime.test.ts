import { BackendError, ConfigError } from '../../../../src/errors';
import {
  closeRuntime,
  currentRuntime,
  describeRuntime,
  startRuntime,
} from '../../../../src/kernels/wasm/runtime/current-runtime';
import { features } from '../../../../src/kernels/wasm/runtime/feature-detection';
import { installWorkerHost } from '../../../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../../../src/platform/node-workers';
import { probe } from '../../../support/passes';

const environment = { ...process.env };
beforeAll(() => installWorkerHost(nodeWorkers));
beforeEach(() => {
  process.env.TFSEQ_THREADS = '2';
  process.env.TFSEQ_RELAXED_SIMD = '0';
});
afterEach(() => {
  closeRuntime();
  process.env = { ...environment };
});

test('one runtime for all, with the threads that the environment asks for', async () => {
  expect(await startRuntime()).toEqual({ threads: 2, variant: 'simd', memory: 'shared', reasons: [] });
  const runtime = currentRuntime();
  expect(currentRuntime()).toBe(runtime);
  expect(probe(runtime)).toEqual([2, 4]);
  expect(describeRuntime()).toMatchObject({ threads: 2 });
});

test('one that was made before a door brought threads is made again', async () => {
  await jest.isolateModulesAsync(async () => {
    const alone = await import('../../../../src/kernels/wasm/runtime/current-runtime');
    const host = await import('../../../../src/kernels/wasm/runtime/worker-host');
    expect(alone.currentRuntime()).toMatchObject({ threads: 1 });
    host.installWorkerHost(nodeWorkers);
    expect(alone.currentRuntime()).toMatchObject({ threads: 2 });
    expect(alone.currentRuntime()).toBe(alone.currentRuntime());
  });
});

test('options come before the environment', async () => {
  expect(await startRuntime({ threads: 3 })).toMatchObject({ threads: 3 });
  expect(await startRuntime()).toMatchObject({ threads: 3 });
});

test('made by the first use, it is the one that starts', async () => {
  const runtime = currentRuntime();
  await startRuntime();
  expect(currentRuntime()).toBe(runtime);
});

test('several starts at once make one', async () => {
  await Promise.all([startRuntime(), startRuntime(), startRuntime()]);
  const runtime = currentRuntime();
  await startRuntime();
  expect(currentRuntime()).toBe(runtime);
});

test('a first use while it is being made decides', async () => {
  const starting = startRuntime();
  const runtime = currentRuntime();
  await starting;
  expect(currentRuntime()).toBe(runtime);
});

test('other options than it runs with are refused; closed, it starts anew', async () => {
  await startRuntime({ threads: 2 });
  await startRuntime({ threads: 2 });
  await expect(startRuntime({ threads: 3 })).rejects.toThrow(ConfigError);
  await expect(startRuntime({ threads: 3 })).rejects.toThrow(/other options.*closeRuntime/s);
  const before = currentRuntime();
  closeRuntime();
  expect(await startRuntime({ threads: 3 })).toMatchObject({ threads: 3 });
  expect(currentRuntime()).not.toBe(before);
});

test.each([
  ['TFSEQ_THREADS', 'many', /TFSEQ_THREADS: "many".*whole number/s],
  ['TFSEQ_THREADS', '-2', /TFSEQ_THREADS: "-2"/],
  ['TFSEQ_THREADS', '0', /threads is 0/],
  ['TFSEQ_RELAXED_SIMD', 'yes', /TFSEQ_RELAXED_SIMD: "yes".*1 or 0/s],
])('%s=%s is refused, and again, until it is right', async (name, value, words) => {
  process.env[name] = value;
  for (let i = 0; i < 2; i++) {
    expect(() => currentRuntime()).toThrow(ConfigError);
    await expect(startRuntime()).rejects.toThrow(words);
    expect(() => describeRuntime()).toThrow(words);
  }
  process.env[name] = '1';
  expect(await startRuntime()).toMatchObject({ reasons: [] });
});

test('an engine that cannot: described with the reason and what to do, and refused', async () => {
  const validate = jest.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  try {
    const fix = expect.stringMatching(/newer engine/) as string;
    expect(describeRuntime()).toEqual({ unavailable: 'this engine has no WebAssembly SIMD', fix });
    expect(() => currentRuntime()).toThrow(BackendError);
    await expect(startRuntime()).rejects.toThrow(BackendError);
  } finally {
    validate.mockRestore();
  }
});

test('relaxed SIMD unless it is declined, and the engine is left as it was', async () => {
  delete process.env.TFSEQ_RELAXED_SIMD;
  const before = features();
  expect(await startRuntime()).toMatchObject({ variant: 'relaxed-simd', reasons: [] });
  expect(probe(currentRuntime())).toEqual([2, 4]);
  expect(features()).toEqual(before);
  closeRuntime();
  expect(await startRuntime({ relaxedSimd: false })).toMatchObject({ variant: 'simd', reasons: [] });
});
