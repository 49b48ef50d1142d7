/**
 * Truncated BPTT on a stream that is never held: a small LSTM says which letter stood two steps before. Loss and heap
 * (after a garbage collection) on the way: the heap must not grow with the number of steps.
 */
import { initialWeights, lstm, network, oneHot, Random, sgd, truncated } from '../../src/node';
import { garbageCollector } from './garbage-collector';

const letters = 4;
const windowSize = 20;
const learningRate = 0.5;

export interface StreamReport {
  steps: number;
  /** Mean over the steps since the last report; guessing gives ln 4 = 1.386. */
  loss: number;
  heapBytes: number;
}

/** Trains on `total` steps and reports ten times. */
export function* trainStream(total: number, seed = 1): Generator<StreamReport> {
  const random = Random.fromSeed(seed);
  const net = network({
    layers: [{ cell: lstm({ hiddenSize: 8 }) }],
    outputSize: letters,
    activation: 'softmax',
    lossAt: 'every-step',
  });
  const weights = initialWeights(net.parameters(letters), random.fork('weights'));
  const collectGarbage = garbageCollector();
  let sum = 0;
  let since = 0;
  for (const { loss, steps, start, gradients } of truncated(net, letterStream(total, random), {
    weights,
    window: windowSize,
  })) {
    sgd(weights, gradients.dWeights, learningRate);
    sum += loss * steps;
    since += steps;
    if (since < total / 10) continue;
    collectGarbage();
    yield { steps: start + steps, loss: sum / since, heapBytes: process.memoryUsage().heapUsed };
    sum = since = 0;
  }
}

function* letterStream(total: number, random: Random) {
  let [older, old] = [0, 0];
  for (let t = 0; t < total; t++) {
    const letter = random.integer(letters);
    yield { x: oneHot([letter], letters), target: oneHot([older], letters) };
    [older, old] = [old, letter];
  }
}
