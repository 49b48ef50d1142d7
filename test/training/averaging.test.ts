import * as tf from '@tensorflow/tfjs';
import { WeightAverage } from '../../src/training/averaging';
import { goWay, ways } from '../support/ways';

test.each(ways)(
  'the average follows its formula, takes the place of the weights and gives it back: %s',
  async (way) => {
    await goWay(way);
    const before = tf.memory().numTensors;
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 10])));
    const average = new WeightAverage(0.5, [{ name: 'w', variable }]);
    let wanted = [1, 10];
    for (let step = 1; step <= 12; step++) {
      tf.tidy(() => variable.assign(tf.mul(variable, 1.5)));
      average.update(step);
      const decay = Math.min(0.5, (1 + step) / (10 + step));
      const weights = variable.dataSync();
      wanted = wanted.map((mean, i) => decay * mean + (1 - decay) * weights[i]);
    }
    const weights = [...variable.dataSync()];
    await average.during(() => wanted.forEach((mean, i) => expect(variable.dataSync()[i] / mean).toBeCloseTo(1, 6)));
    expect([...variable.dataSync()]).toEqual(weights);
    await expect(average.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect([...variable.dataSync()]).toEqual(weights);
    average.apply();
    average.dispose();
    expect(variable.dataSync()[0] / wanted[0]).toBeCloseTo(1, 6);
    variable.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);
