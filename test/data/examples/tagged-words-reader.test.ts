import { gzipSync } from 'node:zlib';

import { ConfigError, DataError } from '../../../src/errors';
import { sourceOf } from '../../../src/data/bytes/source';
import { toArray } from '../../../src/data/datasets/splits';
import { locationOfWord } from '../../../src/data/examples/tagged-words';
import { readTaggedWords, type TaggedWordsOptions } from '../../../src/data/examples/tagged-words-reader';

const read = (name: string, content: string | Uint8Array, options?: TaggedWordsOptions) =>
  toArray(readTaggedWords(sourceOf(name, content), options));

async function expectRefusal(
  reading: Promise<unknown>,
  message: RegExp,
  kind: typeof DataError | typeof ConfigError = DataError,
): Promise<void> {
  await expect(reading).rejects.toThrow(kind);
  await expect(reading).rejects.toThrow(message);
}

describe('columns (CoNLL-2003)', () => {
  const four = '-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\n\nPeter NNP B-NP B-PER\n';

  test('sentences, documents and lines; the tag is the last column', async () => {
    const content = `${four}-DOCSTART- -X- O O\n\nDone VBN B-VP O`;
    expect(await read('a.txt', content)).toEqual([
      { words: ['EU', 'rejects'], tags: ['B-ORG', 'O'], where: 'a.txt line 3', lines: [3, 4], document: 1 },
      { words: ['Peter'], tags: ['B-PER'], where: 'a.txt line 7', lines: [7], document: 1 },
      { words: ['Done'], tags: ['O'], where: 'a.txt line 10', lines: [10], document: 2 },
    ]);
  });

  test('two columns, tabs, gzip, trailing blanks, other line ends; no document without a mark', async () => {
    const [sentence, ...rest] = await read('a.bio.gz', gzipSync('New\u00a0York\tB-LOC \r\n# O\r\n\r\n'));
    expect(sentence).toEqual({
      words: ['New\u00a0York', '#'],
      tags: ['B-LOC', 'O'],
      where: 'a.bio.gz line 1',
      lines: [1, 2],
    });
    expect(rest).toEqual([]);
  });

  test('columns by number', async () => {
    const [{ words, tags }] = await read('a.txt', four, { wordColumn: 4, tagColumn: 2 });
    expect([words, tags]).toEqual([['B-ORG', 'O'], ['NNP', 'VBZ']]); // prettier-ignore
  });

  test('where a word stands', async () => {
    const [sentence] = await read('a.txt', four);
    expect(locationOfWord(sentence, 1)).toBe('a.txt line 4');
    expect(locationOfWord({ words: ['a'], tags: ['O'] }, 0)).toBe('sentence word 1');
  });

  test('bad input', async () => {
    await expectRefusal(read('a.txt', 'EU B-ORG\nrejects\n'), /a\.txt line 2: the line has 1 column: "rejects".*2, as/);
    await expectRefusal(read('a.txt', 'EU B-ORG\nNew York B-LOC\n'), /line 2: the line has 3 columns/);
    await expectRefusal(read('a.txt', '-DOCSTART- O\n\n'), /a\.txt: the file holds no sentences/);
    await expectRefusal(read('a.txt', ''), /the file is empty/);
    await expectRefusal(read('a.txt', 'EU\nrejects\n'), /wordColumn is 1, tagColumn is 1/, ConfigError);
    await expectRefusal(read('a.txt', 'EU O\n', { tagColumn: 3 }), /tagColumn is 3.*the line has 2/, ConfigError);
    await expectRefusal(read('a.doc', 'EU O\n'), /the ending of the name/, ConfigError);
  });
});

const row = (id: string, form: string, upos = 'NOUN', xpos = 'NN') =>
  [id, form, form.toLowerCase(), upos, xpos, '_', '0', 'root', '_', '_'].join('\t');
const lines = (...all: string[]) => `${all.join('\n')}\n`;

describe('CoNLL-U', () => {
  const content = lines(
    '# newdoc id = d1',
    '# sent_id = s-1',
    "# text = I don't",
    row('1', 'I', 'PRON', 'PRP'),
    row('2-3', "don't", '_', '_'),
    row('2', 'do', 'AUX', 'VBP'),
    row('3', "n't", 'PART', 'RB'),
    row('3.1', 'go', 'VERB', 'VB'),
    row('3.2', 'there', 'ADV', 'RB'),
    '',
    '# newdoc id = d2',
    row('0.1', 'there', 'ADV', 'RB'),
    row('1', 'Why not', 'X', 'FW'),
  );

  test('ranges and empty nodes are passed over and counted; comments, documents, a word with a blank', async () => {
    expect(await read('a.conllu', content)).toEqual([
      {
        words: ['I', 'do', "n't"],
        tags: ['PRON', 'AUX', 'PART'],
        lines: [4, 6, 7],
        where: 'a.conllu line 4',
        text: "I don't",
        id: 's-1',
        document: 1,
        skipped: { multiwordRanges: 1, emptyNodes: 2 },
      },
      {
        words: ['Why not'],
        tags: ['X'],
        lines: [13],
        where: 'a.conllu line 13',
        document: 2,
        skipped: { multiwordRanges: 0, emptyNodes: 1 },
      },
    ]);
  });

  test('empty nodes are numbered anew after every word', async () => {
    const nodes = [row('0.1', 'w'), row('1', 'a'), row('1.1', 'x'), row('1.2', 'y'), row('2', 'b'), row('2.1', 'z')];
    const [{ words, skipped }] = await read('a.conllu', lines(...nodes));
    expect([words, skipped?.emptyNodes]).toEqual([['a', 'b'], 4]);
  });

  test('the treebank’s own tags', async () => {
    const [{ tags }] = await read('a.conllu.gz', gzipSync(content), { tag: 'xpos' });
    expect(tags).toEqual(['PRP', 'VBP', 'RB']);
  });

  test.each<[string, string[], RegExp]>([
    ['columns', [row('1', 'a'), '2\tb\tb'], /a\.conllu line 2: the line has 3 columns.*10/],
    ['blanks in place of tabs', ['1 a a NOUN NN _ 0 root _ _'], /line 1: the line has 1 column:/],
    ['a gap', [row('1', 'a'), row('3', 'b')], /line 2: the id is "3".*Expected word 2/],
    ['a second 1', [row('1', 'a'), row('1', 'b')], /line 2: the id is "1"/],
    ['no number', [row('a', 'a')], /line 1: the id is "a"/],
    ['a range too late', [row('1', 'a'), row('1-2', 'ab')], /line 2: the id is "1-2"/],
    ['a range of one', [row('1-1', 'a')], /the id is "1-1"/],
    ['ranges that overlap', [row('1-2', 'ab'), row('1', 'a'), row('2-3', 'bc')], /line 3: the id is "2-3"/],
    ['a range that is not filled', [row('1-2', 'ab'), row('1', 'a'), ''], /line 3: .*Expected word 2 of a multiword/],
    ['the same at the end of the file', [row('1-2', 'ab'), row('1', 'a')], /Expected word 2 of a multiword/],
    ['an empty node too early', [row('1.1', 'a')], /the id is "1\.1".*word 1 or empty node 0\.1/],
    ['empty nodes out of order', [row('1', 'a'), row('1.2', 'a')], /line 2: the id is "1\.2"/],
    ['no tag', [row('1', 'a', '_')], /line 1: word 1 has no UPOS/],
    ['no form', [row('1', '')], /line 1: word 1 has no form/],
    ['comments alone', ['# text = nothing'], /the file holds no sentences/],
  ])('bad input: %s', async (_, content_, message) => {
    await expectRefusal(read('a.conllu', lines(...content_)), message);
  });
});

describe('JSON Lines', () => {
  test('words and tags, text if it is there', async () => {
    expect(
      await read('a.jsonl', '{"words":["a","b"],"tags":["X","O"],"text":"ab"}\n{"words":["c"],"tags":["O"]}'),
    ).toEqual([
      { words: ['a', 'b'], tags: ['X', 'O'], text: 'ab', where: 'a.jsonl line 1' },
      { words: ['c'], tags: ['O'], where: 'a.jsonl line 2' },
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['fewer tags', '{"words":["a","b"],"tags":["X"]}', /a\.jsonl line 1: there are 2 words and 1 tags/],
    ['an empty sentence', '{"words":[],"tags":[]}', /line 1: the sentence has no words/],
    ['no tags', '{"words":["a"]}', /line 1: the keys are \["words"\].*tags, ner_tags/],
    ['a number', '{"words":["a"],"tags":[1]}', /line 1: tags are numbers: \[1\]. .*tagNames/],
    ['an empty word', '{"words":[""],"tags":["O"]}', /line 1: words is \[""\]/],
  ])('bad input: %s', async (_, content, message) => {
    await expectRefusal(read('a.jsonl', content), message);
  });
});
