/** `tfseq data check` on files of all kinds, as text and as JSON. */
import { expectRefusal, temporaryFolder, tfseq } from '../support';

const { place, write } = temporaryFolder();

interface Document {
  task: string;
  kind: string;
  notes: string[];
  splits: Record<string, { examples: number; labels: Record<string, number> }>;
  duplicates: Record<string, { count: number }>;
  leaks: Record<string, { count: number }>;
  conflicts: { count: number };
  encoding: { warnings?: Record<string, string[]>; error?: string };
  suggestions: { options: string; reason: string }[];
  command: string;
}

async function check(...args: string[]): Promise<Document> {
  const { code, stdout, stderr } = await tfseq('data', 'check', ...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Document;
}

const rows = (count: number, label: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `film number ${i} was seen;${label(i)}`).join('\n');

it('texts with labels: notes, imbalance, few updates, a command that trains', async () => {
  const file = write('reviews.csv', `review;stars\n${rows(60, (i) => (i % 10 ? 'good' : 'bad'))}\n;bad\n`);
  const options = ['--text-column', 'review', '--label-column', 'stars', '--skip-invalid'];
  const document = await check(file, ...options);
  expect(document).toMatchObject({ task: 'sentiment', kind: 'labelled text' });
  expect(document.notes).toEqual([
    `${file}: cells are separated by ";" (--delimiter)`,
    `${file}: 1 of 61 rows is skipped: line 62: the text is empty; the label is "bad"`,
  ]);
  expect(document.encoding.warnings?.train).toEqual([
    'batchSize=8, epochs=60: 48 texts are few',
    expect.stringMatching(/tokens \(.*\) are not in the vocabulary/),
  ]);
  expect(document.suggestions.map((one) => one.options)).toEqual(['--set classWeights=balanced', '--set epochs=67']);
  expect(document.command).toBe(
    `npx tfseq train sentiment --data ${file} --out runs/sentiment ${options.join(' ')} --set classWeights=balanced --set epochs=67`,
  );
  const { stdout } = await tfseq('data', 'check', file, ...options);
  for (const part of [
    'labelled text, for sentiment',
    '99 %',
    'label (2)',
    'Equal inputs',
    'none',
    'Latin 100.0 %',
    'Train with',
  ])
    expect(stdout).toContain(part);
});

it('leaks and conflicts across the files of a folder, labels that training lacks', async () => {
  write('split/train.csv', 'text,label\nA good film,pos\na bad film,neg\na fair film,pos\n');
  write('split/test.csv', 'text,label\na good  film,pos\na bad film,pos\nanother,other\n');
  const document = await check(place('split'));
  expect(document.leaks).toMatchObject({ 'train and test': { count: 2 } });
  expect(document.conflicts.count).toBe(1);
  expect(document.suggestions.map(({ reason }) => reason).join('\n')).toMatch(
    /remove inputs that are in two splits \(2 of train and test\)[^]*another label elsewhere \(1\)[^]*no example of other/,
  );
  const { stdout } = await tfseq('data', 'check', place('split'));
  expect(stdout).toMatch(/leaks, in train and test: 2\n.*test\.csv line 2: "a good {2}film" → "pos"/);
  expect(stdout).toMatch(/test: 1 refused; the first: .*test\.csv line 4/);
});

it('inputs that occur again in their own split', async () => {
  write('twice/train.csv', 'text,label\nA good film,pos\na bad film,neg\na good film,pos\n');
  write('twice/test.csv', 'text,label\nanother,pos\n');
  expect((await check(place('twice'))).duplicates).toMatchObject({ train: { count: 1 } });
  expect((await tfseq('data', 'check', place('twice'))).stdout).toMatch(/again in train: 1\n.*train\.csv line 4/);
});

it.each([
  ['words.conll', 'Anna B-PER\nran O\n\nOslo B-LOC\n\nBo B-PER\n', 'tagging', 'tagged words'],
  ['words.csv', 'sentence,word,tag\n1,Anna,B-PER\n1,ran,O\n2,Oslo,B-LOC\n3,Bo,B-PER\n', 'tagging', 'tagged words'],
  ['sensors.csv', 'recording,x,label\na,1,up\na,2,down\nb,3,up\nb,4,down\n', 'tagging', 'frames'],
  ['pairs.jsonl', '{"source":"ja","target":"yes"}\n{"source":"nein","target":"no"}\n', 'translation', 'parallel text'],
  ['copy', '', 'translation', 'parallel text'],
])('%s: the task follows from the file', async (name, content, task, kind) => {
  const document = await check(content ? write(name, content) : name);
  expect(document).toMatchObject({ task, kind });
  expect(document.command).toContain(`train ${task} --data `);
});

it('what no model can be made for is reported, not thrown', async () => {
  const document = await check(write('one.csv', 'text,label\na,x\nb,x\nc,x\n'));
  expect(document.encoding.error).toContain('have the label "x"');
  expect((await tfseq('data', 'check', place('one.csv'))).stdout).toContain('cannot be trained on: ');
});

it('a file that may be several things, or none, asks for the task', async () => {
  await expectRefusal(
    ['data', 'check', write('pairs.tsv', 'ja\tyes\nnein\tno\n')],
    'it may hold',
    '--task translation',
  );
  await expectRefusal(['data', 'check', write('none.csv', 'a\nx\n')], 'no task can read it', '--task sentiment');
  await expectRefusal(['data', 'check', place('pairs.tsv'), '--task', 'translatio'], 'Did you mean translation?');
  expect((await check(place('pairs.tsv'), '--task', 'translation')).kind).toBe('parallel text');
  await expectRefusal(['data', 'check', place('nowhere.csv'), '--task', 'sentiment'], 'neither a data set');
});
