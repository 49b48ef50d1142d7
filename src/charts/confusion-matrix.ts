/** What was taken for what, as a picture: a row for each true label, darker where more of it was answered so. */
import type * as VegaLite from 'vega-lite';

/** Edge of a cell in pixels. */
const cell = 34;

/** @param confusion rows are the truth [K,K] @param labels [K] */
export function confusionSpec(
  confusion: readonly (readonly number[])[],
  labels: readonly string[],
): VegaLite.TopLevelSpec {
  const values = confusion.flatMap((row, t) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, p) => ({ truth: labels[t], answer: labels[p], count, part: total ? count / total : 0 }));
  });
  const axis = { labelLimit: 160, labelFontSize: 11, ticks: false, domain: false };
  const encoding = {
    x: { field: 'answer', type: 'ordinal' as const, sort: [...labels], axis: { ...axis, orient: 'top' as const } },
    y: { field: 'truth', type: 'ordinal' as const, sort: [...labels], axis },
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    width: { step: cell },
    height: { step: cell },
    data: { values },
    encoding,
    layer: [
      {
        mark: { type: 'rect', tooltip: true },
        encoding: {
          color: {
            field: 'part',
            type: 'quantitative',
            scale: { domain: [0, 1], range: ['white', '#08306b'] },
            legend: { title: 'part of the true label', titleLimit: 0, format: '.0%' }, // 0: whole
          },
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
  };
}
