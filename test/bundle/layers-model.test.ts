import { decodeModel, decodeWeights, encodeModel, encodeWeights } from '../../src/bundle/layers-model';
import { BundleError } from '../../src/errors';
import { cpuSeconds } from '../support/cpu-time';

const array = (name: string, ...values: number[]) => ({
  name,
  shape: [values.length],
  values: Float32Array.from(values),
});

it.each([NaN, Infinity, -Infinity])('weights with %p are neither written nor read', (odd) => {
  expect(() => encodeWeights([array('a', 1, odd)])).toThrow(BundleError);
  expect(() => encodeWeights([array('a', 1, odd)])).toThrow(`weight a: has the value ${odd}`);
  const bytes = new Uint8Array(Float32Array.of(0, 1, odd).buffer);
  const specs = [{ name: 'a', shape: [1] }, { name: 'b', shape: [2] }]; // prettier-ignore
  expect(() => decodeWeights('x/weights.bin', specs, bytes)).toThrow(BundleError);
  expect(() => decodeWeights('x/weights.bin', specs, bytes)).toThrow(
    `x/weights.bin: value 1 of weight "b" is ${odd}. Expected finite values.`,
  );
});

it('a name that is listed twice is found in time linear in the number of weights', () => {
  const weights = Array.from({ length: 100_000 }, (_, i) => ({
    name: `w${i}`,
    shape: [0],
    values: new Float32Array(0),
  }));
  const file = encodeModel({}, weights, 'test');
  const twice = encodeModel({}, [...weights, weights[5]], 'test');
  const seconds = cpuSeconds(() => {
    expect(decodeModel('m', file, 0).weightSpecs).toHaveLength(100_000);
    expect(() => decodeModel('m', twice, 0)).toThrow('weight "w5" is listed twice');
  });
  expect(seconds).toBeLessThan(8); // each name against each other would take a minute
});
