/** Loading a bundle draws no weights: they are replaced by saved ones, and drawing large ones takes seconds. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load, useBackend } from '../../src/node';
import { Random } from '../../src/random';

const bundles = join(__dirname, '../fixtures/bundles');
const draws = ['normal', 'normalArray', 'uniform', 'uniformArray'] as const;

beforeAll(() => useBackend('cpu'));
afterEach(() => jest.restoreAllMocks());

it.each(readdirSync(bundles).filter((name) => !name.endsWith('.ts')))('%s', async (name) => {
  const spies = draws.map((draw) => jest.spyOn(Random.prototype, draw));
  const model = await load(join(bundles, name));
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  model.dispose();
});
