/** The layers of a network as the groups that the training loop gives learning rates of their own. */
import type { WeightedNetwork } from '../../models/network';
import { ConfigError } from '../../src/errors';
import type { TrainingEvent } from '../../src/training/events';
import type { LayerRates } from '../../src/training/optimizers/layer-rates';
import type { LayerRateConfig, TrainingConfig } from '../settings';

/**
 * Undefined where all layers are trained alike, from the start.
 * @param onEvent gets a warning where there are fewer epochs than layers to unfreeze
 * @throws ConfigError for a network that has no such groups.
 */
export function layerRatesOf(
  config: TrainingConfig & Partial<LayerRateConfig>,
  network: WeightedNetwork,
  onEvent?: (event: TrainingEvent) => void,
): LayerRates | undefined {
  const { layerRateRatio: ratio = 1, unfreezing = 'none', epochs } = config;
  if (ratio === 1 && unfreezing === 'none') return undefined;
  const groups = network.layerGroups?.();
  if (!groups) throw noGroups(network.name);
  const frozen = groups.length - epochs;
  if (unfreezing === 'gradual' && frozen > 0) {
    const which = frozen === 1 ? 'the lowest layer is' : `the ${frozen} lowest layers are`;
    onEvent?.({ type: 'warning', message: `unfreezing=gradual, epochs=${epochs}: ${which} never trained` });
  }
  return { groups, ratio, unfreezing };
}

const noGroups = (where: string) =>
  new ConfigError({
    where,
    problem: 'layerRateRatio or unfreezing is given, and the layers of this network are in no order',
    expected: 'a network of an embedding, recurrent layers and an output',
    fix: 'Leave them out',
  });
