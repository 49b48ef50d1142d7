import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sourceOf } from '../../src/data/bytes/source';
import { registry } from '../../src/data/datasets/registry';
import type { DataKind } from '../../src/data/example-kind';
import { frames, kinds, labeledText, parallelText, taggedWords } from '../../src/data/kinds';
import { chooseKind, openExamples } from '../../src/data/open-examples';
import { ConfigError } from '../../src/errors';
import { nodeFileHost, streamSource } from '../../src/platform/node-data';
import { onCommandLine } from '../../src/wording';

const folder = mkdtempSync(join(tmpdir(), 'kinds-'));
const host = nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, content: string): string {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

const tagging: readonly DataKind[] = [taggedWords, frames];
const all = Object.values(kinds);

describe('every kind', () => {
  test.each(all.map((kind) => [kind.name, kind] as const))('%s: flags, names, endings', (name, kind) => {
    expect(kinds[name as keyof typeof kinds]).toBe(kind);
    const names = kind.options.map((option) => option.name);
    expect(new Set(names).size).toBe(names.length);
    kind.options.forEach(({ flag, help }) => {
      expect(flag ?? '--code <name>').toMatch(/^--[a-z-]+( <[a-z]+>)?$/);
      expect(help).not.toBe('');
    });
    kind.endings.forEach((ending) => expect(ending).toBe(ending.toLowerCase()));
  });

  test.each(registry.filter(({ files }) => !files.length).map((entry) => [entry.name, entry.kind] as const))(
    '%s is opened and shown',
    async (name, kindName) => {
      const kind = kinds[kindName];
      const { splits } = await kind.open(name, undefined, {});
      expect(kind.line(splits.train[0])).not.toMatch(/\n|undefined/);
      expect(JSON.stringify(kind.document(splits.train[0])).length).toBeLessThan(500);
    },
  );

  test('a bundle remembers how its files are read, and neither sides nor what is skipped', () => {
    const forgotten = all.flatMap(({ options }) => options.filter((option) => !option.remembered));
    expect([...new Set(forgotten.map(({ name }) => name))]).toEqual([
      'skipInvalid',
      'source',
      'target',
      'featureColumns',
    ]);
  });
});

test('recordings on standard input are refused at the first row that cannot be read, before its end', async () => {
  const written = async function* () {
    yield await Promise.resolve(new TextEncoder().encode('x\n1\nb\n'));
    throw new Error('read on');
  };
  const inputs = frames.inputs.read(streamSource('standard input', written()), { format: 'csv' });
  await expect(inputs[Symbol.asyncIterator]().next()).rejects.toThrow(/standard input line 3 .*"b" is no finite/);
});

describe('options are parsed as on the command line', () => {
  const parse = ({ options }: DataKind, name: string, text: string) =>
    options.find((option) => option.name === name)?.parse(text);

  test('columns by number stay numbers, lists split at commas', () => {
    expect(parse(labeledText, 'textColumn', '2')).toBe(2);
    expect(parse(labeledText, 'textColumn', 'review')).toBe('review');
    expect(parse(parallelText, 'targetColumn', '12')).toBe(12);
    expect(parse(taggedWords, 'labelColumn', 'xpos')).toBe('xpos');
    expect(parse(taggedWords, 'labelColumn', '4')).toBe(4);
    expect(parse(frames, 'ignoreColumns', 'time,id')).toEqual(['time', 'id']);
    expect(parse(frames, 'recordingColumn', '7')).toBe('7'); // frames need a header
  });

  test('what no value can be is refused with its flag', () => {
    expect(() => parse(labeledText, 'delimiter', 'x')).toThrow(/delimiter is "x".*comma, semicolon.*Correct delimiter/);
    expect(() => parse(labeledText, 'quotes', 'single')).toThrow(/double or none/);
    expect(() => frames.open('moving-shapes', host, { recordingColumn: 3 })).toThrow(ConfigError);
  });
});

describe('chooseKind', () => {
  const chosen = async (name: string, given?: string) => (await chooseKind(tagging, name, host, given)).name;

  test('by the registry, by an ending in any case, by the train.* of a directory, as told', async () => {
    put('folder/train.csv', '');
    put('folder/notes.txt', '');
    expect(await chosen('moving-shapes')).toBe('frames');
    expect(await chosen('conll2003-ner')).toBe('tagged words');
    expect(await chosen('a.CSV.GZ')).toBe('frames');
    expect(await chosen('a.b.conllu')).toBe('tagged words');
    expect(await chosen(join(folder, 'folder'))).toBe('frames');
    expect(await chosen('a.jsonl', 'words')).toBe('tagged words');
  });

  test('an ending that several kinds read, or none, tells nothing', async () => {
    await expect(chosen('a.jsonl')).rejects.toThrow(
      /a\.jsonl: .* words or frames\. Expected one of conllu, conll, bio, iob, txt, csv, tab, or an option that says it.*input: 'frames'/,
    );
    await expect(chosen('a.pdf')).rejects.toThrow(ConfigError);
    await expect(chosen('a.csv', 'frame')).rejects.toThrow(/input is "frame".*words or frames.*Did you mean frames/);
  });

  test('a task of one kind does not ask', async () => {
    expect(await chooseKind([labeledText], 'a.pdf', host)).toBe(labeledText);
  });
});

describe('openExamples', () => {
  const csv = put('a.csv', 'session,x,label\na,1,up\na,2,down\n');

  test('passes the options of its kind on', async () => {
    const { splits } = await openExamples(tagging, csv, host, { recordingColumn: 'session' });
    expect(splits.train).toMatchObject([{ recording: 'a', size: 1, labels: ['up', 'down'] }]);
  });

  test('an option of another kind, or of none', async () => {
    const words = put('a.conll', 'a X\n');
    await expect(openExamples(tagging, words, host, { ignoreColumns: 'x' })).rejects.toThrow(
      /a\.conll: it holds words, and ignoreColumns, which is for frames, is "x"\. Expected recordings of frames/,
    );
    await expect(openExamples(tagging, csv, host, { textColumn: '2' })).rejects.toThrow(/it holds frames.*for words/);
    await expect(openExamples([labeledText], csv, host, { source: 'de' })).rejects.toThrow(
      /source is "de", and labelled text has no such option\. Expected textColumn, labelColumn/,
    );
  });

  test('frames are not left out: the reason is said', async () => {
    const csv = put('skip.csv', 'x,label\n1,up\n');
    const refusal = openExamples(tagging, csv, host, { skipInvalid: true }).catch((error: unknown) => error);
    expect(((await refusal) as ConfigError).messageIn(onCommandLine)).toMatch(
      /skip\.csv: it holds frames, and --skip-invalid is not for them: frames follow each other in time.*Leave --skip-invalid out/,
    );
    await expect(openExamples(tagging, csv, host, { skipInvalid: true })).rejects.toThrow(ConfigError);
  });

  test('a data set of another kind is refused by what it would have to be', async () => {
    await expect(openExamples(tagging, 'copy', host, {})).rejects.toThrow(/copy holds parallel text/);
  });
});

test.each([
  ['labelled text', 'a.tsv', 'text\tlabel\na b\tx\nc\ty\n'],
  ['labelled text', 'a.jsonl', '{"text":"a","label":"x"}\n{"text":"b","label":"y"}\n'],
  ['parallel text', 'b.tsv', 'ja\tyes\nnein\tno\n'],
  ['tagged words', 'c.conll', 'a X\nb Y\n\nc X\n'],
  ['frames', 'd.csv', 'x,label\n1,up\n2,down\n'],
] as const)('%s, %s: lines may end with LF, CR LF or CR', async (kind, name, text) => {
  const read = (end: string) => kinds[kind].open(put(name, text.replaceAll('\n', end)), host, {});
  const { splits } = await read('\n');
  expect((await read('\r\n')).splits).toEqual(splits);
  expect((await read('\r')).splits).toEqual(splits);
});

describe('inputs of predict', () => {
  const inputsOf = async ({ inputs }: DataKind, name: string, text: string, options = {}) => {
    const found: unknown[] = [];
    for await (const one of inputs.read(sourceOf(name, text), options)) found.push(one);
    return found;
  };

  test('a text a line, also an empty one', async () => {
    expect(await inputsOf(labeledText, 'stdin', 'a b\n\nc')).toEqual([
      { input: 'a b', where: 'stdin line 1' },
      { input: '', where: 'stdin line 2' },
      { input: 'c', where: 'stdin line 3' },
    ]);
  });

  test('recordings, with or without labels, with the columns of training', async () => {
    const text = 'id,y,x\na,1,2\na,3,4\nb,5,6\n';
    const options = { format: 'csv', recordingColumn: 'id', featureColumns: ['x'] };
    expect(await inputsOf(frames, 'stdin', text, options)).toMatchObject([
      { input: { recording: 'a', frames: Float64Array.of(2, 4), labels: [] }, where: 'stdin line 2' },
      { input: { recording: 'b', frames: Float64Array.of(6) }, where: 'stdin line 4' },
    ]);
    await expect(inputsOf(frames, 'stdin', text, { format: 'xml' })).rejects.toThrow(
      /format is "xml".*csv, tsv, jsonl or json/,
    );
  });
});
