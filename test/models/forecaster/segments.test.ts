/** SegRNN beside its authors' formula in PyTorch: forecast, loss and all gradients (test/golden/forecasts/make.py). */
import * as tf from '@tensorflow/tfjs';
import { withoutCrossing } from '../../../models/forecaster/forecast-network';
import { forecastLoss } from '../../../models/forecaster/forecast-loss';
import { SegmentForecaster } from '../../../models/forecaster/segments';
import { Random } from '../../../src/random';
import golden from '../../golden/forecasts/segments.json';

beforeAll(() => tf.setBackend('cpu'));

const { sizes, x, y } = golden;
const config = {
  ...sizes,
  ...{ known: 0, fixed: 0, quantiles: [], cell: 'gru', resetAfter: true, layers: 1, dropout: 0 },
  centre: 'last',
  linear: true,
} as const;
type Named = Record<string, { shape: number[]; values: number[] }>;
const weights = golden.weights as Named;
const gradients = golden.gradients as Named;

it('forecasts, loss and gradients are those of PyTorch', () => {
  const network = new SegmentForecaster(config, sizes.steps, Random.fromSeed(1));
  const parameters = network.parameters();
  expect(parameters.map(({ name }) => name).sort()).toEqual(Object.keys(weights).sort());
  for (const { name, variable } of parameters)
    tf.tidy(() => variable.assign(tf.tensor(weights[name].values, variable.shape)));
  const values = () => tf.tensor3d(x, [3, sizes.columns, sizes.window]);
  const forecast = tf.tidy(() => network.forecast({ values: values() }, { training: false }).dataSync());
  golden.forecast.forEach((value, i) => expect(forecast[i]).toBeCloseTo(value, 5));
  tf.tidy(() => {
    const targets = { targets: Float32Array.from(y), mask: new Float32Array(y.length).fill(1) };
    const { value, grads } = tf.variableGrads(
      () => forecastLoss(network.forecast({ values: values() }, { training: false }), { ...targets, kind: 'mae', quantiles: [] }), // prettier-ignore
      parameters.map(({ variable }) => variable),
    );
    expect(value.dataSync()[0]).toBeCloseTo(golden.loss, 5);
    for (const { name, variable } of parameters) {
      const gradient = grads[variable.name].dataSync();
      gradients[name].values.forEach((expected, i) => expect(gradient[i]).toBeCloseTo(expected, 5));
    }
  });
  network.dispose();
});

it('quantiles never cross, whatever the network gives', () => {
  const levels = [0.05, 0.25, 0.5, 0.75, 0.95];
  const raw = tf.tensor2d(Random.fromSeed(2).normalArray(500, 20), [100, 5]);
  const rows = withoutCrossing(raw, levels).arraySync();
  for (const row of rows) for (let q = 1; q < 5; q++) expect(row[q]).toBeGreaterThanOrEqual(row[q - 1]);
  tf.disposeVariables();
});

it('the pinball loss at a forecast is that of the formula; a missing value counts nothing', () => {
  const forecast = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]);
  const loss = forecastLoss(forecast, {
    targets: Float32Array.of(2.5, 99),
    mask: Float32Array.of(1, 0),
    kind: 'quantiles',
    quantiles: [0.1, 0.5, 0.9],
  }).dataSync()[0];
  expect(loss).toBeCloseTo((0.1 * 1.5 + 0.5 * 0.5 + 0.1 * 0.5) / 3, 6);
});
