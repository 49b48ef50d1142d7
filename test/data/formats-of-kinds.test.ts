/** The table of docs/files.md: each cell is tried, and each file is read by name alone where the page says so. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { DataNote } from '../../src/data/bytes/notes';
import type { DataKind, DataOptions } from '../../src/data/example-kind';
import { kinds } from '../../src/data/kinds';
import { openExamples } from '../../src/data/open-examples';
import { ConfigError } from '../../src/errors';
import { nodeFileHost } from '../../src/platform/node-data';

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
const host = nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const all = { testFraction: 0, validationFraction: 0 };
type KindName = keyof typeof kinds;

async function read(kind: DataKind, path: string, options: DataOptions = {}) {
  const notes: string[] = [];
  const onNote = ({ message }: DataNote) => void notes.push(message.replace(`${folder}/`, ''));
  const { splits } = await kind.open(path, host, options, { ...all, onNote });
  return { examples: splits.train as unknown[], notes };
}

/** What all files of a kind hold. */
type Tabulated = Exclude<KindName, 'labelled audio'>; // which are files of their own
const expected: Record<Tabulated, object[]> = {
  'labelled text': [
    { text: 'a quiet triumph', label: 'good' },
    { text: 'a mess', label: 'bad' },
  ],
  'parallel text': [
    { source: 'ja', target: 'yes' },
    { source: 'nein danke', target: 'no thanks' },
  ],
  'tagged words': [
    { words: ['Anna', 'ran'], tags: ['B-PER', 'O'] },
    { words: ['Oslo'], tags: ['B-LOC'] },
  ],
  frames: [{ recording: 'a', size: 2, labels: ['up', 'down'], frames: Float64Array.of(1, 2, 3, 4) }],
  'labelled frames': [
    { recording: 'a', size: 2, label: 'up', frames: Float64Array.of(1, 2, 3, 4) },
    { recording: 'b', size: 2, label: 'down', frames: Float64Array.of(5, 6) },
  ],
  'plain text': [{ text: 'a quiet triumph' }, { text: 'a mess' }],
  'piano rolls': [{ notes: [[60, 64], []] }, { notes: [[62]], piece: 'b' }],
  series: [
    { series: 'a', columns: ['x', 'y'], values: Float64Array.of(1, 2, 3, 4) },
    { series: 'b', columns: ['x', 'y'], values: Float64Array.of(5, 6) },
  ],
};
/** Of formats that hold texts with their line ends. */
const ownExpected: Record<string, object[]> = {
  text: [{ text: 'a quiet triumph\na mess\n' }],
  abc: [{ text: 'X:1\nK:G\nGABc|\n' }, { text: 'X:2\nK:D\nDEFG|\n' }],
};
const expectedOf = (format: string, kind: Tabulated): object[] => ownExpected[format] ?? expected[kind];

const texts = '{"text":"a quiet triumph","label":"good"}\n{"text":"a mess","label":"bad"}\n';
const pairs = '{"source":"ja","target":"yes"}\n{"translation":{"source":"nein danke","target":"no thanks"}}\n';
const words = '{"words":["Anna","ran"],"tags":["B-PER","O"]}\n{"tokens":["Oslo"],"ner_tags":["B-LOC"]}\n';
const rows = '{"recording":"a","frame":[1,2],"label":"up"}\n{"recording":"a","frame":[3,4],"label":"down"}\n';
const clips =
  '{"recording":"a","frames":[[1,2],[3,4]],"label":"up"}\n{"recording":"b","frames":[[5,6]],"label":"down"}\n';
const pieces = '{"notes":[[60,64],[]]}\n{"notes":[[62]],"piece":"b"}\n';
const manySeries = 'series,x,y\na,1,2\na,3,4\nb,5,6\n';
const seriesRecords =
  '{"series":"a","columns":["x","y"],"values":[[1,2],[3,4]]}\n{"series":"b","columns":["x","y"],"values":[[5,6]]}\n';
const array = (lines: string) => `[\n  ${lines.trim().split('\n').join(',\n  ')}\n]`;
const tagged = 'sentence,word,tag\n1,Anna,B-PER\n1,ran,O\n2,Oslo,B-LOC\n';
const frameTable = 'recording,x,y,label\na,1,2,up\na,3,4,down\n';
const clipTable = 'recording,x,y,label\na,1,2,up\na,3,4,up\nb,5,6,down\n';
const row2012 = (n: number, word: string, pos: string, entity: string) =>
  `bc/doc 0 ${n} ${word} ${pos} (S* - - - Speaker ${entity} (V*) -`;

/** Format → kind → name of a file and its content. */
const files: Record<string, Partial<Record<KindName, [name: string, content: string]>>> = {
  csv: {
    'labelled text': ['a.csv', 'text,label\na quiet triumph,good\na mess,bad\n'],
    'parallel text': ['b.csv', 'source,target\nja,yes\nnein danke,no thanks\n'],
    'tagged words': ['c.csv', tagged],
    frames: ['d.csv', frameTable],
    'labelled frames': ['g.csv', clipTable],
    'plain text': ['e.csv', 'text\na quiet triumph\na mess\n'],
    series: ['g.csv', manySeries],
  },
  tsv: {
    'labelled text': ['a.tsv', 'text\tlabel\na quiet triumph\tgood\na mess\tbad\n'],
    'parallel text': ['b.tsv', 'ja\tyes\nnein danke\tno thanks\n'],
    'tagged words': ['c.tsv', tagged.replaceAll(',', '\t')],
    frames: ['d.tsv', frameTable.replaceAll(',', '\t')],
    'labelled frames': ['g.tsv', clipTable.replaceAll(',', '\t')],
    'plain text': ['e.tsv', 'text\na quiet triumph\na mess\n'],
    series: ['g.tsv', manySeries.replaceAll(',', '\t')],
  },
  jsonl: {
    'labelled text': ['a.jsonl', texts],
    'parallel text': ['b.jsonl', pairs],
    'tagged words': ['c.jsonl', words],
    frames: ['d.jsonl', rows],
    'labelled frames': ['g.jsonl', clips],
    'plain text': ['e.jsonl', texts],
    'piano rolls': ['f.jsonl', pieces],
    series: ['g.jsonl', seriesRecords],
  },
  json: {
    'labelled text': ['a.json', array(texts)],
    'parallel text': ['b.json', array(pairs)],
    'tagged words': ['c.json', array(words)],
    frames: ['d.json', array(rows)],
    'labelled frames': ['g.json', array(clips)],
    'plain text': ['e.json', array(texts)],
    'piano rolls': ['f.json', array(pieces)],
    series: ['g.json', array(seriesRecords)],
  },
  text: { 'plain text': ['e.txt', 'a quiet triumph\na mess\n'] },
  abc: { 'plain text': ['e.abc', 'X:1\nK:G\nGABc|\n\nX:2\nK:D\nDEFG|\n'] },
  fasttext: { 'labelled text': ['a.train', '__label__good a quiet triumph\n__label__bad a mess\n'] },
  'label-first': { 'labelled text': ['a.all', 'good a quiet triumph\nbad a mess\n'] },
  conll: { 'tagged words': ['c.conll', 'Anna B-PER\nran O\n\nOslo B-LOC\n'] },
  conllu: {
    'tagged words': [
      'c.conllu',
      ['1\tAnna\t_\tB-PER', '2\tran\t_\tO', '', '1\tOslo\t_\tB-LOC']
        .map((line) => (line ? `${line}${'\t_'.repeat(6)}` : line))
        .join('\n'),
    ],
  },
  conll2012: {
    'tagged words': [
      'c.v4_gold_conll',
      [
        '#begin document (bc/doc); part 000',
        row2012(0, 'Anna', 'NNP', '(PER)'),
        row2012(1, 'ran', 'VBD', '*'),
        '',
        row2012(0, 'Oslo', 'NNP', '(LOC)'),
        '#end document',
      ].join('\n'),
    ],
  },
};

/** Rows of the first table of the page: format, then a cell a kind. */
const table = readFileSync(resolve(__dirname, '../../docs/files.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| `[a-z]/.test(line))
  .map((line) => line.split(/ +\| +/).map((cell) => cell.replace(/^\|\s*|[\s|]*$/g, '').trim()));
const cells = table.flatMap(([format, , ...rest]) =>
  (Object.keys(expected) as Tabulated[]).map((kind, i) => [format.replaceAll('`', ''), kind, rest[i]] as const),
);

it('the page has a row for each format that a kind names, and the test a file for each of its cells', () => {
  const named = Object.values(kinds).flatMap(({ options }) => /^(.*), if/.exec(options.find(({ name }) => name === 'format')?.help ?? '')?.[1].split(/, | or /) ?? []); // prettier-ignore
  expect(table.map(([format]) => format.replaceAll('`', '')).sort()).toEqual([...new Set(named)].sort());
  const filled = cells.filter(([, , cell]) => cell !== '–').map(([format, kind]) => `${format}: ${kind}`);
  const tried = Object.entries(files).flatMap(([format, of]) => Object.keys(of).map((kind) => `${format}: ${kind}`));
  expect(tried.sort()).toEqual(filled.sort());
});

describe.each(cells)('%s, %s', (format, kindName) => {
  const kind = kinds[kindName];
  const file = files[format][kindName];
  if (file === undefined) {
    it('is refused', async () => {
      const path = put('other.dat', 'text,label\na,b\n');
      await expect(read(kind, path, { format })).rejects.toThrow(ConfigError);
      await expect(read(kind, path, { format })).rejects.toThrow(/format is .* Expected .*jsonl/);
    });
    return;
  }
  const [name, content] = file;
  const options = format === 'label-first' ? { format } : {};

  it('is read by its name, also compressed and in capitals', async () => {
    expect((await read(kind, put(name, content), options)).examples).toMatchObject(expectedOf(format, kindName));
    const zipped = put(`${name.toUpperCase()}.GZ`, gzipSync(content));
    expect((await read(kind, zipped, options)).examples).toMatchObject(expectedOf(format, kindName));
  });

  it('is read under any name when the format is given, and in UTF-16', async () => {
    const marked = Buffer.from(`\ufeff${content}`, 'utf16le');
    expect((await read(kind, put('any.dat', marked), { format })).examples).toMatchObject(expectedOf(format, kindName));
  });

  it('and chosen among words and frames', async () => {
    if (kindName !== 'tagged words' && kindName !== 'frames') return;
    const given = ['conllu', 'conll', 'tsv'].includes(format) && kindName === 'frames' ? { input: 'frames' } : {};
    const path = put(name, content);
    const { splits } = await openExamples([kinds['tagged words'], kinds.frames], path, host, given, all as object);
    expect(splits.train).toMatchObject(expectedOf(format, kindName));
  });
});
