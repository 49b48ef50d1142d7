/** The pages about the recurrence core: their code runs, prints what is shown, and no number on them is invented. */
import * as tf from '@tensorflow/tfjs';
import * as library from '../src/index';
import { tagging } from '../tasks/tagging/tagging';
import { readPage, runExamples } from './support/docs';

const load = (name: string) => {
  if (name === 'tfjs-sequence') return library;
  if (name === '@tensorflow/tfjs') return tf;
  throw new Error(`a page may not import ${name}`);
};

const decimals = (text: string): string[] => text.match(/\d+\.\d+/g) ?? [];

describe.each(['bptt.md', 'notation.md'])('docs/%s', (name) => {
  const { examples, prose } = readPage(name);

  test('every block of code runs and prints what is shown', async () => {
    expect(examples.length).toBeGreaterThan(3);
    const printed = await runExamples(examples, load);
    expect(printed).toEqual(examples.map(({ shown }) => shown ?? ''));
  });

  test('every number in the text stands in the code or in what it prints', () => {
    const known = new Set(examples.flatMap(({ code, shown = '' }) => decimals(code + shown)));
    expect(decimals(prose).filter((number) => !known.has(number))).toEqual([]);
  });
});

test('docs/tasks/tagging.md: its code runs, and it names settings that there are', async () => {
  await tf.setBackend('cpu');
  const { examples, text } = readPage('tasks/tagging.md');
  expect(examples).toHaveLength(1);
  await runExamples(examples, load);
  const table = text.slice(text.indexOf('## Settings'));
  const settings = [...table.matchAll(/^\| (?:words: |frames: )?(`.*?`) +\|/gm)].flatMap(([, names]) =>
    names.match(/\w+/g),
  );
  const known = ['words', 'frames'].flatMap((input) => Object.keys(tagging.parse({ input })));
  expect(settings.length).toBeGreaterThan(20);
  expect(settings.filter((name) => ![...known, 'scheme', 'output'].includes(String(name)))).toEqual([]);
});
