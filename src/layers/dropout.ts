/**
 * Dropout (Srivastava et al. 2014) whose mask differs at every step and follows from the passed stream of random
 * numbers, so that a run repeats exactly. (A stock layer with a seed drops the same entries at every step; without one
 * no run repeats.)
 */
import * as tf from '@tensorflow/tfjs';
import type { Random } from '../random';
import { checkOptionNames, checkRate, type OptionNames } from '../validation';
import { dropoutMask, DropoutStream } from './dropout-mask';
import { type Seeded, seededNames, streamOf } from './initial-weights';
import { type CallArguments, type DropoutArgs, onlyTensor, StockDropout } from './stock';

export interface DropoutOptions extends Pick<DropoutArgs, 'name'>, Seeded {
  /** Part that is dropped while training. */
  rate: number;
  /** Shape of the mask: 1 on an axis shares it there, null takes the input's size. Variational: [null, 1, null]. */
  noiseShape?: (number | null)[];
}

const optionNames: OptionNames<DropoutOptions> = { ...seededNames, rate: true, noiseShape: true, name: true };

/** Dropout (Srivastava et al. 2014) with seeded masks; of any shape, the same without `training`. */
export class Dropout extends StockDropout {
  private readonly stream: DropoutStream;

  /** @throws ConfigError for a rate outside [0, 1). */
  constructor(private readonly options: DropoutOptions) {
    checkOptionNames('Dropout', options, optionNames);
    checkRate('Dropout', 'rate', options.rate);
    super({ rate: options.rate, noiseShape: options.noiseShape as number[], name: options.name });
    this.stream = new DropoutStream(streamOf(options, this.name));
  }

  /** The input without `training`, else dropped and scaled by 1/(1 − rate); the same shape. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor {
    const x = onlyTensor(inputs);
    const { rate, noiseShape } = this.options;
    if (!kwargs?.training || !rate) return x;
    const random = this.stream.forCall(this.name, kwargs.random as Random | undefined);
    const shape = noiseShape?.map((size, i) => size ?? x.shape[i]) ?? x.shape;
    return tf.tidy(() => tf.mul(x, dropoutMask(shape, rate, random)));
  }
}
