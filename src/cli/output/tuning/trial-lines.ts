/** The trials of a search for people and spreadsheets: a line while it runs, a table of the best, all of them as CSV. */
import type { Compared, Trial } from '../../../node';
import { formatDuration, formatMetric } from '../../../display/format';
import type { Monitor } from '../../../metrics/metric-types';
import { csv } from '../csv';
import { table } from '../table';

/** `hiddenSize=64 dropout=0.3`; `default` for none. */
export const settingsText = (settings: Trial['settings']): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ') || 'default';

/** While the search runs. */
export function trialLine(trial: Trial, { metric }: Monitor, isBest: boolean): string {
  const { number, settings, outcome, value, seconds } = trial;
  const end = isBest ? ', the best so far' : '';
  const what = `trial ${number}: ${settingsText(settings)}, ${partOf(trial)}`;
  if (outcome === 'stopped') return `${what}: stopped, the time is used up`;
  if (outcome === 'failed') return `${what}: failed. ${trial.problem ?? ''}`;
  return `${what}: ${metric} ${formatMetric(metric, value)} in ${formatDuration(seconds)}${end}`;
}

const partOf = ({ epochs, rung, seed }: Trial) =>
  `${epochs} epoch${epochs === 1 ? '' : 's'}${rung === 'confirmation' ? `, seed ${seed}` : ''}`;

/** The best of them, the chosen one marked. */
export function trialTable(trials: readonly Trial[], { metric, mode }: Monitor, best: Compared, most = 12): string {
  const sign = mode === 'max' ? 1 : -1;
  const own = new Set(best.trials.map(({ number }) => number));
  const ranked = trials
    .filter(({ value }) => value !== null)
    .sort((a, b) => sign * (Number(b.value) - Number(a.value)) || a.number - b.number);
  const shown = ranked.filter((trial, i) => i < most || own.has(trial.number) || trial.number === 1);
  const rows = shown.map((trial) => [
    `${own.has(trial.number) ? '*' : ' '} ${trial.number}`,
    formatMetric(metric, trial.value),
    String(trial.epochs),
    String(trial.seed),
    formatDuration(trial.seconds),
    settingsText(trial.settings),
  ]);
  const head = ['trial', metric, 'epochs', 'seed', 'time', 'settings'];
  return table(rows, { head, right: (column) => column > 0 && column < 5 });
}

/** All, in the order in which they were run. */
export function trialsCsv(trials: readonly Trial[], { metric }: Monitor): string {
  const names = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))].filter(
    (name) => name !== 'epochs',
  );
  const head = ['trial', 'outcome', metric, 'epochs', 'bestEpoch', 'seed', 'seconds', ...names, 'problem'];
  const rows = trials.map(({ number, outcome, value, epochs, bestEpoch, seed, seconds, settings, problem = '' }) => [
    ...[String(number), outcome, value === null ? '' : String(value), String(epochs), String(bestEpoch ?? '')],
    ...[String(seed), seconds.toFixed(2)],
    ...names.map((name) => cellOf(settings[name])),
    problem,
  ]);
  return csv([head, ...rows]);
}

/** Empty for the default's value. */
const cellOf = (value: unknown) =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
