/** What dropout multiplies with, and the stream of random numbers from which a layer draws it. */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, show } from '../errors';
import type { Random } from '../random';
import { sizeOf } from '../shapes';

/**
 * Factors for inverted dropout (Srivastava et al. 2014): 0 with probability `rate`, else 1 / (1 − rate). Drawn in a
 * typed array, so that a mask follows from `random` alone and is the same on every backend.
 */
export function dropoutMask(shape: number[], rate: number, random: Random): tf.Tensor {
  const kept = 1 / (1 - rate);
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = random.uniform() < rate ? 0 : kept;
  return tf.tensor(values, shape);
}

/** @throws ConfigError for a rate outside [0, 1); stock layers clamp it. */
export function checkRate(where: string, name: string, rate: number | undefined): void {
  if (rate === undefined || (rate >= 0 && rate < 1)) return;
  throw new ConfigError({ where, problem: `${name} is ${show(rate)}`, expected: 'a number in [0, 1)' });
}

/** Where a layer draws from: a stream passed with the call, else its own, which differs from call to call. */
export class DropoutStream {
  private calls = 0;

  constructor(private readonly own: Random) {}

  forCall(layerName: string, passed: Random | undefined): Random {
    return passed?.fork(layerName) ?? this.own.fork('dropout').fork(++this.calls);
  }
}
