import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Dataset, StreamedDataset } from '../../../src/data/datasets/dataset';
import {
  openFrames,
  openLabeledText,
  openParallelText,
  openTaggedWords,
  streamFrames,
  streamLabeledText,
  streamParallelText,
  streamTaggedWords,
} from '../../../src/data/datasets/openers';
import { toArray } from '../../../src/data/datasets/splits';
import { isReplayable } from '../../../src/data/example-source';
import { ConfigError, DataError } from '../../../src/errors';
import { nodeFileHost } from '../../../src/platform/node-data';

const folder = mkdtempSync(join(tmpdir(), 'streams-'));
afterAll(() => rmSync(folder, { recursive: true }));

let opened = 0;
const files = nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
const host: typeof files = {
  ...files,
  open(path) {
    opened++;
    return files.open(path);
  },
};

function put(path: string, lines: readonly string[]): string {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, lines.join('\n'));
  return whole;
}

const count = Array.from({ length: 200 }, (_, i) => i);
const tsv = put('texts.tsv', ['text\tlabel', ...count.map((i) => `text ${i % 150}\t${i % 2}`)]);
const pairs = put('pairs.tsv', count.map((i) => `question ${i % 120}\tanswer ${i}`)); // prettier-ignore
const words = put('words.conll', count.flatMap((i) => [`word${i % 90} N`, '. P', ''])); // prettier-ignore
const frames = put('frames.csv', ['recording,x,label', ...count.map((i) => `r${i >> 2},${i},${i % 2}`)]);
put('folder/train.tsv', ['text\tlabel', 'a\tx', 'b\ty']);
put('folder/dev.tsv', ['text\tlabel', 'c\tx']);

async function inArrays<Example>({ name, splits, provenance }: StreamedDataset<Example>): Promise<Dataset<Example>> {
  const { train, validation, test } = splits;
  const arrays = {
    train: await toArray(train),
    ...(validation && { validation: await toArray(validation) }),
    ...(test && { test: await toArray(test) }),
  };
  return { name, splits: arrays, provenance };
}

describe('a stream gives what arrays give', () => {
  test.each([
    ['labelled text', async () => [await openLabeledText(tsv, host), await inArrays(await streamLabeledText(tsv, host))]],
    ['parallel text', async () => [await openParallelText(pairs, host), await inArrays(await streamParallelText(pairs, host))]],
    ['tagged words', async () => [await openTaggedWords(words, host), await inArrays(await streamTaggedWords(words, host))]],
    ['frames', async () => [await openFrames(frames, host), await inArrays(await streamFrames(frames, host))]],
    ['a data set of the package', async () => [await openParallelText('dates'), await inArrays(await streamParallelText('dates', undefined))]],
    ['a directory', async () => [await openLabeledText(join(folder, 'folder'), host), await inArrays(await streamLabeledText(join(folder, 'folder'), host))]],
  ])('%s', async (_, both) => {
    const [arrays, stream] = await both();
    expect(stream).toEqual({ name: arrays.name, splits: arrays.splits, provenance: arrays.provenance });
    expect(stream.splits.train.length).toBeGreaterThan(0);
  });
}); // prettier-ignore

test('every pass reads the file again, also one that was left early', async () => {
  const { splits } = await streamLabeledText(tsv, host);
  expect(isReplayable(splits.train)).toBe(true);
  opened = 0;
  for await (const { label } of splits.train) if (label !== '') break;
  const first = await toArray(splits.train);
  expect(await toArray(splits.train)).toEqual(first);
  expect(opened).toBe(3);
});

test('the direction of a data set of the package', async () => {
  const { splits, sides } = await streamParallelText('copy', undefined, { source: 'copy', target: 'string' });
  expect(sides).toEqual({ source: 'copy', target: 'string' });
  const [{ source, target }] = await toArray(splits.train);
  expect(target.trim()).toBe(source.trim());
});

test('bad input: at once where it is split, with the first pass where it is not', async () => {
  const bad = put('bad.tsv', ['text\tlabel', 'a\tx', 'b\t']);
  await expect(streamLabeledText(bad, host)).rejects.toThrow(/bad\.tsv line 3: the label is missing/);
  put('bad/train.tsv', ['text\tlabel', 'a\tx', 'b\t']);
  const { splits } = await streamLabeledText(join(folder, 'bad'), host);
  await expect(toArray(splits.train)).rejects.toThrow(DataError);
  await expect(streamLabeledText(tsv, host, { testFraction: 2 })).rejects.toThrow(ConfigError);
  await expect(streamLabeledText(join(folder, 'none.tsv'), host)).rejects.toThrow(/neither a data set/);
});
