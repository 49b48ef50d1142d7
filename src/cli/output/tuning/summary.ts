/** What a finished search says: the best beside the default and the baselines, why it ended, what to do next. */
import pc from 'picocolors';
import { formatDuration, formatMetric } from '../../../display/format';
import type { AnyTaskModel, FinishedSearch } from '../../../node';
import { table } from '../table';
import { settingsText } from './trial-lines';

export type Found = FinishedSearch<AnyTaskModel>;

/** What `tune --json` prints. */
export interface TuningDocument {
  task: string;
  data: string;
  /** Always `validation`: the test examples are not looked at. */
  split: 'validation';
  metric: string;
  mode: 'max' | 'min';
  reason: Found['reason'];
  /** What the best configuration has in place of the default's. */
  settings: Found['settings'];
  /** All settings of the best configuration. */
  config: object;
  value: number;
  default: number;
  gain: number;
  standardError: number | null;
  confirmed: boolean;
  baselines: Record<string, number>;
  learningRates: { suggested: number | null; largest: number | null } | null;
  trials: object[];
  seconds: number;
  bundle: string;
}

/** Baselines have more metrics than the one that was searched for. */
export const baselineValues = ({ baselines, monitor: { metric } }: Found): Record<string, number> =>
  Object.fromEntries(
    Object.entries(baselines).flatMap(([name, own]) => (metric in own ? [[name, own[metric]] as const] : [])),
  );

export function tuningDocument(found: Found, about: Pick<TuningDocument, 'task' | 'data' | 'bundle'>): TuningDocument {
  const { reason, settings, config, best, standard, monitor, trials, rangeTest, seconds } = found;
  const { suggested = null, largest = null } = rangeTest ?? {};
  const { task, data, bundle } = about;
  return {
    ...{ task, data, split: 'validation' as const, ...monitor, reason, settings, config },
    ...{ value: best.value, default: standard.value, gain: best.gain, standardError: best.standardError },
    confirmed: best.isConfirmed,
    baselines: baselineValues(found),
    learningRates: rangeTest && { suggested, largest },
    trials: trials.map(({ groups, ...trial }) => ({ ...trial, groups: groups.length })),
    ...{ seconds, bundle },
  };
}

/** The best configuration, the default and the baselines on the same examples. */
export function comparisonTable(found: Found): string {
  const { best, standard, monitor } = found;
  const isOther = best !== standard;
  const rows: [string, number][] = [
    ...(isOther ? [[pc.bold('best settings'), best.value] as [string, number]] : []),
    [isOther ? 'default settings' : pc.bold('default settings'), standardBeside(found)],
    ...Object.entries(baselineValues(found)),
  ];
  const { metric } = monitor;
  const text = rows.map(([name, value]) => [name, formatMetric(metric, value)]);
  return table(text, { head: ['', metric], right: (column) => column > 0 });
}

/** With the same seeds as the best one, so that their difference is the gain. */
const standardBeside = ({ best, monitor: { mode } }: Found) => best.value - (mode === 'max' ? best.gain : -best.gain);

/** @returns sentences, each a line of its own */
export function verdict(found: Found, minutes: number): string[] {
  return [...gainOf(found), ...lostTo(found), reasonOf(found, minutes)];
}

function gainOf(found: Found): string[] {
  const { best, standard, monitor, settings, trials } = found;
  const { metric } = monitor;
  if (best !== standard) {
    const seeds = best.isConfirmed ? ', seen with two seeds' : '';
    const error = `standard error ${difference(metric, best.standardError ?? 0)}${seeds}`;
    return [`Better than the default by ${difference(metric, best.gain)} (${error}): ${settingsText(settings)}.`];
  }
  if (trials.length < 2) return [];
  return [`The default settings stay: nothing was better than them on validation data by more than noise.`];
}

/** Of per cents in points. */
const difference = (metric: string, value: number) => formatMetric(metric, value).replace(' %', ' points');

function lostTo(found: Found): string[] {
  const { best, monitor } = found;
  const sign = monitor.mode === 'max' ? 1 : -1;
  const better = Object.entries(baselineValues(found)).filter(([, value]) => sign * (value - best.value) > 0);
  return better.map(([name, value]) =>
    pc.yellow(
      `The baseline ${name} is better: ${monitor.metric} ${formatMetric(monitor.metric, value)} against ${formatMetric(monitor.metric, best.value)}.`,
    ),
  );
}

function reasonOf({ reason, trials, seconds }: Found, minutes: number): string {
  const tried = `${trials.length} trial${trials.length === 1 ? '' : 's'} in ${formatDuration(seconds)}`;
  const [{ seconds: whole }] = trials;
  const isOnlyDefault = trials.length === 1;
  switch (reason) {
    case 'time':
      return isOnlyDefault
        ? `The time (--minutes ${minutes}) sufficed for the default settings alone: one training takes ${formatDuration(whole)}. Go on with --resume and more --minutes.`
        : `${tried}, until the time was used up. Go on with --resume and more --minutes.`;
    case 'trials':
      return `${tried}, as many as --trials allows.`;
    case 'no-gain':
      return `${tried}. Ended before its time: the last candidates gained nothing.`;
    case 'space':
      return `${tried}. Ended before its time: everything in the search space was tried.`;
    case 'perfect':
      return `${tried}. Ended at once: no settings can be better than the default on these examples.`;
  }
}
