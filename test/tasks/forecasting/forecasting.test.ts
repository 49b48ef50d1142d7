import {
  Forecaster,
  type ForecasterOptions,
  levelShift,
  noisySines,
  Random,
  randomWalk,
  type TimeSeries,
  useBackend,
} from '../../../src/node';
import { temporaryFolder } from '../../cli/support';

beforeAll(() => useBackend('wasm'));
const { place } = temporaryFolder();

const options = { window: 24, horizon: 6, hiddenSize: 8, epochs: 3, season: 12, seed: 2 } satisfies ForecasterOptions;
const sines = noisySines(Random.fromSeed(1), { rows: 300, season: 12 });
const known = (series: TimeSeries, rows: number): TimeSeries => ({
  series: series.series,
  values: Array.from({ length: rows }, (_, t) => series.values[t]),
});

async function trained(more: ForecasterOptions = {}, splits = sines): Promise<Forecaster> {
  const model = new Forecaster({ ...options, ...more });
  await model.fit(splits.train, { validation: splits.validation });
  return model;
}

describe('a forecaster', () => {
  let model: Forecaster;
  beforeAll(async () => {
    model = await trained({ epochs: 25, learningRate: 0.01 });
    await model.save(place('model'));
  });
  afterAll(() => model.dispose());

  it('measures every window, whatever the size of a batch', async () => {
    const measured = [];
    for (const batchSize of [1, 7, 32]) {
      const loaded = await Forecaster.load(place('model'), { settings: { batchSize } });
      const { baselines, ...metrics } = await loaded.evaluate(sines.test!, { baselinesFrom: sines.train });
      expect(Object.keys(baselines)).toContain('seasonal naive (12)');
      measured.push(metrics);
      loaded.dispose();
    }
    const [first, ...others] = measured;
    for (const other of others)
      for (const [name, value] of Object.entries(first)) expect(other[name]).toBeCloseTo(value, 5);
    expect(model.signatures(sines.test!).mse).toMatch(/all 55 windows, 24 rows → 6/);
  });

  it('is better than the last value where there is a pattern', async () => {
    const { baselines, ...metrics } = await model.evaluate(sines.test!);
    expect(metrics.mse).toBeLessThan(baselines['last value'].mse);
    expect(metrics.mase).toBeLessThan(1.1);
    expect(metrics.coverage90).toBeGreaterThan(0.75);
    expect(baselines['seasonal naive (12)'].mase).toBeCloseTo(1, 0);
  });

  it('forecasts any horizon: rows beyond that of training from forecasts, with intervals that grow', async () => {
    const [test] = sines.test!;
    const short = await model.predict(known(test, 250));
    const long = await model.predict(known(test, 250), { horizon: 15 });
    expect(long.columns.value.values.slice(0, 6)).toEqual(short.columns.value.values);
    expect(long).toMatchObject({ trainedHorizon: 6, times: Array.from({ length: 15 }, (_, h) => String(251 + h)) });
    // The second pass is the forecast of a series that goes on as the first one says.
    const further = known(test, 250);
    const goneOn = { ...further, values: [...(further.values as number[]), ...short.columns.value.values] };
    const second = await model.predict(goneOn);
    second.columns.value.values.forEach((value, h) => expect(long.columns.value.values[6 + h]).toBeCloseTo(value, 4));
    const width = (h: number) => long.columns.value.intervals[90].upper[h] - long.columns.value.intervals[90].lower[h];
    expect(width(14)).toBeGreaterThan(width(5));
    expect(Object.keys(long.columns.value.intervals)).toEqual(['50', '80', '90', '95', '99']);
  });

  it('backtests at several origins, with what was known then; the last one ends with the series', async () => {
    const [test] = sines.test!;
    const { origins, steps, metrics, baselines } = await model.backtest([test], { origins: 4 });
    expect(origins).toEqual(['277', '283', '289', '295']);
    expect(Object.keys(steps)).toEqual(['model', ...Object.keys(baselines)]);
    steps.model.forEach((error) => expect(error).toBeGreaterThan(0));
    expect(steps.model.reduce((sum, error) => sum + error, 0) / 6).toBeCloseTo(metrics.mae, 6);
    const last = await model.predict(known(test, 294));
    const error = last.columns.value.values.map((value, h) => Math.abs(value - test.values[294 + h]));
    const [one] = (await model.backtest([test], { origins: 1 })).steps.model;
    expect(one * (metrics.maeUnits / metrics.mae)).toBeCloseTo(error[0], 4);
    await expect(model.backtest([test], { origins: 100 })).rejects.toThrow(/at least 624 .*: 324 more/);
  });

  it('backtests with a new model at each origin', async () => {
    const refitted: number[] = [];
    const quick = await trained({ epochs: 1 });
    const { refit, metrics } = await quick.backtest(sines.test!, {
      origins: 2,
      refit: true,
      onOrigin: (origin) => void refitted.push(origin),
    });
    expect(refitted).toEqual([1, 2]);
    expect(refit).toBe(true);
    expect(metrics.mae).toBeGreaterThan(0);
    expect(metrics.mae).not.toBe((await quick.backtest(sines.test!, { origins: 2 })).metrics.mae);
    quick.dispose();
  });

  it('finds spikes as rows that no interval holds: precision and recall', async () => {
    const [test] = sines.test!;
    const random = Random.fromSeed(4);
    const spikes = Array.from({ length: 8 }, (_, i) => 40 + 30 * i + random.integer(20));
    const values = Array.from(test.values, (value, t) => value + (spikes.includes(t) ? 4 : 0));
    const found = (await model.anomalies([{ ...known(test, 300), values }])).map(({ time }) => Number(time) - 1);
    const right = found.filter((row) => spikes.includes(row)).length;
    expect(right / spikes.length).toBeGreaterThanOrEqual(0.9);
    expect(right / found.length).toBeGreaterThanOrEqual(0.6);
  });

  it('refuses a horizon of 0', async () => {
    await expect(model.predict(known(sines.test![0], 250), { horizon: 0 })).rejects.toThrow(/horizon is 0/);
  });
});

it('where a random walk goes nothing is better than the last value, and the evaluation shows it', async () => {
  const walk = randomWalk(Random.fromSeed(3), { rows: 400 });
  const model = await trained({ season: 1 }, walk);
  const { baselines, mae } = await model.evaluate(walk.test!);
  expect(mae).toBeGreaterThan(0.97 * baselines['last value'].mae);
  model.dispose();
});

it('a level that training never saw is followed, since the last value is taken off', async () => {
  const shift = levelShift(Random.fromSeed(5), { rows: 400, season: 12 });
  const followed = await trained({}, shift);
  const absolute = await trained({ centre: 'none', linear: false }, shift);
  const [mine, other] = [await followed.evaluate(shift.test!), await absolute.evaluate(shift.test!)];
  expect(mine.mse).toBeLessThan(0.5 * other.mse);
  followed.dispose();
  absolute.dispose();
});

it('quantiles do not cross, and the middle one is the forecast', async () => {
  const model = await trained({ loss: 'quantiles', quantiles: [0.1, 0.5, 0.9], architecture: 'window' });
  const { columns } = await model.predict(known(sines.test![0], 200));
  const { quantiles, values } = columns.value;
  expect(quantiles!['0.5']).toEqual(values);
  values.forEach((value, h) => {
    expect(quantiles!['0.1'][h]).toBeLessThanOrEqual(value);
    expect(quantiles!['0.9'][h]).toBeGreaterThanOrEqual(value);
  });
  model.dispose();
});

it('a column with one value is not scaled, with a note, and forecast without NaN', async () => {
  const constant = {
    columns: ['x', 'still'],
    values: Array.from({ length: 200 }, (_, i) => (i % 2 ? 7 : Math.sin(i))),
  };
  const model = new Forecaster({ ...options, window: 12 });
  const warnings: string[] = [];
  const onEvent = (event: { type: string; message?: string }) => void (event.type === 'warning' && warnings.push(event.message!)); // prettier-ignore
  await model.fit([constant], { onEvent });
  expect(warnings.join()).toMatch(/one value in all of training are not scaled: still of series/);
  const { columns } = await model.predict(constant);
  columns.still.values.forEach((value) => expect(Math.abs(value - 7)).toBeLessThan(2));
  expect(columns.still.intervals).toEqual({});
  await expect(model.anomalies([constant])).rejects.toThrow(/trained without validation data/);
  model.dispose();
});

it('missing values that are masked are neither learnt nor measured', async () => {
  const [train] = sines.train;
  const values = Array.from(train.values, (value, t) => (t % 10 === 3 ? NaN : value));
  const model = new Forecaster(options);
  await model.fit([{ ...train, values }], { validation: sines.validation });
  const { mse } = await model.evaluate([{ ...train, values }]);
  expect(mse).toBeGreaterThan(0);
  expect(Number.isFinite((await model.predict({ ...train, values })).columns.value.values[0])).toBe(true);
  model.dispose();
});

it('a model of one series scales another file of it as training was; of many, unknown ones by themselves', async () => {
  const many = new Forecaster(options);
  const [train] = sines.train;
  const large = Array.from(train.values, (value) => 1000 + 100 * value);
  await many.fit([train, { ...train, series: 'large', values: large }]);
  const { columns } = await many.predict({ series: 'new', values: large });
  expect(columns.value.values[0]).toBeGreaterThan(500);
  expect(many.drainWarnings().join()).toMatch(
    /1 series did not occur in training and are scaled by their own past: new/,
  );
  many.dispose();
});

it('a thousand series are forecast in one call', async () => {
  const model = await trained({ epochs: 1, horizon: 24 });
  const series = Array.from({ length: 1000 }, (_, i) => ({ ...known(sines.train[0], 60), series: `s${i}` }));
  const forecasts = await model.predict(series);
  expect(forecasts).toHaveLength(1000);
  expect(forecasts[999].columns.value.values).toHaveLength(24);
  expect(forecasts[999].columns).toEqual(forecasts[0].columns);
  model.dispose();
});
