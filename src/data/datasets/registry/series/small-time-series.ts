/** Small classic series, each with the season that its pattern comes again after. */
import { partOfSeries, rowsOf, type TimeSeries } from '../../../examples/series/example';
import { readTimeSeries, type SeriesOptions } from '../../../examples/series/reader';
import { type FileForm, type RegistryFile, rawUrl, type TimeSeriesEntry } from '../entry';

const origin = 'jbrownlee/Datasets@d20fcb6402ae34e653d4513b00f39257bb37ed7f';

interface Description {
  description: string;
  citation: string;
  season: number;
  /** Of the series, at its end. */
  testRows: number;
  notes?: readonly string[];
  options?: SeriesOptions;
  file: FileForm & { alternative?: FileForm };
}

const entry = (
  name: string,
  { file, season, testRows, options, notes = [], ...rest }: Description,
): TimeSeriesEntry => ({
  name,
  kind: 'series',
  folder: 'small-time-series',
  task: 'forecasting',
  ...rest,
  origin: [origin],
  licence: 'none stated in the repository (a collection of copies)',
  splitRule: `by time: the last ${testRows} rows are the test, the ${testRows} before validation, the rest training`,
  notes: [`season: ${season} rows`, ...notes],
  files: [{ ...file, url: rawUrl(origin, file.name) } satisfies RegistryFile],
  async read(files) {
    const splits = { train: [], validation: [], test: [] } as Record<'train' | 'validation' | 'test', TimeSeries[]>;
    for await (const series of readTimeSeries(files.get(file.name)!, options)) {
      const whole = { ...series, series: name, season };
      const rows = rowsOf(whole);
      splits.train.push(partOfSeries(whole, 0, rows - 2 * testRows));
      splits.validation.push(partOfSeries(whole, rows - 2 * testRows, rows - testRows));
      splits.test.push(partOfSeries(whole, rows - testRows, rows));
    }
    return splits;
  },
});

const leapDays = 'the last day of leap years is not in the file: filled by a line between its neighbours';

export const smallTimeSeries: readonly TimeSeriesEntry[] = [
  entry('airline-passengers', {
    description:
      '144 months of passengers of airlines in thousands, 1949 to 1960: trend and a season that grows with it',
    citation: 'Box, Jenkins 1976. Time series analysis: forecasting and control. Series G.',
    season: 12,
    testRows: 24,
    file: {
      name: 'airline-passengers.csv',
      bytes: 2180,
      sha256: '8cb51be753a718d9be5d76d7e238cc224792754676adc21faa59e954b0201621',
    },
  }),
  entry('daily-min-temperatures', {
    description: '3,652 days of the lowest temperature in Melbourne, 1981 to 1990',
    citation: 'Australian Bureau of Meteorology',
    season: 365,
    testRows: 365,
    notes: [leapDays],
    options: { gaps: 'linear' },
    file: {
      name: 'daily-min-temperatures.csv',
      bytes: 67921,
      sha256: '8b9de63ed6789492bf497625e7f9beb96a63d367b4b0a21754006f749fa5e5da',
    },
  }),
  entry('daily-max-temperatures', {
    description: '3,652 days of the highest temperature in Melbourne, 1981 to 1990',
    citation: 'Australian Bureau of Meteorology',
    season: 365,
    testRows: 365,
    notes: [leapDays],
    options: { gaps: 'linear' },
    file: {
      name: 'daily-max-temperatures.csv',
      bytes: 69359,
      sha256: '4f4ab4d6134d9c0f8efb3d6af6edc30a0ad3c56573d0f20f45db010055d0371c',
    },
  }),
  entry('monthly-sunspots', {
    description: '2,820 months of sunspot numbers, 1749 to 1983: a cycle of about 11 years',
    citation: 'Andrews, Herzberg 1985. Data: a collection of problems from many fields.',
    season: 132,
    testRows: 264,
    file: {
      name: 'monthly-sunspots.csv',
      bytes: 45039,
      sha256: 'c4ec8cc57d9f6fb6ecdb3e1f37f25b6f4badd5124c55931052b0cd2fc3bc71f3',
    },
  }),
  entry('beijing-pollution', {
    description:
      '43,824 hours of fine dust (PM2.5) in Beijing, 2010 to 2014, with the weather as what is known until the present',
    citation: 'Liang et al. 2015. Assessing Beijing’s PM2.5 pollution. Proceedings of the Royal Society A 471.',
    season: 24,
    testRows: 4380,
    notes: ['rows are numbered', 'missing values of pm2.5 are neither learnt nor measured (gaps: mask)'],
    options: {
      targetColumns: ['pm2.5'],
      pastColumns: ['DEWP', 'TEMP', 'PRES', 'Iws', 'Is', 'Ir'],
      ignoreColumns: ['No', 'year', 'month', 'day', 'hour', 'cbwd'],
      gaps: 'mask',
    },
    file: {
      name: 'pollution.csv',
      bytes: 2010492,
      sha256: '892e9559205d16d32623135c127a3951c12e46ea1e0b3093e107ce89a9fd60e2',
      alternative: {
        name: 'pollution.csv.gz',
        bytes: 503438,
        sha256: 'ae74d528f52cd98c8781f76ed94be9cf4a086cb5e3f6f7cffd804c50c8d96627',
      },
    },
  }),
];
