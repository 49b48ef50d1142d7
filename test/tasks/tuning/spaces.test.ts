import '../../../src/node';
import { type AnySpace, checkSpace, type Settings } from '../../../tasks/tuning/space/space';
import { table } from '../contract/table';

describe.each(table.map((row) => [row.name, row] as const))('the search space of %s', (_, row) => {
  const { task, config } = new row.class(row.options);
  const variant = task.variant?.(row.options, row.training[0]) ?? task;
  const base = variant.parseConfig({
    ...row.options,
    ...variant.inferOptions?.(row.training, row.options, () => undefined),
  });
  const space = variant.searchSpace?.(base) as AnySpace;
  const valid = (settings: Settings) => new row.class({ ...base, ...settings }).config;

  it('is declared, of settings of the task', () => {
    expect(config).toBeDefined();
    expect(Object.keys(space.settings).length).toBeGreaterThan(5);
    expect(() => checkSpace('space', space, Object.keys(variant.settings))).not.toThrow();
  });

  it('has values that the task takes', () => {
    for (const [name, dimension] of Object.entries(space.settings)) {
      const values = dimension?.kind === 'choice' ? dimension.values : [dimension?.low, dimension?.high];
      for (const value of values)
        expect({ name, config: valid({ [name]: value }) }).toHaveProperty(['config', name], value);
    }
  });

  it('has candidates that the task takes, of settings that it searches', () => {
    for (const candidate of space.candidates ?? []) {
      expect(valid(candidate)).toMatchObject(candidate);
      Object.keys(candidate).forEach((name) => expect(space.settings).toHaveProperty(name));
    }
  });
});
