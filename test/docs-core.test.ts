/** Pages of docs/: their code runs and prints what is shown; no number on those about the recurrence core is invented. */
import * as tf from '@tensorflow/tfjs';
import * as library from '../src/index';
import { taskClasses } from '../tasks';
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

describe.each(Object.keys(taskClasses))('docs/tasks/%s.md', (task) => {
  const { examples, text } = readPage(`tasks/${task}.md`);

  test('its code runs and prints what is shown', async () => {
    await tf.setBackend('cpu');
    expect(examples).toHaveLength(1);
    const printed = await runExamples(examples, load);
    for (const [i, { shown }] of examples.entries()) if (shown !== undefined) expect(printed[i]).toBe(shown);
  });

  test('what it shows as JSON is JSON', () => {
    const shown = [...text.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, json]) => JSON.parse(json) as unknown);
    expect(shown.length).toBeGreaterThan(0);
  });
});
