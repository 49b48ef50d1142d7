import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describeBackends, installNativeBackend, useBackend } from '../../src/backends/backends';
import { loadTensorflow } from '../../src/backends/tensorflow';
import { BackendError } from '../../src/errors';
import { Random } from '../../src/random';
import { describeIf } from '../support/optional';
import { expectClose } from './close';

const isLinked = existsSync(resolve('.native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'));

describe('tfjs-node that is not there', () => {
  let folder: string;
  const home = process.cwd();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tfseq-'));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  const install = (place: string, files: Record<string, string>): void => {
    const root = join(folder, place, 'node_modules/@tensorflow/tfjs-node');
    mkdirSync(join(root, 'lib/napi-v8'), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  };
  const manifest = '{ "name": "@tensorflow/tfjs-node", "version": "0.0.1", "main": "index.js" }';

  test('not installed', () => {
    expect(loadTensorflow).toThrow(BackendError);
    expect(loadTensorflow).toThrow(/@tensorflow\/tfjs-node is not installed.*npm run native/);
  });

  test('installed, not linked', () => {
    install('.', { 'package.json': manifest });
    expect(loadTensorflow).toThrow(/tfjs-node has no native binding/);
  });

  test('linked, does not load', () => {
    install('.native', {
      'package.json': manifest,
      'lib/napi-v8/tfjs_binding.node': '',
      'index.js': "throw new Error('libtensorflow_cc.so.2: cannot open shared object file')",
    });
    expect(loadTensorflow).toThrow(/does not load: libtensorflow_cc.so.2: cannot open/);
  });

  test('on another copy of TensorFlow.js', () => {
    install('.', {
      'package.json': manifest,
      'lib/napi-v8/tfjs_binding.node': '',
      'index.js': 'exports.tensor = () => {}',
    });
    expect(loadTensorflow).toThrow(/another copy of TensorFlow.js.*npm dedupe/);
  });
});

describeIf(isLinked, 'native TensorFlow', 'npm run native links it', () => {
  beforeAll(() => installNativeBackend(loadTensorflow));

  test('reports the version of libtensorflow and where it runs', async () => {
    await useBackend('cpu');
    expect((await describeBackends())[1]).toEqual({
      name: 'tensorflow',
      available: true,
      version: expect.stringMatching(/^2\.\d+\.\d+/) as string,
      details: `tfjs-node 4.22.0, ${process.platform} ${process.arch}`,
    });
    expect(tf.getBackend()).toBe('cpu');
    expect(process.env.TF_CPP_MIN_LOG_LEVEL).toBeDefined();
  });

  test('gradients agree with cpu and wasm: look-up, recurrence-like steps, softmax', async () => {
    const gradients: Record<string, Float32Array[]> = {};
    for (const backend of ['cpu', 'wasm', 'tensorflow'] as const) {
      await useBackend(backend);
      gradients[backend] = tf.tidy(() => lossGradients().map((gradient) => gradient.dataSync<'float32'>().slice()));
    }
    gradients.cpu.forEach((expected, i) => {
      expectClose(gradients.wasm[i], expected);
      expectClose(gradients.tensorflow[i], expected);
    });
  });
});

/** Of a tiny network [V 7, D 5, H 6, 3 classes] over three steps: embedding, two weight matrices, output matrix. */
function lossGradients(): tf.Tensor[] {
  const random = Random.fromSeed(11);
  const matrix = (rows: number, columns: number): tf.Tensor =>
    tf.tensor2d(random.normalArray(rows * columns), [rows, columns]);
  const ids = tf.tensor2d([1, 4, 4, 0, 6, 1], [2, 3], 'int32'); // [B,T]
  const labels = tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3);
  const loss = (...[table, W, U, V]: tf.Tensor[]): tf.Scalar => {
    let h: tf.Tensor = tf.zeros([2, 6]);
    for (let t = 0; t < 3; t++) {
      const x = tf.gather(table, tf.squeeze(tf.slice(ids, [0, t], [2, 1]), [1])); // [B,D]
      h = tf.tanh(tf.add(tf.matMul(x, W), tf.matMul(h, U)));
    }
    const scores = tf.matMul(h, V); // [B,3]
    return tf.sum<tf.Scalar>(tf.sub(tf.log(tf.sum(tf.exp(scores), 1)), tf.sum(tf.mul(labels, scores), 1)));
  };
  return tf.grads(loss)([matrix(7, 5), matrix(5, 6), matrix(6, 6), matrix(6, 3)]);
}
