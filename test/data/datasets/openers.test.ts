import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConfigError, DataError } from '../../../src/errors';
import { openFrames, openLabeledText, openParallelText, openTaggedWords } from '../../../src/data/datasets/openers';
import { nodeFileHost } from '../../../src/platform/node-data';

const folder = mkdtempSync(join(tmpdir(), 'dataset-'));
const host = nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, content: string): string {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

describe('openLabeledText', () => {
  test('the sample needs no host and no files', async () => {
    const { name, splits, provenance } = await openLabeledText('sentiment-sample');
    expect([name, splits.train.length, provenance.kind]).toEqual(['sentiment-sample', 1920, 'registry']);
  });

  test('a file is split by text, by a rule that is told', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `text ${i}\t${i % 2}\n`).join('');
    const path = put('own.tsv', `text\tlabel\n${rows}`);
    const { splits, provenance } = await openLabeledText(path, host, { testFraction: 0.2 });
    expect([splits.train.length, splits.validation?.length, splits.test?.length]).toEqual([35, 5, 10]);
    expect(provenance).toEqual({
      kind: 'file',
      from: [path],
      splitRule: 'by text: test 0.2, validation 0.1, seed 0',
    });
  });

  test('a directory has a file for every split', async () => {
    put('own/train.tsv', 'text\tlabel\na\tx\n');
    put('own/dev.jsonl', '{"text":"b","label":"y"}');
    put('own/notes.md', 'nothing');
    const { splits } = await openLabeledText(join(folder, 'own'), host);
    expect(splits.train.map(({ text }) => text)).toEqual(['a']);
    expect(splits.validation?.map(({ label }) => label)).toEqual(['y']);
    expect(splits.test).toBeUndefined();
  });

  test('bad paths', async () => {
    put('two/train.tsv', 'text\tlabel\na\tx\n');
    put('two/dev.tsv', 'text\tlabel\na\tx\n');
    put('two/validation.tsv', 'text\tlabel\na\tx\n');
    put('none/a.tsv', 'text\tlabel\na\tx\n');
    const fails = async (path: string, message: RegExp) => {
      const opening = openLabeledText(path, host);
      await expect(opening).rejects.toThrow(DataError);
      await expect(opening).rejects.toThrow(message);
    };
    await fails(join(folder, 'two'), /not clear which of dev\.tsv, validation\.tsv is the validation split/);
    await fails(join(folder, 'none'), /has no file train\.\*/);
    await fails('rt-polarty', /"rt-polarty" is neither a data set.*rt-polarity/);
    await expect(openLabeledText('rt-polarity')).rejects.toThrow(ConfigError);
    await expect(openLabeledText('own.tsv')).rejects.toThrow(/no FileHost to read them with/);
  });
});

describe('openParallelText', () => {
  const shown = (part: { source: string; target: string }[] = []) => part.map(({ source, target }) => [source, target]);

  test('a file with tabs is split so that no source stands on two sides', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => `question ${i % 50}\tanswer ${i}\n`).join('');
    const { splits, provenance, sides } = await openParallelText(put('pairs.tsv', rows), host);
    expect([splits.train.length, splits.validation?.length, splits.test?.length]).toEqual([80, 10, 10]);
    const parts = [splits.train, splits.validation!, splits.test!];
    const sources = parts.map((part) => new Set(part.map(({ source }) => source)));
    expect(new Set(sources.flatMap((set) => [...set])).size).toBe(sources.reduce((sum, { size }) => sum + size, 0));
    expect(provenance.splitRule).toBe('by source: test 0.1, validation 0.1, seed 0');
    expect(sides).toBeUndefined();
  });

  test('a directory with a file a side, or one file with tabs', async () => {
    put('corpus/train.lower.de', 'ja\nnein\n');
    put('corpus/train.lower.en', 'yes\nno\n');
    put('corpus/val.de', 'gut\n');
    put('corpus/val.en', 'good\n');
    put('corpus/test.tsv', 'eins\tone\n');
    const { splits, sides } = await openParallelText(join(folder, 'corpus'), host, { source: 'de', target: 'en' });
    expect(shown(splits.train)).toEqual([['ja', 'yes'], ['nein', 'no']]); // prettier-ignore
    expect(shown(splits.validation)).toEqual([['gut', 'good']]);
    expect(shown(splits.test)).toEqual([['eins', 'one']]);
    expect(sides).toEqual({ source: 'de', target: 'en' });
  });

  test('two files by their common name, in the direction that is told', async () => {
    put('news.de', 'ja\nnein\n');
    put('news.en', 'yes\nno\n');
    const { splits, provenance } = await openParallelText(join(folder, 'news'), host, {
      ...{ source: 'en', target: 'de', testFraction: 0, validationFraction: 0 },
    });
    expect(shown(splits.train)).toEqual([['yes', 'ja'], ['no', 'nein']]); // prettier-ignore
    expect(provenance.from).toEqual([join(folder, 'news.en'), join(folder, 'news.de')]);
  });

  test('bad paths and sides', async () => {
    put('unclear/train.de', 'ja\n');
    put('unclear/train.en', 'yes\n');
    const fails = async (path: string, options: { source?: string; target?: string }, message: RegExp) =>
      expect(openParallelText(path, host, options)).rejects.toThrow(message);
    await fails(
      join(folder, 'unclear'),
      {},
      /source is undefined.*sides that are there: de, en.*source: 'de' and target: 'en'/,
    );
    await fails(
      join(folder, 'unclear'),
      { source: 'de', target: 'fr' },
      /target is "fr".*source: 'de' and target: 'en'/,
    );
    await fails(join(folder, 'unclear'), { source: 'de', target: 'de' }, /source is "de" and target is "de"/);
    put('unclear/train.lower.de', 'ja\n');
    await fails(join(folder, 'unclear'), { source: 'de', target: 'en' }, /not clear which of train\.de.* train split/);
    await fails(join(folder, 'nowhere'), { source: 'de', target: 'en' }, /neither a data set.*multi30k-en-de/);
    await fails('multi30k-en-ed', {}, /Did you mean multi30k-en-de\?/);
    await fails('copy', { source: 'fr' }, /copy: source is "fr".*the two sides string and copy/);
    await fails('copy', { source: 'copy', target: 'copy' }, /source is "copy" and target is "copy"/);
    await fails('sentiment-sample', {}, /sentiment-sample holds labelled text. Expected parallel text.*task sentiment/);
    await expect(openLabeledText('dates')).rejects.toThrow(/dates holds parallel text.*rt-polarity.*task translation/);
  });
});

describe('openTaggedWords', () => {
  test('a file is split so that no sentence stands on two sides', async () => {
    const sentences = Array.from(
      { length: 60 },
      (_, i) => `word ${'N'}\nnumber${i % 30} ${i < 30 ? 'X' : 'Y'}\n\n`,
    ).join('');
    const { splits, provenance } = await openTaggedWords(put('own.conll', sentences), host);
    expect([splits.train.length, splits.validation?.length, splits.test?.length]).toEqual([48, 6, 6]);
    expect(provenance.splitRule).toBe('by sentence: test 0.1, validation 0.1, seed 0');
  });

  test('a directory, and a data set of another kind', async () => {
    put('treebank/train.jsonl', '{"words":["a"],"tags":["X"]}');
    put('treebank/dev.conll', 'b Y\n');
    const { splits } = await openTaggedWords(join(folder, 'treebank'), host);
    expect(splits.validation![0].tags).toEqual(['Y']);
    await expect(openTaggedWords('copy')).rejects.toThrow(
      /copy holds parallel text. Expected tagged words, such as ud-/,
    );
  });
});

describe('openFrames', () => {
  test('a file is split by recording', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `r${i >> 2},${i},${i % 2}\n`).join('');
    const { splits, provenance } = await openFrames(put('sensors.csv', `recording,x,label\n${rows}`), host);
    expect([splits.train.length, splits.validation?.length, splits.test?.length]).toEqual([8, 1, 1]);
    expect(splits.train.every(({ steps }) => steps === 4)).toBe(true);
    expect(provenance.splitRule).toBe('by recording: test 0.1, validation 0.1, seed 0');
  });
});
