/** Settings of a saved model that is trained further: how it is trained may change, what it is made of may not. */
import { ConfigError, show } from '../../src/errors';
import { trainingEntries } from '../settings';
import type { Task, TaskTypes } from '../task';

/** Settings beside those of every training that leave vocabulary and network as they are. */
const others = [
  'batchTokens',
  'classWeights',
  'dropout',
  'embeddingDropout',
  'inputDropout',
  'labelSmoothing',
  'layerRateRatio',
  'monitor',
  'noise',
  'outputDropout',
  'overlap',
  'recurrentDropout',
  'teacherForcing',
  'teacherForcingSchedule',
  'unfreezing',
  'unknownBelow',
  'weightDrop',
  'window',
  'windowLength',
  'wordDropout',
];
const changeable = new Set([...Object.keys(trainingEntries), ...others]);

/**
 * @param saved the configuration of the bundle
 * @param given settings that take the place of its own; equal ones are no change
 * @throws ConfigError for a setting that is unknown, out of range, or would need another network
 */
export function changedConfig<T extends TaskTypes>(
  task: Task<T>,
  saved: T['config'],
  given: object,
  location: string,
): T['config'] {
  const config = task.parseConfig({ ...saved, ...given });
  const before = new Map<string, unknown>(Object.entries(saved));
  const fixed = Object.entries(config).find(
    ([name, value]) => !changeable.has(name) && JSON.stringify(value) !== JSON.stringify(before.get(name)),
  );
  if (!fixed) return config;
  const [name, value] = fixed;
  const possible = Object.keys(config).filter((one) => changeable.has(one));
  throw new ConfigError({
    where: location,
    problem: `${name} is ${show(value)}, and ${show(before.get(name))} in the model, whose weights were made for that`,
    expected: `only settings of how it is trained: ${possible.join(', ')}`,
    fix: `Leave ${name} out, or train a new model with it`,
  });
}
