import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConfigError, DataError } from '../../src/errors';
import { openLabeledText } from '../../src/data/dataset';
import { nodeDataHost } from '../../src/platform/node-data';

const folder = mkdtempSync(join(tmpdir(), 'dataset-'));
const host = nodeDataHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
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
    await fails(join(folder, 'two'), /dev\.tsv and validation\.tsv could both be the validation split/);
    await fails(join(folder, 'none'), /has no file train\.\*/);
    await fails('rt-polarty', /"rt-polarty" is neither a data set.*rt-polarity/);
    await expect(openLabeledText('rt-polarity')).rejects.toThrow(ConfigError);
    await expect(openLabeledText('own.tsv')).rejects.toThrow(/no place to read them from/);
  });
});
