/** Forecasts and anomalies as rows of a table, under the names of the columns of the file that was read. */
import type { PredictionForms } from '../../../tasks/presentation';
import type { Anomaly } from '../../../tasks/model/series-model';
import type { TimeSeries } from '../../data/examples/series/example';

export interface NamedForecast {
  /** As it was read. */
  series: TimeSeries;
  /** What the forecast is made from. */
  known: TimeSeries;
  forecast: PredictionForms['forecast'];
}

/** The interval that is written. */
export const LEVEL = '90';

/** A header and a row for every step of every series. */
export function forecastRows(pairs: readonly NamedForecast[]): string[][] {
  const [{ series, forecast }] = pairs;
  const columns = Object.keys(forecast.columns);
  const hasName = series.header?.series !== undefined || pairs.length > 1;
  const hasIntervals = forecast.columns[columns[0]].intervals[LEVEL] !== undefined;
  const isBeyond = pairs.some(({ forecast: { times, trainedHorizon } }) => times.length > trainedHorizon);
  const header = [
    ...(hasName ? [series.header?.series ?? 'series'] : []),
    series.header?.time ?? 'row',
    ...columns.flatMap((name) => [name, ...(hasIntervals ? [`${name}-lo-${LEVEL}`, `${name}-hi-${LEVEL}`] : [])]),
    ...(isBeyond ? ['recursive'] : []),
  ];
  const rows = pairs.flatMap(({ forecast: { series: name, times, columns: values, trainedHorizon } }) =>
    times.map((time, h) => [
      ...(hasName ? [name] : []),
      time,
      ...Object.values(values).flatMap(({ values: point, intervals }) => {
        const interval = hasIntervals ? intervals[LEVEL] : undefined;
        return [point[h], ...(interval ? [interval.lower[h], interval.upper[h]] : [])].map(shown);
      }),
      ...(isBeyond ? [h < trainedHorizon ? 'no' : 'yes'] : []),
    ]),
  );
  return [header, ...rows];
}

export const anomalyRows = (found: readonly Anomaly[]): string[][] => [
  ['series', 'time', 'column', 'value', 'forecast', 'lower', 'upper', 'score'],
  ...found.map(({ series, time, column, value, forecast, lower, upper, score }) => [
    ...[series, time, column],
    ...[value, forecast, lower, upper, score].map(shown),
  ]),
];

/** Seven digits: what float32 holds. */
const shown = (value: number): string => String(Number(value.toPrecision(7)));
