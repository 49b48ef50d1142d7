/** What the fused operation asks of the recurrence on arrays, and what it leaves behind when that one fails. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { useBackend } from '../../../src/backends/backends';
import { BackendError } from '../../../src/errors';
import { fusedRecurrence, fusedRecurrences } from '../../../src/kernels/fused/fused-recurrence';
import { type HostInputGradients, type HostRecurrence, oneByOne } from '../../../src/kernels/fused/host-recurrence';
import { wasmRecurrence } from '../../../src/kernels/wasm/recurrence/recurrence';
import { partsInTurn } from '../../support/wasm-runtime';
import { cellNamed, CELLS, core } from '../../support/core';
import { sequenceOf, weightTensors } from '../../support/implementations';
import { HIDDEN_SIZE, PROBES } from '../../support/probes';
import { savedPasses, unrolledHost } from '../../support/unrolled-host';

const cell = cellNamed(core, 'lstm', HIDDEN_SIZE);
const probe = PROBES[0].make(cell);

/** Writes down which gradients each backward pass was asked for. */
function watched(host: HostRecurrence) {
  const asked: string[][] = [];
  const backward: HostRecurrence['backward'] = (saved, gradients, results) => {
    asked.push(namesOf(results));
    host.backward(saved, gradients, results);
  };
  return { host: { ...host, backward }, asked };
}

const namesOf = ({ dxs, dWeights, dInitialState }: HostInputGradients) => [
  ...(dxs ? ['x'] : []),
  ...Object.keys(dInitialState ?? {}),
  ...Object.keys(dWeights),
];

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  let tensors = 0;
  beforeEach(() => (tensors = tf.memory().numTensors));
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
    expect(savedPasses.size).toBe(0);
  });
  const WEIGHTS = ['kernel', 'recurrentKernel', 'bias'];

  test('one backward pass for all gradients, and none for x where nothing asks for it', () =>
    tf.tidy(() => {
      const xs = sequenceOf(probe.xs);
      const { kernel, ...others } = weightTensors(cell, probe);
      const { host, asked } = watched(unrolledHost({ cell }));
      const loss = (x: tf.Tensor, kernel: tf.Tensor) =>
        tf.sum(fusedRecurrence(host, { xs: x, weights: { kernel, ...others } }).hs);
      tf.grads(loss)([xs, kernel]);
      expect(asked.splice(0)).toEqual([['x', ...WEIGHTS]]);
      tf.grad((kernel: tf.Tensor) => loss(xs, kernel))(kernel);
      expect(asked.splice(0)).toEqual([WEIGHTS]);
      tf.grad((x: tf.Tensor) => loss(x, kernel))(xs);
      expect(asked).toEqual([['x', ...WEIGHTS]]);
    }));

  test('without a tape nothing is saved; with one, until it ends', () =>
    tf.tidy(() => {
      const xs = sequenceOf(probe.xs);
      const weights = weightTensors(cell, probe);
      const run = (x: tf.Tensor) => tf.sum(fusedRecurrence(unrolledHost({ cell }), { xs: x, weights }).hs);
      run(xs);
      expect(savedPasses.size).toBe(0);
      const seen: number[] = [];
      tf.grad((x: tf.Tensor) => {
        const first = run(x);
        seen.push(savedPasses.size);
        const second = run(x);
        seen.push(savedPasses.size);
        return tf.add(first, second);
      })(xs);
      expect(seen).toEqual([1, 2]);
    }));

  const kinds = CELLS.flatMap((name) => [1, 2].map((threads) => ({ name, threads })));
  test.each(kinds)('the last state alone and its gradients are the same: $name, threads: $threads', (kind) =>
    tf.tidy(() => {
      const cell = cellNamed(core, kind.name, HIDDEN_SIZE);
      const probe = PROBES[0].make(cell);
      const xs = sequenceOf(probe.xs);
      const { kernel, ...others } = weightTensors(cell, probe);
      const host = () => oneByOne([wasmRecurrence(partsInTurn('simd', kind.threads), { cell })]);
      const last = (lastOnly: boolean) => (x: tf.Tensor, kernel: tf.Tensor) => {
        const inputs = { xs: x, weights: { kernel, ...others } };
        const [{ hs, lastState }] = fusedRecurrences(host(), [inputs], [lastOnly]);
        expect(hs === undefined).toBe(lastOnly);
        const states = Object.values(lastState).map((state) => tf.square(state)); // one or two
        return tf.sum<tf.Scalar>(tf.addN(states));
      };
      const [all, only] = [false, true].map((lastOnly) => tf.valueAndGrads(last(lastOnly))([xs, kernel]));
      expect(only.value.dataSync()).toEqual(all.value.dataSync());
      only.grads.forEach((grad, i) => expect(grad.dataSync()).toEqual(all.grads[i].dataSync()));
    }),
  );

  test('nothing is made for the steps of which only the last is asked for', () =>
    tf.tidy(() => {
      const host = oneByOne([unrolledHost({ cell })]);
      const shapes: (string | undefined)[] = [];
      const forward: typeof host.forward = (calls) => {
        shapes.push(...calls.map(({ outputs }) => outputs.hs && `${outputs.hs.length} numbers`));
        return host.forward(calls);
      };
      const inputs = { xs: sequenceOf(probe.xs), weights: weightTensors(cell, probe) };
      fusedRecurrences({ ...host, forward }, [inputs], [true]);
      expect(shapes).toEqual([undefined]);
    }));

  test.each(['forward', 'backward'] as const)('an error of its %s pass reaches the caller', (direction) => {
    const xs = sequenceOf(probe.xs);
    const weights = weightTensors(cell, probe);
    const failing = {
      ...unrolledHost({ cell }),
      [direction]: () => {
        throw new BackendError({ where: 'thread 1', problem: 'died' });
      },
    };
    const run = (host: HostRecurrence) =>
      tf.grad((x: tf.Tensor) => tf.sum(fusedRecurrence(host, { xs: x, weights }).hs))(xs);
    const ids = () => tf.engine().backend.numDataIds();
    const before = ids();
    expect(() => run(failing)).toThrow(BackendError);
    tf.dispose(run(unrolledHost({ cell })));
    // What is left are tensors that the unfinished tape had saved, none of ours.
    const savedByOthers = tf.memory().numTensors - tensors - Object.keys(weights).length - 1;
    expect(ids() - before).toBe(savedByOthers);
    tensors += savedByOthers;
    tf.dispose([xs, weights]);
  });
});
