/** The trials of a search for settings: the metric of each by the time at which it ended. */
import type { TopLevelSpec } from 'vega-lite';
import { visibleText } from '../display/visible-text';
import { type ChartSpec, schema } from './chart';

/** A training that was measured. */
export interface ChartedTrial {
  number: number;
  /** Of the search, when it ended. */
  seconds: number;
  value: number;
  epochs: number;
  /** As text, such as `hiddenSize=64`. */
  settings: string;
}

/** Trials of a search for settings, and values to compare with. */
export interface TrialsChart {
  metric: string;
  mode: 'max' | 'min';
  /** In the order in which they were run. */
  trials: readonly ChartedTrial[];
  /** Number of the trial that was chosen. */
  chosen: number;
  /** Values to compare with, by their names: of the default settings, of baselines. */
  lines: Readonly<Record<string, number>>;
}

/** A point a trial, darker with more epochs, the chosen one ringed; steps of the best value so far; lines to compare with. */
export function trialsChart({ metric, mode, trials, chosen, lines }: TrialsChart): ChartSpec {
  const values = trials.map((trial) => ({ ...trial, settings: visibleText(trial.settings) }));
  const rules = Object.entries(lines).map(([name, value]) => ({ name: visibleText(name), value }));
  const title = visibleText(metric);
  const x = {
    field: 'seconds',
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: 'seconds of the search', grid: false },
  } as const;
  const y = { field: 'value', type: 'quantitative', scale: { zero: false }, axis: { title } } as const;
  const tooltip = ['number', 'settings', 'epochs', 'value'].map((field) => ({ field }));
  return {
    $schema: schema,
    background: 'white',
    padding: 12,
    title: `${values.length} trials: ${title} on validation data`,
    width: 720,
    height: 360,
    layer: [
      {
        data: { values: rules },
        mark: { type: 'rule', strokeDash: [4, 4], color: '#999' },
        encoding: { y },
      },
      {
        data: { values: rules },
        mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 4, dy: -2, color: '#666', fontSize: 11 },
        encoding: { y, x: { value: 0 }, text: { field: 'name' } },
      },
      {
        data: { values: bestSoFar(trials, mode) },
        mark: { type: 'line', interpolate: 'step-after', color: '#4c78a8' },
        encoding: { x, y },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 60 },
        encoding: {
          x,
          y,
          color: {
            field: 'epochs',
            type: 'quantitative',
            scale: { scheme: 'blues', domainMin: 0 },
            legend: { title: 'epochs' },
          },
          tooltip,
        },
      },
      {
        data: { values: values.filter(({ number }) => number === chosen) },
        mark: { type: 'point', size: 220, color: '#e45756', strokeWidth: 2 },
        encoding: { x, y },
      },
    ],
    config: { view: { stroke: '#ccc' } },
  } satisfies TopLevelSpec;
}

function bestSoFar(trials: readonly ChartedTrial[], mode: 'max' | 'min') {
  let best = mode === 'max' ? -Infinity : Infinity;
  return trials.map(({ seconds, value }) => {
    best = mode === 'max' ? Math.max(best, value) : Math.min(best, value);
    return { seconds, value: best };
  });
}
