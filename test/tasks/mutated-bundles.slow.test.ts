/** 2,000 mutated bundles of every task and kind: each is refused with a BundleError, or predicts finite values. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { loadBundle } from '../../src/bundle/store';
import { BundleError, SequenceError } from '../../src/errors';
import { useBackend } from '../../src/node';
import { platform } from '../../src/platform/platform';
import { Random } from '../../src/random';
import { taskClass } from '../../tasks';
import { restoreFrom } from '../../tasks/bundles';
import { readExpected, savedBundles } from './contract/saved-bundles';
import { mutated } from './mutated-bundles';

type AnyTask = Parameters<typeof restoreFrom>[0];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

beforeAll(() => useBackend('cpu'));

const names = readdirSync(savedBundles).filter((name) => !name.endsWith('.ts'));

it.each(names)(
  '%s',
  async (name) => {
    const content = await loadBundle(platform().openStore(join(savedBundles, name)));
    const { inputs } = readExpected(readFileSync(join(savedBundles, name, 'expected.json'), 'utf8'));
    const task = (new (taskClass(content.info.task))() as unknown as { baseTask: AnyTask }).baseTask;
    collectGarbage();
    const before = process.memoryUsage().rss;
    let largest = before;
    const { numTensors } = tf.memory();
    const faults: string[] = [];
    let loaded = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const mutant = mutated(content, Random.fromSeed(seed).fork(name));
      const start = process.cpuUsage();
      const fault = (problem: unknown) => faults.push(`${seed}: ${mutant.change}: ${String(problem)}`);
      const fitted = loadedOrRefused(() => restoreFrom(task, mutant.content, 'a/bundle').fitted, BundleError, fault);
      if (fitted) {
        loaded++;
        const encoded = loadedOrRefused(
          () => fitted.preprocessor.encodeInput(inputs[0], 'input 1'),
          SequenceError,
          fault,
        );
        const [prediction] = encoded ? await fitted.predictor.predict([encoded]) : [];
        if (/NaN|Infinity|null/.test(JSON.stringify(prediction, named) ?? '')) fault(JSON.stringify(prediction));
        fitted.predictor.network.dispose();
      }
      const { user, system } = process.cpuUsage(start);
      if (user + system > 2e6) fault(`${(user + system) / 1e6} s`);
      if (seed % 50 === 49) {
        largest = Math.max(largest, process.memoryUsage().rss);
        collectGarbage();
      }
      if (tf.memory().numTensors !== numTensors) fault('tensors are left');
    }
    expect(faults.slice(0, 10)).toEqual([]);
    expect(loaded).toBeGreaterThan(100);
    expect(largest - before).toBeLessThan(5e8); // the worker holds what earlier files left
  },
  300_000,
);

function loadedOrRefused<R>(
  work: () => R,
  refusal: abstract new (...args: never) => Error,
  fault: (error: unknown) => void,
) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof refusal)) fault(error);
    return undefined;
  }
}

/** JSON writes null for these. */
const named = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
