/** Splits of running text: parts in its order, the same in memory and read in pieces. */
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openPlainText, streamPlainText } from '../../../src/data/datasets/openers';
import { toArray } from '../../../src/data/datasets/splits';
import { ConfigError } from '../../../src/errors';
import { nodeFileHost } from '../../../src/platform/node-data';

const folder = mkdtempSync(join(tmpdir(), 'contiguous-'));
const host = nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');
const textOf = (parts: readonly { text: string }[] = []) => parts.map(({ text }) => text).join('');

it('training first, then validation, then test, cut between words; the whole text is there', async () => {
  const text = words(1000);
  const { splits, provenance } = await openPlainText(put('book.txt', text), host);
  const { train, validation, test } = splits;
  expect([train, validation, test].map((part) => part?.length)).toEqual([1, 1, 1]);
  expect(textOf([...train, ...validation!, ...test!])).toBe(text);
  expect(train[0].text.length / text.length).toBeCloseTo(0.8, 2);
  expect(validation![0].text).toMatch(/^word\d+ /);
  expect(test![0].text).toMatch(/^word\d+ /);
  expect(provenance.splitRule).toBe('in order: training first, then validation 0.1, test 0.1');
});

it('read in pieces: the same splits, each piece continued by the next', async () => {
  const path = put('long.txt', `${words(60_000)}\n`);
  const held = (await openPlainText(path, host)).splits;
  const streamed = (await streamPlainText(path, host)).splits;
  const train = await toArray(streamed.train);
  expect(train.length).toBeGreaterThan(4);
  expect(train.slice(0, -1).every(({ continues }) => continues)).toBe(true);
  expect(textOf(train) === textOf(held.train)).toBe(true);
  expect(textOf(await toArray(streamed.validation!)) === textOf(held.validation)).toBe(true);
  expect(textOf(await toArray(streamed.test!)) === textOf(held.test)).toBe(true);
});

it('a folder: several files a split are several texts', async () => {
  put('plays/train.one.txt', 'to be');
  put('plays/train.two.txt', 'or not');
  put('plays/valid.txt', 'to be');
  const { splits } = await openPlainText(join(folder, 'plays'), host);
  expect(splits.train.map(({ text }) => text)).toEqual(['to be', 'or not']);
  expect(splits.validation?.map(({ text }) => text)).toEqual(['to be']);
});

it('options of tables are refused for a file that is one text', async () => {
  const path = put('a.txt', 'text\nno table\n');
  await expect(openPlainText(path, host, { textColumn: 'text' })).rejects.toThrow(ConfigError);
  await expect(openPlainText(path, host, { textColumn: 'text' })).rejects.toThrow(
    /textColumn is given, and the file is no table/,
  );
});
