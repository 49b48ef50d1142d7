/** What all charts have in common. */

/** A Vega-Lite specification: JSON, which vega-lite, vega-embed, Altair and notebooks draw. */
export interface ChartSpec {
  $schema: string;
  [property: string]: unknown;
}

export const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** From white to dark: parts of one. */
export const partScale = { domain: [0, 1], range: ['white', '#08306b'] };

/**
 * An ordinal axis over the indices of `names`, which are a parameter of the chart. Indices, because tokens may occur
 * twice, and because Vega looks categories up in plain objects, where `constructor` is there already.
 */
export const nameAxis = (names: string) => ({
  title: null,
  labelExpr: `${names}[datum.value]`,
  labelLimit: 200,
  ticks: false,
  domain: false,
});
