/** Small networks over drawn data, and all their gradients against finite differences. */
import { float64, type Matrix, matrix } from '../../src/cells/float64';
import { Random } from '../../src/random';
import { checkGradients } from '../../src/recurrence/gradient-check';
import { lengthsToMask } from '../../src/recurrence/masking';
import type { Merge } from '../../src/recurrence/merge';
import type { NetworkOptions } from '../../src/recurrence/network';
import { type OutputActivation, oneHot } from '../../src/recurrence/output-layer';
import { initialWeights } from '../../src/recurrence/sgd';
import { cellNamed, type CellName, type Core } from './core';

interface Options extends Pick<NetworkOptions, 'lossAt' | 'reduction'> {
  cellName: CellName;
  merge?: Merge;
  activation: OutputActivation;
}

const [B, T, I, H, K] = [3, 5, 4, 2, 3];

/** @returns the rows of the table that failed: none, if all is well. */
export function checkNetwork(core: Core, { cellName, merge, activation, lossAt, reduction }: Options) {
  const random = Random.fromSeed(5);
  const cell = cellNamed(core, cellName, H);
  const net = core.network({
    layers: [
      { cell, merge },
      { cell, merge },
    ],
    outputSize: K,
    activation,
    lossAt,
    reduction,
  });
  const weights = initialWeights(net.parameters(I), random);
  const keepAlive = cellName === 'simple-rnn-relu' ? Math.abs : (x: number) => x; // a unit at 0 would have no gradient
  for (const [name, { values }] of Object.entries(weights)) {
    values.set(random.fork(name).normalArray(values.length, 0.6).map(keepAlive));
  }
  const xs = Array.from({ length: T }, (_, t) => matrix(B, I, random.fork(t).normalArray(B * I)));
  const inputs = { xs, weights, mask: lengthsToMask([5, 2, 4], T) };
  const targets = Array.from({ length: lossAt === 'every-step' ? T : 1 }, (_, t) =>
    target(activation, random.fork(`target${t}`)),
  );
  const { dWeights, dxs } = net.backward(net.forward(inputs, targets));
  const values = (record: Record<string, Matrix>) =>
    Object.fromEntries(Object.entries(record).map(([name, m]) => [name, m.values]));
  const steps = (list: Matrix[]) => Object.fromEntries(list.map((m, t) => [`x[${t}]`, m]));
  const { rows } = checkGradients({
    subject: cellName,
    parameters: values({ ...weights, ...steps(xs) }),
    loss: () => net.forward(inputs, targets).loss,
    gradients: values({ ...dWeights, ...steps(dxs) }),
  });
  return rows.filter((row) => !row.passed);
}

function target(activation: OutputActivation, random: Random): Matrix {
  if (activation === 'softmax')
    return oneHot(
      Array.from({ length: B }, () => random.integer(K)),
      K,
    );
  const values = matrix(B, K, random.normalArray(B * K));
  return activation === 'sigmoid' ? float64.isPositive(values) : values;
}
