/** All optimizers by their kind. */
import { ConfigError, show } from '../../errors';
import type { NamedVariable } from '../../parameters';
import { Adam, type AdamConfig, type AdamWConfig } from './adam';
import type { Optimizer } from './optimizer';
import { RMSProp, type RMSPropConfig } from './rmsprop';
import { SGD, type SGDConfig } from './sgd';

/** Kind of optimizer and its constants. */
export type OptimizerConfig = AdamConfig | AdamWConfig | SGDConfig | RMSPropConfig;

/** The optimizer of a configuration. @throws ConfigError for a kind that does not exist. */
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
