/** The options of our three recurrent layers, and what is fixed: Keras 3's defaults. */
import { ConfigError, show } from '../../errors';
import { checkCount, checkOptionNames, checkRate, type OptionNames } from '../../validation';
import type { LstmArgs } from '../stock';
import { savedConfigNames, type Seeded, seededNames } from '../initial-weights';

type Taken = 'units' | 'name' | 'inputShape' | 'trainable' | 'returnSequences' | 'returnState' | 'goBackwards';

export interface RecurrentOptions extends Pick<LstmArgs, Taken>, Seeded {
  /** Part of x dropped while training; one mask per sequence, the same at every step. */
  dropout?: number;
  /** Part of h dropped where it enters the gates (cells/dropout.ts), in the same way. */
  recurrentDropout?: number;
  /**
   * Part of the entries of the recurrent matrix that is dropped while training, the same at every step of a call: DropConnect
   * (Wan et al. 2013), as in AWD-LSTM (Merity et al. 2018, section 2). The others are scaled by 1 / (1 − rate).
   */
  weightDrop?: number;
}

export const recurrentOptionNames: OptionNames<RecurrentOptions> = {
  ...seededNames,
  units: true,
  name: true,
  inputShape: true,
  trainable: true,
  returnSequences: true,
  returnState: true,
  goBackwards: true,
  dropout: true,
  recurrentDropout: true,
  weightDrop: true,
};

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

const isThere = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, true as const]));

/** @throws ConfigError for a size, rate or option that this layer cannot have. @param own names of its own options */
export function checkOptions(
  layer: string,
  options: RecurrentOptions,
  fixed: Record<string, unknown>,
  own: Record<string, true> = {},
): void {
  checkOptionNames<object>(layer, options, { ...recurrentOptionNames, ...savedConfigNames, ...own, ...isThere(fixed) });
  const { units, dropout, recurrentDropout, weightDrop } = options;
  checkCount(layer, 'units', units);
  checkRate(layer, 'dropout', dropout);
  checkRate(layer, 'recurrentDropout', recurrentDropout);
  checkRate(layer, 'weightDrop', weightDrop);
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
