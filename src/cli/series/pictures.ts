/** Forecasts as a picture: SVG, or PNG where the package that draws it is installed. */
import { forecastChart, type ForecastPanel } from '../../charts';
import { columnsOf, rowsOf } from '../../data/examples/series/example';
import { addSteps } from '../../data/examples/series/frequency';
import { ConfigError } from '../../errors';
import { esModule, isInstalled } from '../../platform/node-packages/es-module';
import { requireCharts, svgOf } from '../output/svg';
import { LEVEL, type NamedForecast } from './rows';

const isPng = (path: string) => /\.png$/i.test(path);
const MOST_PANELS = 40;
/** Rows of history, as a multiple of the rows that are forecast. */
const HISTORY = 5;

/** What is used of resvg. */
interface Resvg {
  Resvg: new (svg: string) => { render(): { asPng(): Uint8Array } };
}
const pngPackage = '@resvg/resvg-js';

/** Before anything is computed for it. @throws ConfigError for an ending, and for packages that are missing. */
export function requirePicture(flag: string, path: string): void {
  if (!/\.(svg|png)$/i.test(path))
    throw new ConfigError({ where: `tfseq ${flag} ${path}`, problem: 'the ending of the name says no format', expected: '.svg or .png', fix: 'Rename the file' }); // prettier-ignore
  requireCharts(flag);
  if (isPng(path) && !isInstalled(pngPackage))
    throw new ConfigError({ where: `tfseq ${flag} ${path}`, problem: `PNG is drawn by a package that is not installed: ${pngPackage}`, expected: `${pngPackage} 2`, fix: `npm install ${pngPackage}@2, or write .svg` }); // prettier-ignore
}

/** @throws ConfigError for more panels than a picture holds. */
export async function picturesOf(pairs: readonly NamedForecast[], path: string): Promise<string | Uint8Array> {
  const panels = pairs.flatMap((pair) => columnsOf(pair.series).map((_, c) => panelOf(pair, c)));
  if (panels.length > MOST_PANELS)
    throw new ConfigError({ where: 'tfseq predict --plot', problem: `there are ${panels.length} columns of series to draw`, expected: `at most ${MOST_PANELS}`, fix: 'Name some with --series a,b' }); // prettier-ignore
  return pictureOf(forecastChart(panels, LEVEL, pairs[0].series.times !== undefined), path);
}

export async function pictureOf(chart: Parameters<typeof svgOf>[0], path: string): Promise<string | Uint8Array> {
  const svg = await svgOf(chart);
  if (!isPng(path)) return svg;
  const { Resvg } = await esModule<Resvg>(pngPackage);
  return new Resvg(svg).render().asPng();
}

function panelOf({ series, known, forecast }: NamedForecast, c: number): ForecastPanel {
  const names = columnsOf(series);
  const rows = rowsOf(known);
  const horizon = forecast.times.length;
  const { times, frequency = { milliseconds: 1 } } = series;
  const timeOf = (row: number) => (times ? addSteps(times[0], frequency, row) : row + 1);
  const at = (row: number) => ({ time: timeOf(row), value: series.values[row * names.length + c] });
  const span = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  const { values, intervals } = forecast.columns[names[c]];
  const interval = intervals[LEVEL];
  return {
    title: `${forecast.series}: ${names[c]}`,
    history: span(Math.max(0, rows - HISTORY * horizon), rows).map(at),
    truth: span(rows, Math.min(rowsOf(series), rows + horizon)).map(at),
    forecast: values.map((value, h) => ({
      time: timeOf(rows + h),
      value,
      ...(interval && { lower: interval.lower[h], upper: interval.upper[h] }),
    })),
  };
}
