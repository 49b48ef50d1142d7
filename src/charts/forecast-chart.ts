/** A series and its forecast: history, truth where it is known, the forecast, and the interval around it. */
import type { TopLevelSpec } from 'vega-lite';
import { visibleText } from '../display/visible-text';
import { type ChartSpec, schema } from './chart';

/** One column of one series. */
export interface ForecastPanel {
  title: string;
  /** Milliseconds since 1970, or numbers of rows. */
  history: readonly { time: number; value: number }[];
  truth: readonly { time: number; value: number }[];
  forecast: readonly { time: number; value: number; lower?: number; upper?: number }[];
}

/** Panels below each other. @param level of the interval in percent @param hasTimes whether times are instants */
export function forecastChart(panels: readonly ForecastPanel[], level: string, hasTimes: boolean): ChartSpec {
  const x = {
    field: 'time',
    type: hasTimes ? ('temporal' as const) : ('quantitative' as const),
    scale: hasTimes ? { type: 'utc' as const, nice: false } : { zero: false, nice: false },
    axis: { title: null, grid: false },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { zero: false },
    axis: { title: null },
  });
  const series = ['history', 'truth', 'forecast'];
  const color = {
    field: 'line',
    type: 'nominal' as const,
    scale: { domain: series, range: ['#888888', '#1b7837', '#08519c'] },
    legend: { title: `band: ${level} %`, orient: 'top' as const },
  };
  return {
    $schema: schema,
    background: 'white',
    padding: 12,
    vconcat: panels.map(({ title, history, truth, forecast }) => {
      const lines = Object.entries({ history, truth, forecast }).flatMap(([line, points]) =>
        points.filter(({ value }) => Number.isFinite(value)).map(({ time, value }) => ({ line, time, value })),
      );
      return {
        title: visibleText(title),
        width: 860,
        height: panels.length > 1 ? 140 : 320,
        layer: [
          {
            data: { values: forecast.filter(({ lower }) => lower !== undefined) },
            mark: { type: 'area', color: '#9ecae1', opacity: 0.6 },
            encoding: { x, y: y('lower'), y2: { field: 'upper' } },
          },
          { data: { values: lines }, mark: { type: 'line', strokeWidth: 1.4 }, encoding: { x, y: y('value'), color } },
        ],
      };
    }),
    config: { view: { stroke: null } },
  } satisfies TopLevelSpec;
}
