import * as tf from '@tensorflow/tfjs';
import {
  describeBackends,
  ensureBackend,
  installNativeBackend,
  useBackend,
  type BackendChoice,
  type NativeBackend,
} from '../../src/backends/backends';
import { startBackend } from '../../src/backends/start-backend';
import { BackendError, ConfigError } from '../../src/errors';

/** Puts another way to start wasm in place; the returned function puts the old one back. */
function replaceWasm(factory: () => tf.KernelBackend | Promise<tf.KernelBackend>): () => void {
  const old = tf.findBackendFactory('wasm');
  const exchange = (next: typeof factory): void => {
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', next, 2);
  };
  exchange(factory);
  return () => exchange(old);
}
const brokenWasm = (): Promise<tf.KernelBackend> => Promise.reject(new Error('no such file: tfjs-backend-wasm.wasm'));

test('a method that comes first takes auto, a later one what is there', async () => {
  expect(tf.getBackend()).toBeFalsy();
  await ensureBackend();
  expect(tf.getBackend()).toBe('wasm');
  await tf.setBackend('cpu');
  await ensureBackend();
  expect(tf.getBackend()).toBe('cpu');
});

test('starting wasm leaves no listeners to uncaught errors behind', async () => {
  const count = () => process.listenerCount('unhandledRejection') + process.listenerCount('uncaughtException');
  replaceWasm(tf.findBackendFactory('wasm')); // not started yet
  const own = () => undefined;
  process.on('unhandledRejection', own);
  const before = count();
  await useBackend('wasm');
  expect(count()).toBe(before);
  expect(process.listeners('unhandledRejection')).toContain(own);
  process.off('unhandledRejection', own);
});

test('auto is wasm, with the kernels that training needs', async () => {
  const report = await useBackend();
  expect(report).toEqual({
    name: 'wasm',
    version: '4.22.0',
    details: 'SIMD',
  });
  expect(tf.getBackend()).toBe('wasm');
  const gradient = tf.tidy(() =>
    tf
      .grad((w: tf.Tensor) => tf.sum(tf.gather(w, tf.tensor1d([1, 1], 'int32'))))(tf.ones([2, 1]))
      .arraySync(),
  );
  expect(gradient).toEqual([[0], [2]]);
});

test('cpu on request, without an advertisement', async () => {
  const environment = tf.env();
  environment.set('IS_TEST', false); // the advertisement is off in tests; test/support/setup.ts fails on it
  try {
    expect(await useBackend('cpu')).toEqual({ name: 'cpu', version: '4.22.0', details: 'plain JavaScript' });
    tf.dispose(tf.ones([2]));
  } finally {
    environment.set('IS_TEST', true);
  }
});

test('auto falls back to cpu and says why; wasm by name is refused with the cause', async () => {
  const restore = replaceWasm(brokenWasm);
  try {
    const report = await useBackend('auto');
    expect(report.name).toBe('cpu');
    expect(report.reason).toMatch(/backend 'wasm': does not start: no such file/);
    expect(tf.getBackend()).toBe('cpu');
    await expect(useBackend('wasm')).rejects.toThrow(BackendError);
    const wasm = (await describeBackends())[0];
    expect(wasm).toMatchObject({
      name: 'wasm',
      available: false,
      reason: expect.stringContaining('no such file') as string,
    });
    expect(wasm.fix).toMatch(/\.wasm files/);
  } finally {
    restore();
  }
  expect((await useBackend('auto')).name).toBe('wasm');
});

test('a backend whose package is not there', async () => {
  await expect(startBackend('webgpu', 'Import its package')).rejects.toThrow(
    "backend 'webgpu': is not registered with TensorFlow.js. Import its package.",
  );
});

test('a backend that was started, removed and started again is a new one', async () => {
  await useBackend('wasm');
  const first = tf.findBackend('wasm');
  const factory = tf.findBackendFactory('wasm');
  replaceWasm(tf.findBackendFactory('wasm')); // not started yet
  tf.registerBackend('wasm', factory, 2);
  await useBackend('wasm');
  expect(tf.findBackend('wasm')).not.toBe(first);
  expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
});

test('an unknown name', async () => {
  await expect(useBackend('gpu' as BackendChoice)).rejects.toThrow(ConfigError);
  await expect(useBackend('gpu' as BackendChoice)).rejects.toThrow(/"gpu".*auto, wasm, tensorflow, cpu/);
});

describe('native TensorFlow', () => {
  test('is refused where nobody installed a way to load it', async () => {
    await expect(useBackend('tensorflow')).rejects.toThrow(/runs in Node.js only.*tfjs-sequence\/node/);
  });

  test('is described with the reason and the command that gets it; the present backend stays', async () => {
    await useBackend('cpu');
    installNativeBackend((): NativeBackend => {
      throw new BackendError({
        where: "backend 'tensorflow'",
        problem: 'it is not installed',
        fix: 'Run `npm run native`',
      });
    });
    expect(await describeBackends()).toEqual([
      expect.objectContaining({ name: 'wasm', available: true, version: '4.22.0' }),
      { name: 'tensorflow', available: false, reason: 'it is not installed', fix: 'Run `npm run native`' },
      { name: 'cpu', available: true, version: '4.22.0', details: 'plain JavaScript' },
    ]);
    expect(tf.getBackend()).toBe('cpu');
  });
});
