/**
 * Do the checks see a mistake? Each mutant is the core with one mistake in it, of the kind that is easily made. The
 * checks (finite differences, PyTorch's golden values, the kernel against float64, truncated against full BPTT) must
 * fail for every one of them, and pass for the core as it is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type Matrix, matrix } from '../../src/cells/float64';
import { Random } from '../../src/random';
import { lengthsToMask } from '../../src/recurrence/masking';
import { initialWeights } from '../../src/recurrence/sgd';
import { type Core, CELLS, cellNamed, core } from '../support/core';
import { type PyTorchCase, pytorchErrors } from '../support/golden';
import { errorsOf, kernelResults, referenceResults } from '../support/implementations';
import { type Mutation, mutantCore } from '../support/mutant';
import { checkNetwork } from '../support/networks';
import { HIDDEN_SIZE, PROBES, withDropout } from '../support/probes';

const golden = (
  JSON.parse(readFileSync(join(__dirname, '../golden/pytorch_layers.json'), 'utf8')) as { cases: PyTorchCase[] }
).cases;

/** What found the core wrong, or undefined. Cheap checks first. */
function findMistake(candidate: Core): string | undefined {
  for (const name of CELLS) {
    const { passed } = candidate.checkCellGradients(cellNamed(candidate, name, HIDDEN_SIZE));
    if (!passed) return `finite differences of ${name}`;
  }
  for (const goldenCase of golden) {
    if (!(worst(pytorchErrors(candidate, goldenCase)) < 1e-8)) return `PyTorch's ${goldenCase.name}`;
  }
  for (const merge of ['sum', 'average', 'mul'] as const) {
    const options = { cellName: 'gru-reset-before', merge, activation: 'softmax', lossAt: 'every-step' } as const;
    if (checkNetwork(candidate, options).length > 0) return `finite differences of a network, ${merge}`;
  }
  return findLossMistake(candidate) ?? findKernelMistake(candidate);
}

/** Losses of a batch with padding, of its sequences alone, and of windows: all count the same steps. */
function findLossMistake(candidate: Core): string | undefined {
  const random = Random.fromSeed(3);
  const net = candidate.network({
    layers: [{ cell: candidate.gru({ hiddenSize: 2 }) }],
    outputSize: 1,
    activation: 'sigmoid',
    lossAt: 'every-step',
  });
  const weights = initialWeights(net.parameters(1), random);
  const draw = (rows: number) => matrix(rows, 1, random.normalArray(rows));
  const [xs, targets] = [0, 1].map(() => Array.from({ length: 6 }, () => draw(2)));
  const lengths = [6, 2];
  const batch = net.forward({ xs, weights, mask: lengthsToMask(lengths, 6) }, targets);

  const lossAlone = (b: number, window: number) => {
    const only = (m: Matrix) => matrix(1, 1, [m.values[b]]);
    const stream = xs.slice(0, lengths[b]).map((x, t) => ({ x: only(x), target: only(targets[t]) }));
    return [...candidate.truncated(net, stream, { weights, window })].reduce(
      (sum, { loss, steps }) => sum + steps * loss,
      0,
    );
  };
  for (const window of [6, 4]) {
    const alone = (lossAlone(0, window) + lossAlone(1, window)) / 8; // mean over the 6 + 2 real steps
    if (!(Math.abs(batch.loss - alone) < 1e-12)) return `losses of single sequences in windows of ${window}`;
  }
  return undefined;
}

/** The kernel of the candidate against the float64 core as it is. */
function findKernelMistake(candidate: Core): string | undefined {
  for (const name of CELLS) {
    for (const { make, reverse, name: probeName } of PROBES.filter(({ name }) => name.startsWith('ragged'))) {
      const probe = withDropout(make(cellNamed(core, name, HIDDEN_SIZE)));
      const actual = kernelResults(
        candidate.genericRecurrence,
        cellNamed(candidate, name, HIDDEN_SIZE),
        probe,
        reverse,
      );
      const expected = referenceResults(core, cellNamed(core, name, HIDDEN_SIZE), probe, reverse);
      if (!(worst(errorsOf(actual, expected)) < 1e-5)) return `the kernel's ${name}, ${probeName}`;
    }
  }
  return undefined;
}

const worst = (errors: Record<string, number>) => Math.max(...Object.values(errors));

/** The generic kernel registers itself once a backend: a mutant must not find another one's registration. */
function forgetRegistration(): void {
  for (const kernel of tf
    .getKernelsForBackend('cpu')
    .filter(({ kernelName }) => kernelName.startsWith('GenericRecurrence'))) {
    tf.unregisterKernel(kernel.kernelName, 'cpu');
  }
  if (tf.getGradient('GenericRecurrence')) tf.unregisterGradient('GenericRecurrence');
}

const mutation = (file: string, original: string, mutated: string): Mutation => ({ file, original, mutated });

const MUTATIONS: Record<string, Mutation> = {
  'LSTM: input and forget gate swapped': mutation('cells/lstm.ts', 'const [ai, af, ag, ao]', 'const [af, ai, ag, ao]'),
  'LSTM: input and output gate swapped backwards': mutation(
    'cells/lstm.ts',
    'join([dai, daf, dag, dao])',
    'join([dao, daf, dag, dai])',
  ),
  'LSTM: c from the step after forgotten': mutation(
    'cells/lstm.ts',
    'const dc = add(dcNext, tanhBackward(algebra, multiply(dh, o), tanhC));',
    'const dc = tanhBackward(algebra, multiply(dh, o), tanhC);',
  ),
  'LSTM: h without its tanh': mutation('cells/lstm.ts', 'const h = multiply(o, tanhC)', 'const h = multiply(o, c)'),
  'LSTM: candidate through σ': mutation(
    'cells/lstm.ts',
    'tanhBackward(algebra, dg, g)',
    'sigmoidBackward(algebra, dg, g)',
  ),
  'LSTM: forget gate remembers the wrong c': mutation(
    'cells/lstm.ts',
    'const df = multiply(dc, cPrev)',
    'const df = multiply(dc, tanhC)',
  ),
  'GRU: update and reset gate swapped': mutation('cells/gru.ts', 'const [uz, ur, un]', 'const [ur, uz, un]'),
  'GRU: reset before where after is meant': mutation(
    'cells/gru.ts',
    'const n = tanh(add(xn, multiply(r, un)))',
    'const n = tanh(multiply(r, add(xn, un)))',
  ),
  'GRU: gradient of the second bias from the input': mutation(
    'cells/gru.ts',
    'recurrentBias: { right: du }',
    'recurrentBias: { right: join([daz, dar, dan]) }',
  ),
  'GRU: path past the gates forgotten': mutation(
    'cells/gru.ts',
    'add(dhHeld, matMulTransposed(du, U))',
    'matMulTransposed(du, U)',
  ),
  'GRU: path through r ⊙ h forgotten': mutation(
    'cells/gru.ts',
    'add(add(dhHeld, dhReset), dhGates)',
    'add(dhHeld, dhGates)',
  ),
  'GRU: z for 1 − z': mutation('cells/gru.ts', 'const dn = multiply(dh, oneMinus(z))', 'const dn = multiply(dh, z)'),
  'SimpleRNN: recurrent kernel transposed': mutation(
    'cells/simple-rnn.ts',
    'matMul(hPrev, U)',
    'algebra.matMulTransposed(hPrev, U)',
  ),
  'SimpleRNN: kernel not transposed on the way back': mutation(
    'cells/simple-rnn.ts',
    'algebra.matMulTransposed(da, U)',
    'algebra.matMul(da, U)',
  ),
  'σ: slope of tanh': mutation('cells/slopes.ts', 'multiply(y, oneMinus(y))', 'oneMinus(multiply(y, y))'),
  'loop: mask forgotten forwards': mutation(
    'recurrence/time-loop.ts',
    'state: mask ? selectEach(algebra, mask[t], next, previous) : next',
    'state: next',
  ),
  'loop: mask forgotten backwards': mutation(
    'recurrence/time-loop.ts',
    'const dReal = mask ? mapEach(dHere, (d) => algebra.select(mask[t], d, zeros)) : dHere',
    'const dReal = dHere',
  ),
  'loop: gradient does not pass through padding': mutation(
    'recurrence/time-loop.ts',
    'const dBefore = mask ? selectEach(algebra, mask[t], back.dState, dHere) : back.dState',
    'const dBefore = back.dState',
  ),
  'loop: reverse runs forwards': mutation('recurrence/time-loop.ts', 'reverse ? length - 1 - i : i', 'i'),
  'loop: loss of a step replaces what comes from later': mutation(
    'recurrence/time-loop.ts',
    'algebra.add(dNext[output], dh)',
    'dh',
  ),
  'unroll: dkernel of one step only': mutation(
    'recurrence/unroll.ts',
    'dxWs.map((dxW, t) => ({ left: xs[t], right: dxW }))',
    'dxWs.slice(0, 1).map((dxW, t) => ({ left: xs[t], right: dxW }))',
  ),
  'unroll: gradient of the last state forgotten': mutation(
    'recurrence/unroll.ts',
    '{ ...zeroState(cell.stateNames, zeros), ...dLastState }',
    'zeroState(cell.stateNames, zeros)',
  ),
  'stack: the second direction replaces dx of the first': mutation(
    'recurrence/stack.ts',
    'dIn = dIn ? dIn.map((dx, t) => float64.add(dx, back.dxs[t])) : back.dxs',
    'dIn = back.dxs',
  ),
  'stack: backward direction runs forwards': mutation(
    'recurrence/stack.ts',
    "reverse: d === 'backward'",
    'reverse: false',
  ),
  'merge: product differentiated as a sum': mutation(
    'recurrence/merge.ts',
    '[float64.multiply(d, b), float64.multiply(d, f)]',
    '[d, d]',
  ),
  'merge: average without its half backwards': mutation(
    'recurrence/merge.ts',
    '[float64.scale(d, 1 / 2), float64.scale(d, 1 / 2)]',
    '[d, d]',
  ),
  'network: padding counts in the loss': mutation(
    'recurrence/network.ts',
    '(count === 0 ? 0 : x / count)',
    '(count === 0 ? 0 : 1 / count)',
  ),
  'truncated: state not carried on': mutation('recurrence/truncated.ts', 'state = forward.lastState;', ''),
  'kernel: axes of dx mixed up': mutation(
    'kernels/generic/generic-recurrence.ts',
    'tf.reshape(tf.matMul(dxW, tf.transpose(kernel)), [T, B, I]), [1, 0, 2]',
    'tf.reshape(tf.matMul(dxW, tf.transpose(kernel)), [B, T, I]), [0, 1, 2]',
  ),
  'kernel: mask read example by example': mutation(
    'kernels/generic/generic-kernels.ts',
    "tf.transpose(tf.cast(mask, 'float32'))",
    "tf.cast(mask, 'float32')",
  ),
  'kernel: initial state ignored': mutation(
    'kernels/generic/generic-kernels.ts',
    'given[cell.stateNames[0]] ? given : zeroState(cell, B)',
    'zeroState(cell, B)',
  ),
  'kernel: recurrent dropout ignored': mutation(
    'kernels/generic/generic-kernels.ts',
    'recurrentDropout ? withRecurrentDropout(plain, recurrentDropout) : plain',
    'plain',
  ),
  'dropout: forgotten on the way back': mutation(
    'cells/dropout.ts',
    'algebra.multiply(algebra.matMulTransposed(a, b), mask)',
    'algebra.matMulTransposed(a, b)',
  ),
  'dropout: forgotten in dU': mutation(
    'cells/dropout.ts',
    'algebra.sumOfProducts(terms.map(drop))',
    'algebra.sumOfProducts(terms)',
  ),
};

beforeAll(() => tf.setBackend('cpu'));
beforeEach(forgetRegistration);
afterAll(forgetRegistration);

test('the core as it is passes', () => expect(findMistake(core)).toBeUndefined());

test.each(Object.entries(MUTATIONS))('found: %s', (_, mutation) => {
  expect(findMistake(mutantCore(mutation))).toBeDefined();
});
