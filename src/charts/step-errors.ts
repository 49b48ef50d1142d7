/** Errors by row of the horizon: of a model and of what it is compared with. */
import type { TopLevelSpec } from 'vega-lite';
import { visibleText } from '../display/visible-text';
import { type ChartSpec, schema } from './chart';

/**
 * A line for each model over the rows of the horizon.
 * @param steps name → error of each row of the horizon; the first one is drawn thicker
 * @param metric what the errors are
 */
export function stepErrorsChart(steps: Readonly<Record<string, readonly number[]>>, metric: string): ChartSpec {
  const names = Object.keys(steps).map(visibleText);
  const values = Object.entries(steps).flatMap(([name, errors]) =>
    errors.map((error, h) => ({ name: visibleText(name), step: h + 1, error })),
  );
  return {
    $schema: schema,
    background: 'white',
    padding: 12,
    title: `${metric} by row of the horizon`,
    width: 720,
    height: 360,
    data: { values },
    mark: { type: 'line' },
    encoding: {
      x: { field: 'step', type: 'quantitative', axis: { title: 'rows ahead', grid: false }, scale: { nice: false } },
      y: { field: 'error', type: 'quantitative', axis: { title: metric } },
      color: { field: 'name', type: 'nominal', sort: names, legend: { title: null } },
      strokeWidth: { condition: { test: `datum.name === '${names[0]}'`, value: 3 }, value: 1.2 },
    },
    config: { view: { stroke: null } },
  } satisfies TopLevelSpec;
}
