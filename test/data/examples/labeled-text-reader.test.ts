import { gzipSync } from 'node:zlib';

import { ConfigError, DataError } from '../../../src/errors';
import { type LabeledTextOptions, readLabeledText } from '../../../src/data/examples/labeled-text-reader';
import { sourceOf } from '../../../src/data/bytes/source';
import { toArray } from '../../../src/data/datasets/splits';

const read = (name: string, content: string | Uint8Array, options?: LabeledTextOptions) =>
  toArray(readLabeledText(sourceOf(name, content), options));
const pairs = async (...parts: Parameters<typeof read>) =>
  (await read(...parts)).map(({ text, label }) => [text, label]);

const expected = [
  ['a good film', 'pos'],
  ['so, so', 'neg'],
];

describe('readLabeledText', () => {
  test.each<[string, string, string | Uint8Array, LabeledTextOptions]>([
    ['TSV by header', 'a.tsv', 'label\ttext\npos\ta good film\nneg\tso, so\n', {}],
    ['TSV, other usual names, any case', 'a.TSV', 'Sentence\tid\tClass\na good film\t1\tpos\nso, so\t2\tneg', {}],
    ['CSV by header, gzip', 'a.csv.gz', gzipSync('review,sentiment\r\na good film,pos\r\n"so, so", neg\r\n'), {}],
    ['CSV with BOM', 'a.csv', '\ufefftext,label\na good film,pos\n"so, so",neg\n', {}],
    ['named columns', 'a.csv', 'q,a,text\na good film,pos,x\n"so, so",neg,y\n', { textColumn: 'q', labelColumn: 'A' }],
    ['no header', 'a.tsv', 'pos\ta good film\nneg\tso, so\n', { labelColumn: 1, textColumn: 2 }],
    ['JSON Lines', 'a.jsonl', '{"text":"a good film","label":"pos"}\n{"sentence":"so, so","class":"neg","x":[]}', {}],
    ['label first', 'train', 'pos a good film\n\nneg\tso, so', { format: 'label-first' }],
    ['format over ending', 'a.txt', 'text\tlabel\na good film\tpos\nso, so\tneg', { format: 'tsv' }],
  ])('%s', async (_, name, content, options) => {
    expect(await pairs(name, content, options)).toEqual(expected);
  });

  test('labels of JSON may be numbers or booleans; examples know their line', async () => {
    expect(await read('a.jsonl', '{"text":"x","label":0}\n\n{"text":"y","label":true}')).toEqual([
      { text: 'x', label: '0', where: 'a.jsonl line 1' },
      { text: 'y', label: 'true', where: 'a.jsonl line 3' },
    ]);
  });

  test.each<[string, string, string, LabeledTextOptions | undefined, RegExp]>([
    ['empty label, TSV', 'a.tsv', 'text\tlabel\nx\ty\nz\t \n', undefined, /a\.tsv line 3: the label is missing: "z"/],
    ['no label key', 'a.jsonl', '{"text":"x"}', undefined, /a\.jsonl line 1: the keys are \["text"\]/],
    ['null label', 'a.jsonl', '{"text":"x","label":null}', undefined, /line 1: the label is null/],
    ['text that is no string', 'a.jsonl', '{"text":3,"label":"a"}', undefined, /line 1: the text is 3/],
    ['two usual keys', 'a.jsonl', '{"text":"x","review":"y","label":"a"}', undefined, /both text and review/],
    ['label alone', 'a', 'pos x\nneg\n', { format: 'label-first' }, /a line 2: there is no text/],
    ['no label column', 'a.csv', 'text,mark\nx,y\n', undefined, /a\.csv line 1: .*0 columns named label or class/],
    ['two text columns', 'a.csv', 'text,review,label\nx,y,z\n', undefined, /2 columns named text/],
    ['unknown column', 'a.csv', 'text,label\nx,y\n', { textColumn: 'body' }, /0 columns named body/],
    ['header only', 'a.csv', 'text,label\n', undefined, /a\.csv: the file holds no examples/],
    ['a row of empty cells, TSV', 'a.tsv', 'text\tlabel\nx\ty\n\t\n', undefined, /a\.tsv line 3: the label is missing/],
    ['a row of empty cells, CSV', 'a.csv', 'text,label\nx,y\n,\n', undefined, /a\.csv line 3: the label is missing/],
    ['blank lines only', 'a.jsonl', '\n\n', undefined, /no examples/],
    ['empty', 'a.csv', '', undefined, /a\.csv: the file is empty/],
    ['wrong count', 'a.csv', 'text,label\nx\n', undefined, /a\.csv line 2: the row has 1 cell/],
  ])('bad input: %s', async (_, name, content, options, message) => {
    const reading = read(name, content, options);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  test.each<[string, string, LabeledTextOptions | undefined, RegExp]>([
    ['no ending', 'reviews', undefined, /reviews: the ending of the name/],
    ['an inherited name as ending', 'a.constructor', undefined, /the ending of the name/],
    ['one number only', 'a.tsv', { labelColumn: 1 }, /textColumn is undefined/],
    ['a number and a name', 'a.tsv', { labelColumn: 1, textColumn: 'text' }, /textColumn is "text"/],
    ['column 0', 'a.tsv', { labelColumn: 0, textColumn: 1 }, /labelColumn is 0.*from 1 to 2/],
    ['column out of range', 'a.tsv', { labelColumn: 1, textColumn: 3 }, /textColumn is 3/],
  ])('bad options: %s', async (_, name, options, message) => {
    const reading = read(name, 'pos\tx\n', options);
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(message);
  });
});
