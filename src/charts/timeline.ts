/** The labels of a recording over time: the truth above, the prediction below, a colour for each label. */
import type { TopLevelSpec } from 'vega-lite';
import { visibleText } from '../display/visible-text';
import { type ChartSpec, schema } from './chart';

/** Frames `start` to `end − 1` have one label. */
interface Run {
  row: 'truth' | 'prediction';
  start: number;
  end: number;
  label: string;
}

function runsOf(row: Run['row'], labels: readonly string[]): Run[] {
  const runs: Run[] = [];
  labels.forEach((label, t) => {
    const last = runs.at(-1);
    if (last?.label === label) last.end = t + 1;
    else runs.push({ row, start: t, end: t + 1, label });
  });
  return runs;
}

/** One for each label: where no scheme has so many, hues at equal distances, every second one dark. */
function colours(count: number): { scheme: 'tableau10' | 'tableau20' } | { range: string[] } {
  if (count <= 20) return { scheme: count <= 10 ? 'tableau10' : 'tableau20' };
  const hue = (k: number) => `hsl(${Math.round((360 * k) / count)}, 65%, ${k % 2 ? 38 : 62}%)`;
  return { range: Array.from({ length: count }, (_, k) => hue(k)) };
}

/**
 * True and predicted labels over the steps of a recording, as a Vega-Lite specification.
 * @param labels all of them, in the order of their colours
 */
export function timeline(
  recording: string,
  truth: readonly string[],
  prediction: readonly string[],
  labels: readonly string[],
): ChartSpec {
  const ids = new Map(labels.map((label, k) => [label, k]));
  const runs = [...runsOf('truth', truth), ...runsOf('prediction', prediction)];
  const values = runs.map(({ label, ...run }) => ({ ...run, k: ids.get(label), label: visibleText(label) }));
  const domain = labels.map((_, k) => k);
  return {
    $schema: schema,
    background: 'white',
    padding: 12,
    title: visibleText(recording),
    width: 960,
    height: { step: 46 },
    params: [{ name: 'labels', value: labels.map(visibleText) }],
    data: { values },
    mark: { type: 'rect' },
    encoding: {
      x: {
        field: 'start',
        type: 'quantitative',
        scale: { domain: [0, truth.length], nice: false },
        axis: { title: 'frame', grid: false },
      },
      x2: { field: 'end' },
      y: { field: 'row', type: 'ordinal', sort: ['truth', 'prediction'], axis: { title: null, ticks: false } },
      color: {
        field: 'k',
        type: 'nominal',
        scale: { domain, ...colours(labels.length) },
        legend: { title: 'label', labelExpr: 'labels[datum.value]' },
      },
      tooltip: [{ field: 'label' }, { field: 'start' }, { field: 'end' }],
    },
    config: { view: { stroke: null } },
  } satisfies TopLevelSpec;
}
