/**
 * Forecasts: ETT as the papers measure it, the small series, and spikes that are found. Settings are first guesses, made before
 * any test result was computed.
 */
import {
  Forecaster,
  type ForecasterOptions,
  noisySines,
  openTimeSeries,
  Random,
  terminalProgress,
  type TimeSeries,
} from '../../src/node';
import { type Experiment, type Run, rowsOf } from './rows';

const seeds = [1, 2, 3];

/** Of the papers' MSE and MAE, in original units, and how often intervals hold the truth. */
const shown = ['mse', 'mae', 'maeUnits', 'mase', 'smape', 'coverage90', 'width90'];

const forecasts =
  (data: string, model: string, options: ForecasterOptions, metricNames = shown): Experiment =>
  async (command) => {
    const { splits } = await openTimeSeries(data);
    const runs: Run[] = [];
    for (const seed of seeds) {
      const start = performance.now();
      const forecaster = new Forecaster({ ...options, seed });
      await forecaster.fit(splits.train, { validation: splits.validation, onEvent: terminalProgress() });
      const seconds = (performance.now() - start) / 1000; // of the training alone
      const { baselines, ...all } = await forecaster.evaluate(splits.test ?? []);
      const metrics = Object.fromEntries(Object.entries(all).filter(([name]) => metricNames.includes(name)));
      process.stderr.write(`${data} ${model} seed ${seed}: ${JSON.stringify(metrics)} ${seconds.toFixed(0)} s\n`);
      runs.push({ seed, metrics, baselines, seconds });
      forecaster.dispose();
    }
    return rowsOf({ task: 'forecasting', data, split: 'test', model, command }, runs);
  };

/** Shared by all rows of ETT: nothing in them depends on the horizon. */
const ett: ForecasterOptions = { window: 96, hiddenSize: 64, batchSize: 128, epochs: 6, learningRate: 2e-3 };
const ofHorizon = (data: string, horizon: number, more: ForecasterOptions = {}) =>
  forecasts(data, `segments, 96 → ${horizon}`, { ...ett, ...more, horizon });

/** Windows are a multiple of the season where the series allows it. */
const small: Record<string, ForecasterOptions> = {
  'airline-passengers': { window: 24, horizon: 12, hiddenSize: 32 },
  'daily-min-temperatures': { window: 56, horizon: 14, calendar: ['yearday'], hiddenSize: 32 },
  'daily-max-temperatures': { window: 56, horizon: 14, calendar: ['yearday'], hiddenSize: 32 },
  'monthly-sunspots': { window: 132, horizon: 24, hiddenSize: 32 },
  'noisy-sines': { window: 96, horizon: 24, hiddenSize: 32 },
  'random-walk': { window: 96, horizon: 24, hiddenSize: 32 },
  'level-shift': { window: 96, horizon: 24, hiddenSize: 32 },
};

/** Precision and recall of rows that the 99 % interval does not hold, among spikes of ten deviations of the noise. */
const spikes: Experiment = async (command) => {
  const runs: Run[] = [];
  for (const seed of seeds) {
    const start = performance.now();
    const random = Random.fromSeed(seed);
    const { train, validation, test } = noisySines(random.fork('series'));
    const forecaster = new Forecaster({ window: 96, horizon: 24, hiddenSize: 32, seed });
    await forecaster.fit(train, { validation, onEvent: terminalProgress() });
    const [series] = test as [TimeSeries];
    const rows = Array.from({ length: 20 }, (_, i) => 1620 + 18 * i + random.integer(18));
    const values = Array.from(series.values, (value, t) => value + (rows.includes(t) ? 2 : 0));
    const found = (await forecaster.anomalies([{ ...series, values }]))
      .map(({ time }) => Number(time) - 1)
      .filter((row) => row >= 1600); // of the test
    const right = found.filter((row) => rows.includes(row)).length;
    const metrics = { precision: right / Math.max(1, found.length), recall: right / rows.length };
    process.stderr.write(`spikes seed ${seed}: ${JSON.stringify(metrics)}\n`);
    runs.push({ seed, metrics, baselines: {}, seconds: (performance.now() - start) / 1000 });
    forecaster.dispose();
  }
  const about = { task: 'forecasting', data: 'noisy-sines with spikes', split: 'test', command };
  return rowsOf({ ...about, model: '99 % interval' }, runs);
};

export const forecasting: Record<string, readonly Experiment[]> = {
  'forecasting/small': Object.entries(small).map(([data, options]) =>
    forecasts(data, `segments, ${options.window} → ${options.horizon}`, options),
  ),
  'forecasting/spikes': [spikes],
  'forecasting/etth1-24': [ofHorizon('ett-hourly', 24)],
  'forecasting/etth1-96': [ofHorizon('ett-hourly', 96)],
  'forecasting/etth2-96': [ofHorizon('ett-hourly:h2', 96)],
  'forecasting/etth1-long': [ofHorizon('ett-hourly', 336), ofHorizon('ett-hourly', 720)],
};
