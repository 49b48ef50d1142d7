/** The options of our three recurrent layers, and what is fixed: Keras 3's defaults. */
import { ConfigError, show } from '../../errors';
import { checkCount, checkRate } from '../../validation';
import type { Seeded } from '../initial-weights';
import type { LstmArgs } from '../stock';

type Taken = 'units' | 'name' | 'inputShape' | 'trainable' | 'returnSequences' | 'returnState' | 'goBackwards';

export interface RecurrentOptions extends Pick<LstmArgs, Taken>, Seeded {
  /** Part of x dropped while training; one mask per sequence, the same at every step. */
  dropout?: number;
  /** Part of h dropped where it enters the gates (cells/dropout.ts), in the same way. */
  recurrentDropout?: number;
}

/** Keras 3's defaults, given to stock code in full, so that the saved config says what is computed. */
export const kerasDefaults = {
  activation: 'tanh',
  useBias: true,
  kernelInitializer: 'glorotUniform',
  recurrentInitializer: 'orthogonal',
  biasInitializer: 'zeros',
  stateful: false,
  unroll: false,
} as const;

/** @throws ConfigError for a size, rate or option that this layer cannot have. */
export function checkOptions(layer: string, options: RecurrentOptions, fixed: Record<string, unknown>): void {
  const { units, dropout, recurrentDropout } = options;
  checkCount(layer, 'units', units);
  checkRate(layer, 'dropout', dropout);
  checkRate(layer, 'recurrentDropout', recurrentDropout);
  for (const [name, value] of Object.entries(fixed)) {
    const given = (options as unknown as Record<string, unknown>)[name];
    if (given === undefined || given === null || typeof given === 'object' || given === value) continue;
    throw new ConfigError({
      where: layer,
      problem: `${name} is ${show(given)}`,
      expected: show(value),
      fix: `Leave ${name} out, or use the layer of tf.layers`,
    });
  }
}
