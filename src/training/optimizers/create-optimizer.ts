/** All optimizers by their kind. */
import { ConfigError, show } from '../../errors';
import type { NamedVariable } from '../../parameters';
import { Adam, type AdamConfig, type AdamWConfig } from './adam';
import type { Optimizer } from './optimizer';
import { RMSProp, type RMSPropConfig } from './rmsprop';
import { SGD, type SGDConfig } from './sgd';
import { checkIsOptions, checkOptionNames, type OptionNames } from '../../validation';

/** Kind of optimizer and its constants. */
export type OptimizerConfig = AdamConfig | AdamWConfig | SGDConfig | RMSPropConfig;

const adamNames: OptionNames<AdamConfig> = { kind: true, beta1: true, beta2: true, epsilon: true };
const adamWNames: OptionNames<AdamWConfig> = { ...adamNames, weightDecay: true, undecayed: true };
const sgdNames: OptionNames<SGDConfig> = { kind: true, momentum: true, nesterov: true };
const rmspropNames: OptionNames<RMSPropConfig> = { kind: true, decay: true, momentum: true, epsilon: true };
const optionNames = { adam: adamNames, adamw: adamWNames, sgd: sgdNames, rmsprop: rmspropNames };

/** The optimizer of a configuration. @throws ConfigError for a kind that does not exist. */
export function createOptimizer(config: OptimizerConfig, variables: readonly NamedVariable[]): Optimizer {
  checkIsOptions('optimizer', config);
  const names = Object.hasOwn(optionNames, config.kind) ? optionNames[config.kind] : undefined;
  if (names) checkOptionNames<object>('optimizer', config, names);
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
