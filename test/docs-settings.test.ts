/** docs/tasks/*.md: the tables of settings are those of the schemas, and every setting has a meaning. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';
import { describeValues } from '../scripts/settings/values';
import { count, rate, seedNumber, trainingEntries } from '../tasks/settings';

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

test('a schema without words is not passed over', () => {
  expect(() => describeValues(v.date())).toThrow('no words for the schema date');
});
