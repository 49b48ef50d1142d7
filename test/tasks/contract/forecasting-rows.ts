import { Forecaster, type ForecasterOptions, Random, type TimeSeries } from '../../../src/node';
import { type Row, trainingOptions } from './row';

const HOUR = 3_600_000;

/** Two columns, one known until the present and one in advance, hour by hour. */
function series(name: string, rows: number, seed: number, start = 0): TimeSeries {
  const random = Random.fromSeed(seed);
  const holiday = (t: number) => Number(Math.floor(t / 24) % 7 === 6);
  const row = (t: number) => [
    Math.sin((2 * Math.PI * t) / 6) + 0.1 * random.normal(),
    holiday(t) + 0.1 * random.normal(),
  ];
  return {
    series: name,
    columns: ['load', 'heat'],
    values: Array.from({ length: rows }, (_, t) => row(t)).flat(),
    times: Array.from({ length: rows }, (_, t) => t * HOUR),
    past: { columns: ['wind'], values: Array.from({ length: rows }, () => random.normal()) },
    future: { columns: ['holiday'], values: Array.from({ length: rows }, (_, t) => holiday(t)) },
    fixed: { size: seed },
    season: 6,
    start,
  };
}

/** The rows before those that are measured. */
function known({ start = 0, values, times, past, ...rest }: TimeSeries): TimeSeries {
  const cut = (list: ArrayLike<number>, size: number) => Array.prototype.slice.call(list, 0, start * size) as number[];
  return { ...rest, values: cut(values, 2), times: cut(times!, 1), past: { ...past!, values: cut(past!.values, 1) } };
}

const options = {
  ...trainingOptions,
  batchSize: 8,
  window: 12,
  horizon: 4,
  segmentLength: 3,
  season: 6,
  calendar: ['hour'],
  loss: 'quantiles',
  quantiles: [0.1, 0.5, 0.9],
  layers: 2,
  hiddenSize: 4,
  dropout: 0.2,
} satisfies ForecasterOptions;

const bad = (changes: object) => ({ ...series('c', 40, 4), ...changes });

export const forecastingRow: Row = {
  name: 'forecasting',
  class: Forecaster,
  options,
  training: [series('a', 40, 1), series('b', 36, 2)],
  validation: [series('a', 48, 1, 40)],
  test: [series('a', 52, 1, 48), series('b', 40, 2, 36)],
  inputOf: known,
  inputs: [JSON.stringify({ ...known(series('a', 30, 1, 20)), series: 'new' })],
  targetEntries: ['rows', 'values', 'known'],
  withoutBaseline: ['pinball', 'crps', 'coverage90', 'width90'],
  refused: {
    examples: [
      ['no values', bad({ values: [] })],
      ['half a row', bad({ values: [1, 2, 3] })],
      ['a value that is infinite', bad({ values: [...new Array<number>(79).fill(1), Infinity] })],
      ['values that are texts', bad({ values: ['1', '2'] })],
      ['another number of times', bad({ times: [0, 1] })],
      ['a start behind the end', bad({ start: 40 })],
      ['covariates that are too short', bad({ future: { columns: ['holiday'], values: [0, 1] } })],
      ['words', { words: ['Kim'], tags: ['O'] }],
    ],
    measured: [
      ['a column that training did not have', bad({ columns: ['load', 'cold'] })],
      ['another number of columns', bad({ columns: ['load'] })],
      ['no covariates', bad({ past: undefined })],
      ['a series that is too short', series('c', 15, 4)],
      ['a start before a whole window', series('c', 40, 4, 5)],
    ],
    trainings: [
      ['a series that is shorter than window and horizon', [series('c', 15, 4)]],
      ['series of different columns', [series('c', 40, 4), { ...series('d', 40, 5), columns: ['a', 'b'] }]],
      ['two series of one name', [series('c', 40, 4), series('c', 40, 5)]],
    ],
    inputs: [
      ['a text', 'c e g'],
      ['a series that is shorter than the window', known(series('c', 30, 4, 8))],
      ['what is known in advance ending too early', { ...known(series('c', 30, 4, 20)), future: { columns: ['holiday'], values: new Array(22).fill(0) } }], // prettier-ignore
      ['another column', { ...known(series('c', 30, 4, 20)), columns: ['load', 'cold'] }],
    ],
    options: [
      ['both directions', { bidirectional: true }],
      ['a window that is no whole number of segments', { window: 10, segmentLength: 3 }],
      ['a horizon of 0', { horizon: 0 }],
      ['quantiles without the median', { quantiles: [0.1, 0.9] }],
      ['quantiles that do not ascend', { quantiles: [0.5, 0.1] }],
      ['a calendar that there is not', { calendar: ['moon'] }],
      ['the reset gate of another cell', { cell: 'lstm', resetAfter: true }],
    ],
  },
};

export const recursiveRow: Row = {
  ...forecastingRow,
  name: 'forecasting-recursive',
  options: {
    ...options,
    architecture: 'window',
    strategy: 'recursive',
    segmentLength: 0,
    loss: 'mse',
    cell: 'lstm',
    centre: 'mean',
  } satisfies ForecasterOptions,
  withoutBaseline: ['coverage90', 'width90'],
};
