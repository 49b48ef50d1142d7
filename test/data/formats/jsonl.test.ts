import { DataError } from '../../../src/errors';
import { readJsonLines } from '../../../src/data/formats/jsonl';
import { sourceOf } from '../../../src/data/bytes/source';
import { readText } from '../../../src/data/formats/plain-text';

async function records(content: string) {
  const found = [];
  for await (const record of readJsonLines(sourceOf('data.jsonl', content))) found.push(record);
  return found;
}

describe('readJsonLines', () => {
  test('objects with their lines; blank lines are passed over', async () => {
    expect(await records('{"text": "a"}\r\n\n {"text": "\u00e9", "label": 1}')).toEqual([
      { value: { text: 'a' }, line: 1 },
      { value: { text: 'é', label: 1 }, line: 3 },
    ]);
  });

  test.each([
    ['broken JSON', '{"a": 1}\n{"a": ', /data\.jsonl line 2: /],
    ['an array', '[1]', /data\.jsonl line 1: the line holds \[1\]/],
    ['null', 'null', /line 1: the line holds null/],
    ['a key __proto__', '{"a": {"__proto__": {"polluted": 1}}}', /line 1: the key "__proto__" is not allowed/],
    ['an escaped key __proto__', '{"\\u005f_proto__": 1}', /line 1: the key "__proto__" is not allowed/],
    ['endless nesting', '['.repeat(200_000) + ']'.repeat(200_000), /data\.jsonl line 1: /],
  ])('%s', async (_, content, message) => {
    const reading = records(content);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('readText gives one item a line, empty ones too', async () => {
  const found = [];
  for await (const text of readText(sourceOf('a', 'one\n\nthree\n'))) found.push(text);
  expect(found).toEqual(['one', '', 'three']);
});
