/**
 * What the loop knows about an optimizer: it changes the variables, given their gradients, and keeps its memory (slots)
 * in variables that a checkpoint can read and write. Everything is tf operations, so it runs on every backend.
 */
import type * as tf from '@tensorflow/tfjs';
import { ConfigError, show } from '../../errors';
import { Adam, type AdamConfig, type AdamWConfig } from './adam';
import { RMSProp, type RMSPropConfig } from './rmsprop';
import { SGD, type SGDConfig } from './sgd';
import type { NamedVariable } from '../variables';

export type OptimizerConfig = AdamConfig | AdamWConfig | SGDConfig | RMSPropConfig;

export interface Update {
  learningRate: number;
  /** How many updates this one makes, from 1. */
  step: number;
  /** The gradients count this many times: how clipping is applied. */
  gradientScale: number;
}

export interface Optimizer {
  /** One update. `gradients` are in the order of the variables and stay the caller's. */
  apply(gradients: readonly tf.Tensor[], update: Update): void;
  /** The memory between updates; empty for plain SGD. */
  slots(): NamedVariable[];
  dispose(): void;
}

export function createOptimizer(config: OptimizerConfig, variables: readonly NamedVariable[]): Optimizer {
  switch (config.kind) {
    case 'adam':
    case 'adamw':
      return new Adam(config, variables);
    case 'sgd':
      return new SGD(config, variables);
    case 'rmsprop':
      return new RMSProp(config, variables);
    default:
      throw new ConfigError({
        where: 'optimizer',
        problem: `kind is ${show((config as { kind: unknown }).kind)}`,
        expected: "'adam', 'adamw', 'sgd' or 'rmsprop'",
      });
  }
}
