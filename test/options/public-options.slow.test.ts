/** The compiler lists what takes options, so that a new function without a check fails here. */
import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { calls, errorOf } from './calls';
import { publicOptions } from './public-options';

const found = publicOptions(resolve(__dirname, '../..'));

beforeAll(() => tf.setBackend('cpu'));

test('every function that takes options is called here', () => {
  expect(found.length).toBeGreaterThan(80);
  expect(found.map(({ of }) => of).sort()).toEqual(Object.keys(calls).sort());
});

test.each(found)('$of names the nearest option for a misspelt one', async ({ of, names }) => {
  const near = [...names].sort((a, b) => b.length - a.length)[0];
  const error = await errorOf(() => calls[of]({ [`${near}x`]: 1 } as never));
  expect(error).toBeInstanceOf(ConfigError);
  const { problem, fix } = error as ConfigError;
  expect({ problem, fix }).toEqual({ problem: `unknown option "${near}x"`, fix: `Did you mean ${near}?` });
});
