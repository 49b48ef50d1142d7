/** Attention as a picture: a column for each source token, a row for each token said, darker where it looked. */
import type * as VegaLite from 'vega-lite';

/** The weight of every source token at every target token. */
export interface AttentionTable {
  source: readonly string[];
  target: readonly string[];
  /** A row for each target token. */
  weights: readonly (readonly number[])[];
}

/** Edge of a cell in pixels. */
const cell = 26;

/** The picture as vega-lite describes it. Tokens may occur twice, so places are numbers and names are their labels. */
export function heatMapSpec({ source, target, weights }: AttentionTable): VegaLite.TopLevelSpec {
  const values = weights.flatMap((row, t) => row.map((weight, s) => ({ s, t, weight })));
  const place = (field: 's' | 't', names: string) => ({
    field,
    type: 'ordinal' as const,
    axis: {
      title: null,
      labelExpr: `${names}[datum.value]`,
      labelLimit: 200,
      labelFontSize: 12,
      ticks: false,
      domain: false,
    },
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    width: { step: cell },
    height: { step: cell },
    params: [
      { name: 'source', value: source },
      { name: 'target', value: target },
    ],
    data: { values },
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: { ...place('s', 'source'), axis: { ...place('s', 'source').axis, orient: 'top', labelAngle: -45 } },
      y: place('t', 'target'),
      color: {
        field: 'weight',
        type: 'quantitative',
        scale: { domain: [0, 1], range: ['white', '#08306b'] },
        legend: { title: 'weight', format: '.0%' },
      },
    },
    config: { view: { stroke: '#ccc' } },
  };
}
