/** What people have in their files: read with a note, or refused with what can be done on the command line. */
import { onCommandLine } from '../../src/wording';
import type { DataNote } from '../../src/data/bytes/notes';
import { sourceOf } from '../../src/data/bytes/source';
import { toArray } from '../../src/data/datasets/splits';
import { readFrames } from '../../src/data/examples/frames-reader';
import { type LabeledTextOptions, readLabeledText } from '../../src/data/examples/labeled-text-reader';
import { type ParallelColumns, readParallelText } from '../../src/data/examples/parallel-text-reader';
import { readSentences, readTaggedWords, type TaggedWordsOptions } from '../../src/data/examples/tagged-words-reader';
import { DataError, SequenceError } from '../../src/errors';

function noted() {
  const notes: string[] = [];
  return { notes, onNote: (note: DataNote) => void notes.push(note.messageIn(onCommandLine)) };
}

async function texts(name: string, content: string, options: LabeledTextOptions = {}) {
  const { notes, onNote } = noted();
  const examples = await toArray(readLabeledText(sourceOf(name, content), { ...options, onNote }));
  return { pairs: examples.map(({ text, label }) => [text, label]), notes };
}

async function pairs(name: string, content: string, options: ParallelColumns = {}) {
  const { notes, onNote } = noted();
  const examples = await toArray(readParallelText([sourceOf(name, content)], { ...options, onNote }));
  return { pairs: examples.map(({ source, target }) => [source, target]), notes };
}

async function words(name: string, content: string, options: TaggedWordsOptions = {}) {
  const { notes, onNote } = noted();
  const examples = await toArray(readTaggedWords(sourceOf(name, content), { ...options, onNote }));
  return { sentences: examples.map((one) => one.words.map((word, t) => `${word}/${one.tags[t]}`).join(' ')), notes };
}

/** As the command line prints it. */
async function refusal(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SequenceError);
  return (error as SequenceError).messageIn(onCommandLine);
}

const two = [
  ['so, so', 'neg'],
  ['good', 'pos'],
];

describe('separators', () => {
  test.each([
    [';', 'text;label\nso, so;neg\ngood;pos\n'],
    ['\t', 'text\tlabel\nso, so\tneg\ngood\tpos\n'],
    ['|', 'label|text\nneg|so, so\npos|good\n'],
  ])('%j is found out and noted', async (delimiter, content) => {
    const { pairs: read, notes } = await texts('a.csv', content);
    expect(read).toEqual(two);
    expect(notes).toEqual([`a.csv: cells are separated by ${JSON.stringify(delimiter)} (--delimiter)`]);
  });

  test('the comma is not noted; where the header allows several the rows decide', async () => {
    expect(await texts('a.csv', 'text,label\n"so, so",neg\ngood,pos\n')).toEqual({ pairs: two, notes: [] });
    const content = 'text, as written;label\n"so, so";neg\ngood;pos\n';
    expect((await texts('a.csv', content, { textColumn: 'text, as written' })).pairs).toEqual(two);
  });

  test('given: by any name of it', async () => {
    expect((await texts('a.csv', 'text;label\nso, so;neg\ngood;pos\n', { delimiter: ';' })).notes).toEqual([]);
    expect((await texts('a.tsv', 'text;label\nso, so;neg\ngood;pos\n', { delimiter: ';' })).pairs).toEqual(two);
  });

  test('mixed: the row says which it has', async () => {
    expect(await refusal(texts('a.csv', 'text;label\na;x\nb,y\nc;x\n'))).toBe(
      'a.csv line 3: the row has 1 cell: "b,y". Expected 2, as in the first row. The first row is separated by ";", and ' +
        'this one by ",": write one separator throughout, or leave such rows out with --skip-invalid.',
    );
  });

  test('a row of 10^6 cells', async () => {
    const content = `${'a,'.repeat(500_000)}b\n`;
    expect(await refusal(texts('a.csv', content))).toMatch(/a\.csv line 1: the row has 500001 cells.*--delimiter/);
    expect(await refusal(texts('a.csv', content.repeat(2).replace('\n', '')))).toMatch(/longer than the limit/);
    const wide = `${Array.from({ length: 50_000 }, (_, i) => `x${i}`).join(',')},label\n${'1,'.repeat(50_000)}up\n`;
    const [{ size }] = await toArray(readFrames(sourceOf('a.csv', wide)));
    expect(size).toBe(50_000);
  });
});

describe('quotes with tabs', () => {
  const note = ['a.tsv: cells are quoted as in CSV (--quotes)'];

  test.each([
    ['a header in quotes', '"text"\t"label"\n"so, so"\t"neg"\n"good"\t"pos"\n', note],
    ['a tab inside', 'text\tlabel\n"so,\tso"\tneg\ngood\tpos\n', note],
    ['a line end inside', 'text\tlabel\n"so,\nso"\tneg\ngood\tpos\n', note],
    ['a doubled quote', 'text\tlabel\n"so ""so"""\tneg\ngood\tpos\n', note],
    ['letters', 'text\tlabel\n"so so\tneg\n"good" film\tpos\n', []],
    ['whole cells alone: in doubt they are kept', 'text\tlabel\n"so so"\tneg\ngood\tpos\n', []],
  ])('%s', async (name, content, expectedNotes) => {
    const { pairs: read, notes } = await texts('a.tsv', content);
    expect(read).toMatchSnapshot(name);
    expect(notes).toEqual(expectedNotes);
  });

  test('given', async () => {
    const content = 'text\tlabel\n"so so"\tneg\n';
    expect((await texts('a.tsv', content, { quotes: 'double' })).pairs).toEqual([['so so', 'neg']]);
    expect((await texts('a.csv', 'text,label\n"so so,neg\n', { quotes: 'none' })).pairs).toEqual([['"so so', 'neg']]);
    expect(await refusal(texts('a.csv', 'text,label\n"so" so,neg\n'))).toContain('pass --quotes none');
  });
});

describe('headers', () => {
  test('of translations: usual names, names of sides, languages; noted', async () => {
    const rows = 'ja\tyes\nnein\tno\n';
    const read = [['ja', 'yes'], ['nein', 'no']]; // prettier-ignore
    expect(await pairs('a.tsv', rows)).toEqual({ pairs: read, notes: [] });
    for (const [header, options] of [
      ['source\ttarget', {}],
      ['DE\tEN', {}],
      ['German\tEnglish', {}],
      ['alt\tneu', { source: 'alt', target: 'neu' }],
    ] as const) {
      const { pairs: found, notes } = await pairs('a.tsv', `${header}\n${rows}`, options);
      expect(found).toEqual(read);
      expect(notes).toEqual([
        `a.tsv line 1: ${JSON.stringify(header.split('\t'))} is read as a header; if it is none, pass --header no`,
      ]);
    }
    expect((await pairs('a.tsv', `de\ten\n${rows}`, { header: 'no' })).pairs).toHaveLength(3);
    expect((await pairs('a.tsv', `eins\tone\n${rows}`, { header: 'yes' })).pairs).toEqual(read);
    const turned = await pairs('a.csv', 'id,target,source\n1,yes,ja\n2,no,nein\n');
    expect(turned.pairs).toEqual(read);
  });

  test('with numbers: recognised by its usual names', async () => {
    const numbers = { textColumn: 2, labelColumn: 1 };
    const { pairs: read, notes } = await texts('a.csv', 'label,text\nneg,"so, so"\npos,good\n', numbers);
    expect(read).toEqual(two);
    expect(notes[0]).toContain('is read as a header; if it is none, pass --header no');
    expect(await refusal(texts('a.csv', 'text,label\na,b\n', { header: 'no' }))).toContain(
      '--header no is given, and columns are looked for by name. Expected numbers of columns, counted from 1, where there is no header. Pass for example --text-column 1 and --label-column 2.',
    );
  });

  test('twice, as in files that were put together', async () => {
    const content = 'text,label\nso so,neg\ntext,label\ngood,pos\n';
    expect(await refusal(texts('a.csv', content))).toMatch(
      /a\.csv line 3: the header comes again: .*were files put together\?, or leave such rows out with --skip-invalid/,
    );
    const { pairs: read, notes } = await texts('a.csv', content, { skipInvalid: true });
    expect(read).toHaveLength(2);
    expect(notes).toEqual(['a.csv: 1 of 3 rows is skipped: line 3: the header comes again: ["text","label"]']);
    const marked = await texts('a.csv', 'text,label\nso so,neg\n\ufefftext,label\ngood,pos\n', { skipInvalid: true });
    expect(marked.pairs).toHaveLength(2);
    expect(marked.notes[0]).toMatch(/a\.csv line 3: a byte order mark inside the file is dropped/);
  });
});

describe('rows that cannot be used', () => {
  const bad = Array.from({ length: 12 }, (_, i) => `text ${i},\n`).join('');
  const content = `text,label\ngood,pos\n${bad} ,neg\na,b,c\n`;

  test('are all reported: the first ten and their number', async () => {
    const message = await refusal(texts('a.csv', content));
    expect(message).toMatch(/^a\.csv: 14 of 15 rows cannot be used: line 3: the label is missing: "text 0"; line 4: /);
    expect(message).toMatch(/line 12: the label is missing: "text 9"; and 4 more\. Expected a label for every text/);
    expect(message).toMatch(/Correct or remove them, or leave such rows out with --skip-invalid\.$/);
    await expect(texts('a.csv', content)).rejects.toThrow(/leave such rows out with skipInvalid: true/);
  });

  test('or skipped and counted', async () => {
    const { pairs: read, notes } = await texts('a.csv', content, { skipInvalid: true });
    expect(read).toEqual([['good', 'pos']]);
    expect(notes).toEqual([expect.stringMatching(/^a\.csv: 14 of 15 rows are skipped: line 3: .*; and 4 more$/)]);
    await expect(texts('a.csv', 'text,label\na,\n', { skipInvalid: true })).rejects.toThrow('holds no examples');
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'JSON Lines',
      () => texts('a.jsonl', '{"text":"a","label":"x"}\n{"text":\n{"text":"b"}\n'),
      /2 of 3 rows.*line 2: .*line 3: /,
    ],
    [
      'a JSON array',
      () => texts('a.json', '[{"text":"a","label":"x"},\n{"text":"b"},\n{"text":"","label":"y"}]'),
      /2 of 3 rows.*line 2: .*line 3: the text is empty/,
    ],
    [
      'pairs',
      () => pairs('a.tsv', 'a\tb\n\tb\na\t \n'),
      /2 of 3 rows.*line 2: the source side is empty.*line 3: the target/,
    ],
    [
      'two labels of fastText',
      () => texts('a.ft', '__label__a __label__b c\n__label__a d\n'),
      /a\.ft line 1: there are 2 labels/,
    ],
    ['tagged words', () => words('a.csv', 'word,tag\na,X\nb,\n,\nc,X\n'), /line 3: there is no tag for the word "b"/],
  ])('%s', async (_, read, message) => {
    await expect(read()).rejects.toThrow(DataError);
    await expect(read()).rejects.toThrow(message);
  });
});

describe('JSON arrays', () => {
  test('in any layout, also without the array', async () => {
    const content =
      '[\n {"text": "so, so [\\"]", "label": "neg", "more": [{"a": [1]}]}\n,\n {"label": 1,\n  "text": "good"}\n]\n';
    expect((await texts('a.json', content)).pairs).toEqual([['so, so ["]', 'neg'], ['good', '1']]); // prettier-ignore
    expect((await texts('a.json', '{"text":"a","label":"x"}\n{"text":"b",\n"label":"y"}')).pairs).toHaveLength(2);
  });

  test.each([
    [
      'cut off',
      '[{"text":"a","label":"x"},{"text":"b"',
      /a\.json line 1: the file ends before its brackets are closed/,
    ],
    ['cut off between', '[{"text":"a","label":"x"},', /a\.json line 1: the file ends before/],
    ['of strings', '["a", "b"]', /a\.json line 1: there is "\\"a\\", \\"b\\"\]".*an array of objects/],
    ['blank', ' \n', /a\.json: the file is empty/],
    ['another object', '{"data": [{"text":"a","label":"x"}]}', /the keys are \["data"\]/],
    ['__proto__', '[{"text":"a","label":"x","__proto__":{}}]', /the key "__proto__" is not allowed/],
  ])('%s', async (_, content, message) => {
    await expect(texts('a.json', content)).rejects.toThrow(message);
  });

  test('an object without an end is not read into memory', async () => {
    const content = `[{"text": "${'x'.repeat(2000)}`;
    await expect(texts('a.json', content, { maximumLineBytes: 1000 })).rejects.toThrow(/longer than the limit of 1000/);
  });
});

describe('tagged words', () => {
  test('a table: sentences by their column, by empty cells (Kaggle), by empty rows', async () => {
    const sentences = ['Anna/B-PER ran/O', 'Oslo/B-LOC'];
    const read = async (content: string, options?: TaggedWordsOptions) =>
      (await words('a.csv', content, options)).sentences;
    expect(await read('sentence,word,tag\n1,Anna,B-PER\n1,ran,O\n2,Oslo,B-LOC\n')).toEqual(sentences);
    expect(
      await read('Sentence #;Word;POS;Tag\nSentence: 1;Anna;NNP;B-PER\n;ran;VBD;O\nSentence: 2;Oslo;NNP;B-LOC\n'),
    ).toEqual(sentences);
    expect(await read('token,ner\nAnna,B-PER\nran,O\n,\nOslo,B-LOC\n')).toEqual(sentences);
    const numbers = { sentenceColumn: 1, wordColumn: 2, tagColumn: 3 };
    expect(await read('1,Anna,B-PER\n1,ran,O\n2,Oslo,B-LOC\n', numbers)).toEqual(sentences);
  });

  test('numbers as tags need their names', async () => {
    const line = '{"tokens":["Anna","ran"],"ner_tags":[1,0],"pos_tags":[2,3]}\n';
    expect((await words('a.jsonl', line, { tagNames: ['O', 'B-PER'] })).sentences).toEqual(['Anna/B-PER ran/O']);
    const named = { tagNames: ['A', 'B', 'C', 'D'], tagColumn: 'pos_tags' };
    expect((await words('a.jsonl', line, named)).sentences).toEqual(['Anna/C ran/D']);
    expect(await refusal(words('a.jsonl', line))).toContain('Pass --tag-names O,B-PER,…, in the order of the numbers');
    expect(await refusal(words('a.jsonl', line, { tagNames: ['O'] }))).toMatch(/the tag 1 has no name: there are 1/);
  });

  test('CoNLL-2012: entities, parts of speech, brackets that do not pair', async () => {
    const row = (word: string, pos: string, entity: string) => `d 0 0 ${word} ${pos} * - - - - ${entity} (V*) -`;
    const file = (...entities: string[]) =>
      [
        '#begin document (d); part 000',
        ...entities.map((entity, i) => row(`w${i}`, 'NN', entity)),
        '',
        '#end document',
      ].join('\n');
    const { sentences, notes } = await words('a.conll', file('(PERSON*', '*', '*)', '*', '(GPE)'));
    expect(sentences).toEqual(['w0/B-PERSON w1/I-PERSON w2/I-PERSON w3/O w4/B-GPE']);
    expect(notes).toEqual(['a.conll: read as --format conll2012, by its first line']);
    expect((await words('a.conll', file('*'), { tag: 'pos' })).sentences).toEqual(['w0/NN']);
    for (const entities of [['(A*', '(B)'], ['*)'], ['(A*'], ['A']])
      await expect(words('a.conll', file(...entities))).rejects.toThrow(/a\.conll line \d: the (named )?entity/);
    await expect(words('a.conll', '#begin document (d)\na b c\n')).rejects.toThrow(/line 2: the line has 3 columns/);
    await expect(words('a.conll', file('*'), { tag: 'upos' })).rejects.toThrow(/tag is "upos".*ner or pos/);
  });

  describe('of sentences with lines that cannot be used', () => {
    const skip = async (name: string, content: string, options: TaggedWordsOptions = {}) =>
      words(name, content, { ...options, skipInvalid: true });
    const u = (id: string, form: string, upos = 'X') => [id, form, '_', upos, ...Array<string>(6).fill('_')].join('\t');
    const c = (word: string, entity: string) => `d 0 0 ${word} NN * - - - - ${entity} -`;

    test('CoNLL: all lines are listed, the sentences counted', async () => {
      const content = 'a X\nb X\n\nc X\nd\nNew York Y\ne X\n\nf X\n\n-DOCSTART- X\ng\n';
      const lines = 'line 5: the line has 1 column: "d"; line 6: the line has 3 columns: "New York Y"; line 12: the line has 1 column: "g"'; // prettier-ignore
      expect(await refusal(words('a.conll', content))).toBe(
        `a.conll: 2 of 4 sentences cannot be used: ${lines}. Expected 2, as in the first line. Correct or remove them, or leave such sentences out with --skip-invalid.`,
      );
      expect(await skip('a.conll', content)).toEqual({
        sentences: ['a/X b/X', 'f/X'],
        notes: [`a.conll: 2 of 4 sentences are skipped: ${lines}`],
      });
      expect(await refusal(words('a.conll', 'a X\nb\n'))).toMatch(
        /^a\.conll line 2: the line has 1 column: "b"\. .*may not be missing, or leave such sentences out with --skip-invalid\.$/,
      );
      const many = await refusal(words('a.conll', `a X\n\n${'b\n'.repeat(12)}\nc\n`));
      expect(many).toMatch(/^a\.conll: 2 of 3 sentences .*line 12: the line has 1 column: "b"; and 3 more\. Expected/);
      await expect(skip('a.conll', 'a X\nb\n')).rejects.toThrow('the file holds no sentences');
    });

    test('CoNLL-U: after the first line the ids of its sentence are not known, and tags are still checked', async () => {
      const wrong = [u('1', 'a'), '2\tb', u('3', 'c'), u('4', 'd', '_'), u('4-5', 'ef'), ''];
      const others = [u('1', 'g'), '', u('1-2', 'hi'), u('1', 'h'), '', u('1', ''), u('2', 'k'), ''];
      const content = [...wrong, ...others, u('1', 'l')].join('\n');
      const message = await refusal(words('a.conllu', content));
      expect(message).toMatch(
        /^a\.conllu: 3 of 5 sentences cannot be used: line 2: the line has 2 columns: "2\\tb"; line 4: word 4 has no UPOS: [^;]*; line 11: the id is "the end"; line 12: word 1 has no form: [^;]*\. Expected/,
      );
      expect((await skip('a.conllu', content)).sentences).toEqual(['g/X', 'l/X']);
      const range = [u('1-2', 'ab'), u('1', 'a'), '2\tb', '', u('1', 'c')].join('\n');
      expect(await refusal(words('a.conllu', range))).toMatch(/^a\.conllu line 3: the line has 2 columns/);
    });

    test('CoNLL-2012: after the first line the open entity is not known, and columns are still counted', async () => {
      const content = ['#begin document (d)', c('a', '(A*'), c('b', '(B)'), c('c', '*)'), 'd', '', c('e', '(C)'), '', c('f', '(D*')]; // prettier-ignore
      const message = await refusal(words('a.conll', content.join('\n')));
      expect(message).toMatch(
        /^a\.conll: 2 of 3 sentences cannot be used: line 3: the named entity is "\(B\)" inside of A; line 5: the line has 1 column: "d"; line 9: the entity D is not closed\. Expected entities/,
      );
      expect((await skip('a.conll', content.join('\n'))).sentences).toEqual(['e/B-C']);
    });

    test('tables: a row of another width leaves out the sentences that may have had it', async () => {
      const content = 'sentence,word,tag\n1,a,X\n1,b\n1,c,X\n2,d,X\n2,e,\n2,,X\n3,f,X\n3,g\n4,h,X\n5,i,X\n';
      const found = await skip('a.csv', content);
      expect(found.sentences).toEqual(['i/X']);
      expect(found.notes).toEqual([
        expect.stringMatching(
          /^a\.csv: 4 of 5 sentences are skipped: line 3: the row has 2 cells: "1,b"; line 6: there is no tag for the word "e"; line 7: there is no word for the tag "X"; line 9: the row has 2 cells: "3,g"; line 10: the row before this sentence cannot be read, and may be its first word$/,
        ),
      ]);
      const apart = await skip('a.csv', 'sentence,word,tag\n1,a,X\n1,b\n,,\n2,c,X\n');
      expect(apart.sentences).toEqual(['c/X']);
      const blank = await skip('a.csv', 'word,tag\na,X\n,\nb\nc,X\n,\nd,X\n');
      expect(blank.sentences).toEqual(['a/X', 'd/X']);
    });

    test('tables: a header again ends a sentence, and leaves none out', async () => {
      const { sentences, notes } = await skip('a.csv', 'word,tag\na,X\nword,tag\nb,X\nword,tag\n');
      expect(sentences).toEqual(['a/X', 'b/X']);
      expect(notes).toEqual([expect.stringMatching(/^a\.csv: 2 of 4 sentences are skipped: line 3: the header comes/)]);
    });

    test('for predict such a sentence keeps its place, once', async () => {
      const inputs = await toArray(readSentences(sourceOf('a.conll', 'a X\n\nb\nc\n\nd X\n')));
      expect(inputs.map(({ input, where, error }) => [input, where, error?.parts.problem])).toEqual([
        [{ words: ['a'] }, 'a.conll line 1', undefined],
        [undefined, 'a.conll line 3', 'the line has 1 column: "b"'],
        [{ words: ['d'] }, 'a.conll line 6', undefined],
      ]);
    });
  });

  test('columns without names take numbers only', async () => {
    expect(await refusal(words('a.conll', 'a X\n', { tagColumn: 'tag' }))).toMatch(
      /--label-column is "tag".*counted from 1.*pass --format tsv/,
    );
  });
});

test('labels that differ in case only, and texts that are all numbers, are noted', async () => {
  const { notes } = await texts('a.csv', 'text,label\n1,Pos\n2.5,pos\n-3e4,neg\n');
  expect(notes).toEqual([
    'a.csv: labels that differ in case only are different labels: ["Pos","pos"]',
    'a.csv: all texts are numbers: is --text-column the right one?',
  ]);
});
