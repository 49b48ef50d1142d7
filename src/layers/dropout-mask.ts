/** What dropout multiplies with, and the stream of random numbers from which a layer draws it. */
import * as tf from '@tensorflow/tfjs';
import { hasKernel, runKernel } from '../optional-kernels';
import { Random } from '../random';
import { sizeOf } from '../shapes';

/** Streams that a mask is drawn from, number i from stream i mod 4: a processor draws four values at a time. */
const STREAMS = 4;

/**
 * Factors for inverted dropout (Srivastava et al. 2014): 0 with probability `rate`, else 1 / (1 − rate). A mask follows
 * from `random` alone and is the same on every backend.
 */
export function dropoutMask(shape: number[], rate: number, random: Random): tf.Tensor {
  const streams = Array.from({ length: STREAMS }, () => Random.fromSeed(random.uint32()));
  const limit = Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1);
  const kept = 1 / (1 - rate);
  if (hasKernel('dropoutMask')) {
    const states = streams.map(({ state }) => state);
    return runKernel('dropoutMask', {}, { shape, states, limit, kept });
  }
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = streams[i % STREAMS].uint32() < limit ? 0 : kept;
  return tf.tensor(values, shape);
}

/** Where a layer draws from: a stream passed with the call, else its own, which differs from call to call. */
export class DropoutStream {
  private calls = 0;

  constructor(private readonly own: Random) {}

  forCall(layerName: string, passed: Random | undefined): Random {
    return passed?.fork(layerName) ?? this.own.fork('dropout').fork(++this.calls);
  }
}
