/** Attention as a heat map: a column for each source token, a row for each generated token. */
import type { TopLevelSpec } from 'vega-lite';
import { visibleText } from '../display/visible-text';
import { type ChartSpec, nameAxis, partScale, schema } from './chart';

/** The weight of every source token at every target token. */
export interface AttentionWeights {
  source: readonly string[];
  target: readonly string[];
  /** A row for each target token. */
  weights: readonly (readonly number[])[];
}

/** Edge of a cell in pixels. */
const cell = 26;

export function attentionMap({ source, target, weights }: AttentionWeights): ChartSpec {
  const [columns, rows] = [source.map(visibleText), target.map(visibleText)];
  const values = weights.flatMap((row, t) =>
    row.map((weight, s) => ({ s, t, weight, source: columns[s], target: rows[t] })),
  );
  return {
    $schema: schema,
    background: 'white',
    padding: 12,
    width: { step: cell },
    height: { step: cell },
    params: [
      { name: 'sourceTokens', value: columns },
      { name: 'targetTokens', value: rows },
    ],
    data: { values },
    mark: { type: 'rect' },
    encoding: {
      x: {
        field: 's',
        type: 'ordinal',
        axis: { ...nameAxis('sourceTokens'), labelFontSize: 12, orient: 'top', labelAngle: -45 },
      },
      y: { field: 't', type: 'ordinal', axis: { ...nameAxis('targetTokens'), labelFontSize: 12 } },
      color: {
        field: 'weight',
        type: 'quantitative',
        scale: partScale,
        legend: { title: 'weight', format: '.0%' },
      },
      tooltip: [{ field: 'source' }, { field: 'target' }, { field: 'weight', format: '.1%' }],
    },
    config: { view: { stroke: '#ccc' } },
  } satisfies TopLevelSpec;
}
