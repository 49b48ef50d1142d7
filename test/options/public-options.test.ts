/** Options are checked everywhere: a misspelt one is never passed over in silence. */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { calls, errorOf } from './calls';

beforeAll(() => tf.setBackend('cpu'));

const names = Object.keys(calls);

test.each(names)('%s refuses an unknown option', async (name) => {
  const error = await errorOf(() => calls[name]({ wobble: 1 } as never));
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).problem).toBe('unknown option "wobble"');
});

test.each(names)('%s refuses null in place of options', async (name) => {
  expect(await errorOf(() => calls[name](null as never))).toBeInstanceOf(ConfigError);
});
