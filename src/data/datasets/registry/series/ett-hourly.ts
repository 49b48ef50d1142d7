/** Loads and oil temperature of two electricity transformers, hour by hour (Zhou et al. 2021). */
import { partOfSeries, type TimeSeries } from '../../../examples/series/example';
import { readTimeSeries } from '../../../examples/series/reader';
import { type FileForm, rawUrl, type TimeSeriesEntry } from '../entry';

const origin = 'zhouhaoyi/ETDataset@1d16c8f4f943005d613b5bc962e9eeb06058cf07';

/** Hours of 12 months of 30 days, and of 4 more each for validation and test, as all papers have them. */
const TRAIN = 12 * 30 * 24;
const PART = 4 * 30 * 24;

const entry = (
  name: string,
  transformer: 'ETTh1' | 'ETTh2',
  sha256: string,
  bytes: number,
  packed: FileForm,
): TimeSeriesEntry => ({
  name,
  kind: 'series',
  folder: 'ett-hourly',
  task: 'forecasting',
  description: `${transformer}: 17,420 hours of six loads and the oil temperature (OT) of a transformer, 2016 to 2018`,
  origin: [origin],
  licence: 'CC BY-ND 4.0',
  citation: 'Zhou et al. 2021. Informer: beyond efficient transformer for long sequence time-series forecasting. AAAI.',
  splitRule:
    'by time: 12 months of 30 days training, 4 validation, 4 test; windows of validation and test reach back into what came before',
  notes: ['the papers scale every column by training, and give MSE and MAE of the scaled values over all columns'],
  files: [
    {
      name: `${transformer}.csv`,
      bytes,
      sha256,
      url: rawUrl(origin, `ETT-small/${transformer}.csv`),
      alternative: packed,
    },
  ],
  async read(files) {
    const [series] = await all(readTimeSeries(files.get(`${transformer}.csv`)!));
    const whole: TimeSeries = { ...series, series: transformer, season: 24 };
    return {
      train: [partOfSeries(whole, 0, TRAIN)],
      validation: [partOfSeries(whole, TRAIN, TRAIN + PART)],
      test: [partOfSeries(whole, TRAIN + PART, TRAIN + 2 * PART)],
    };
  },
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export const ettHourly: readonly TimeSeriesEntry[] = [
  entry('ett-hourly', 'ETTh1', 'f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066', 2589657, {
    name: 'ETTh1.csv.gz',
    bytes: 405540,
    sha256: '3c56c865b8f6fc9b760a07f055ff8a993d3cf2a747235dc382b98821ed35f029',
  }),
  entry('ett-hourly:h2', 'ETTh2', 'a3dc2c597b9218c7ce1cd55eb77b283fd459a1d09d753063f944967dd6b9218b', 2417960, {
    name: 'ETTh2.csv.gz',
    bytes: 428740,
    sha256: 'a549927e8cd45bd1c20a8ec51529cd037bf6da38fe37c2ba3dc0e9c8446d6cb5',
  }),
];
