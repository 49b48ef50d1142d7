/** A confusion matrix: a row for each true label, darker where more of it was predicted so. */
import type { TopLevelSpec } from 'vega-lite';
import { visibleText } from '../display/visible-text';
import { type ChartSpec, nameAxis, partScale, schema } from './chart';

/** Edge of a cell in pixels. */
const cell = 34;

/**
 * A confusion matrix as a Vega-Lite specification: rows are the truth, columns the predictions.
 * @param confusion counts [K,K] @param labels [K]
 */
export function confusionMatrix(confusion: readonly (readonly number[])[], labels: readonly string[]): ChartSpec {
  const names = labels.map(visibleText);
  const values = confusion.flatMap((row, t) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, p) => {
      const part = total ? count / total : 0;
      return { t, p, truth: names[t], prediction: names[p], count, part };
    });
  });
  const axis = { ...nameAxis('labels'), labelLimit: 160, labelFontSize: 11 };
  return {
    $schema: schema,
    background: 'white',
    padding: 12,
    width: { step: cell },
    height: { step: cell },
    params: [{ name: 'labels', value: names }],
    data: { values },
    encoding: {
      x: { field: 'p', type: 'ordinal', axis: { ...axis, title: 'prediction', orient: 'top' } },
      y: { field: 't', type: 'ordinal', axis: { ...axis, title: 'truth' } },
    },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          color: {
            field: 'part',
            type: 'quantitative',
            scale: partScale,
            legend: { title: 'part of the true label', titleLimit: 0, format: '.0%' }, // 0: whole
          },
          tooltip: [{ field: 'truth' }, { field: 'prediction' }, { field: 'count' }, { field: 'part', format: '.1%' }],
        },
      },
      {
        transform: [{ filter: 'datum.count > 0' }],
        mark: { type: 'text', fontSize: 10 },
        encoding: {
          text: { field: 'count', type: 'quantitative' },
          color: { condition: { test: 'datum.part > 0.5', value: 'white' }, value: '#333' },
        },
      },
    ],
    config: { view: { stroke: '#ccc' } },
  } satisfies TopLevelSpec;
}
