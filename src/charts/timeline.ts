/** The labels of a recording over time as a picture: the truth above, what was answered below, a colour a label. */
import type * as VegaLite from 'vega-lite';

/** Frames `start` to `end − 1` have one label. */
interface Run {
  row: 'truth' | 'answer';
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

/** @param labels all that there are, in the order of their colours */
export function timelineSpec(
  recording: string,
  truth: readonly string[],
  answer: readonly string[],
  labels: readonly string[],
): VegaLite.TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: recording,
    width: 960,
    height: { step: 46 },
    data: { values: [...runsOf('truth', truth), ...runsOf('answer', answer)] },
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: {
        field: 'start',
        type: 'quantitative',
        scale: { domain: [0, truth.length], nice: false },
        axis: { title: 'frame', grid: false },
      },
      x2: { field: 'end' },
      y: { field: 'row', type: 'ordinal', sort: ['truth', 'answer'], axis: { title: null, ticks: false } },
      color: { field: 'label', type: 'nominal', scale: { domain: [...labels], ...colours(labels.length) } },
    },
    config: { view: { stroke: null } },
  };
}
