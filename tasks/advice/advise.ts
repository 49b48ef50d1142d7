/** What the measurements of a model that is worse than a baseline point to: by rules that hold for every task, and its own. */
import { ConfigError } from '../../src/errors';
import { lostMetrics } from '../../src/metrics/lost-metrics';
import type { Metrics, SavedMetrics } from '../../src/metrics/metric-types';
import type { Preprocessor, Task, TaskTypes } from '../task';
import type { Advice, MeasuredModel } from './measured-model';
import { moreEpochs } from './more-epochs';
import { againstOverfitting } from './overfitting';
import { forRareLabels } from './rare-labels';

type Measured<T extends TaskTypes> = MeasuredModel<T['example'], T['config'], Preprocessor<T>>;

interface Compared<T extends TaskTypes> extends Omit<Measured<T>, 'metrics' | 'lost'> {
  metrics: SavedMetrics;
  baselines: Record<string, SavedMetrics>;
}

/** @returns none where the model is worse in nothing; the likeliest first; a search where nothing else is found */
export function adviceFor<T extends TaskTypes>(
  task: Pick<Task<T>, 'advise' | 'parseConfig'>,
  { metrics: saved, baselines, ...model }: Compared<T>,
): Advice[] {
  const metrics = valuesOf(saved);
  const rows = Object.entries(baselines).map(([name, row]) => [name, valuesOf(row)] as const);
  const measured: Measured<T> = { ...model, metrics, lost: lostMetrics(metrics, Object.fromEntries(rows)) };
  if (!measured.lost.length) return [];
  const further = measured.training && moreEpochs(measured.training);
  const found = [
    ...(further ? [further] : []),
    ...(task.advise?.(measured) ?? []),
    ...forRareLabels(measured),
    ...(further ? [] : againstOverfitting(measured)),
  ];
  const possible = found.filter(({ settings }) => isConfig(task, { ...measured.config, ...settings }));
  return possible.length ? possible : [search];
}

const search: Advice = {
  what: 'a search for settings',
  reason: 'none of the measurements says what is missing',
  action: 'tune',
  settings: {},
};

const valuesOf = (saved: SavedMetrics): Metrics =>
  Object.fromEntries(Object.entries(saved).map(([name, value]) => [name, value ?? NaN]));

/** Settings can contradict each other. */
function isConfig<T extends TaskTypes>({ parseConfig }: Pick<Task<T>, 'parseConfig'>, config: object): boolean {
  try {
    parseConfig(config);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return false;
  }
}
