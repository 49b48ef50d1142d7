/** docs/tasks/*.md: the tables of settings are those of the schemas, and every setting has a meaning. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describeValues } from '../tasks/documentation/setting-values';
import { count, rate, seedNumber, trainingEntries } from '../tasks/settings';
import { tasks } from '../tasks';
import { settingSentences } from '../tasks/documentation/setting-sentences';

const root = join(__dirname, '..');

test('npm run docs:settings has nothing to write', () => {
  const script = join(root, 'scripts/settings-tables.ts');
  const command = ['--import', require.resolve('tsx'), script, '--check'];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test.each([
  [v.optional(count, 1), 'whole number ≥ 1'],
  [seedNumber, 'whole number'],
  [rate, 'number in [0, 1)'],
  [trainingEntries.learningRate, 'number > 0'],
  [trainingEntries.clipNorm, 'number ≥ 0'],
  [v.boolean(), '`true`, `false`'],
  [v.union([v.picklist(['a', 'b']), v.record(v.string(), v.number())]), '`a`, `b`, number for each'],
  [v.array(count), 'list: whole number ≥ 1'],
])('what a setting may be, in words: %#', (schema, words) => expect(describeValues(schema)).toBe(words));

test('every setting of every task has a sentence, and no other has', () => {
  for (const { name, settings } of tasks) {
    const sentences = settingSentences[name];
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(settings).sort());
    expect(Object.values(sentences).filter((sentence) => !/^\S.*\.\)?$/.test(sentence))).toEqual([]);
  }
});

test('config.schema.json describes every setting, its values and its default', () => {
  const { anyOf } = JSON.parse(readFileSync(join(root, 'config.schema.json'), 'utf8')) as {
    anyOf: { title: string; properties: Record<string, object> }[];
  };
  const [sentiment] = anyOf.filter(({ title }) => title === 'sentiment');
  expect(sentiment.properties.epochs).toEqual({
    description:
      'Passes over the training texts. Without it there are more where an epoch has few updates, or characters are read.',
    ...{ type: 'integer', minimum: 1, default: 6 },
  });
  expect(sentiment.properties.optimizer).toMatchObject({ enum: ['adam', 'adamw', 'sgd', 'rmsprop'] });
  for (const { title, properties } of anyOf)
    expect(Object.keys(properties)).toEqual([
      '$schema',
      ...Object.keys(tasks.find((one) => one.name === title)?.settings ?? {}),
    ]);
});

test('a schema without words is not passed over', () => {
  expect(() => describeValues(v.date())).toThrow('no words for the schema date');
});
