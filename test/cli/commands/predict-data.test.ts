import { stripVTControlCharacters } from 'node:util';
import { expectRefusal, temporaryFolder, tfseq, tiny } from '../support';
import { toyExamples } from '../../tasks/support';

const { place, write } = temporaryFolder();
const rows = toyExamples(80, 1).map(({ text, label }, i) => `${i};${text};${label}`);
const data = write('reviews.csv', ['id;review text;opinion', ...rows].join('\n'));
const columns = ['--text-column', 'review text', '--label-column', 'opinion'];
const bundle = place('bundle');
const pairs = place('pairs');
const plain = (text: string) => stripVTControlCharacters(text);
/** The text behind label and probability. */
const textsOf = (stdout: string) =>
  plain(stdout)
    .split('\n')
    .map((line) => line.split('%  ')[1] ?? line);
const predict = (...args: string[]) => tfseq('predict', bundle, ...args);

beforeAll(async () => {
  expect(await tfseq('train', 'sentiment', '--data', data, '--out', bundle, ...columns, ...tiny)).toMatchObject({
    code: 0,
  });
  const texts = write(
    'pairs.tsv',
    toyExamples(40, 2)
      .map(({ text, label }) => `${text}\t${label}`)
      .join('\n'),
  );
  expect(await tfseq('train', 'translation', '--data', texts, '--out', pairs, ...tiny)).toMatchObject({ code: 0 });
});

describe('predict --data reads what train read', () => {
  it('the texts alone: no header, no ids, no labels', async () => {
    const { code, stdout } = await predict('--data', data);
    expect(code).toBe(0);
    expect(textsOf(stdout)).toEqual([...toyExamples(80, 1).map(({ text }) => text), '']);
  });

  it('also without labels, in another format, by a column that is named', async () => {
    const unlabelled = write('new.csv', 'review text\nred and blue\n"blue\nthen red"\n');
    const documents = JSON.parse((await predict('--data', unlabelled, '--json')).stdout) as { input: string }[];
    expect(documents.map(({ input }) => input)).toEqual(['red and blue', 'blue\nthen red']);
    const json = write('new.jsonl', '{"body": "red and blue", "id": 7}\n');
    expect(textsOf((await predict('--data', json, '--text-column', 'body')).stdout)).toEqual(['red and blue', '']);
  });

  it('pairs: the sources, with and without targets', async () => {
    const lines = async (text: string) =>
      JSON.parse((await tfseq('predict', pairs, '--data', write('some.tsv', text), '--json')).stdout) as object[];
    const both = await lines('red and blue\tblue\nthe red\tred\n');
    expect(both).toMatchObject([{ input: 'red and blue' }, { input: 'the red' }]);
    expect(await lines('red and blue\nthe red\n')).toEqual(both);
  });

  it('refuses what has no effect, and two places of inputs', async () => {
    await expectRefusal(['predict', bundle, 'red', '--text-column', 'a'], 'no --data is given', 'pass --data');
    await expectRefusal(['predict', bundle, 'red', '--data', data], 'both 1 inputs and --data');
    await expectRefusal(['predict', bundle, '--input', data, '--data', data], 'Expected one of the two');
    await expectRefusal(['predict', bundle, '--data', place('none.csv')], 'there is no such file');
    await expectRefusal(['predict', bundle, '--data', write('other.csv', 'a,b\n1,2\n')], 'review text');
  });
});

describe('an input that cannot be read', () => {
  const file = write('gap.txt', '\nred and blue\n \t\nblue\n');

  it('gets an empty line and a note; all others get their predictions', async () => {
    const { code, stdout, stderr } = await predict('--input', file);
    expect(code).toBe(0);
    expect(textsOf(stdout)).toEqual(['', 'red and blue', '', 'blue', '']);
    expect(stderr).toContain(
      `note: 2 of 4 inputs cannot be read, and their lines are empty: ${file} line 1: "" has no token`,
    );
    expect(stderr).toContain(`${file} line 3: " \\t" has no token`);
    expect((await predict('red and blue', ' ', 'blue')).code).toBe(0);
  });

  it('with --json its error in place of a prediction', async () => {
    const documents = JSON.parse((await predict('--input', file, '--json')).stdout) as object[];
    const error = expect.stringContaining('has no token') as string;
    const red = { input: 'red and blue', label: expect.any(String) as string };
    expect(documents).toMatchObject([{ input: '', error }, red, { input: ' \t', error }, { input: 'blue' }]);
    expect(documents[0]).not.toHaveProperty('label');
    const alone = JSON.parse((await predict('red and blue', '--json')).stdout) as object[];
    expect(documents[1]).toEqual(alone[0]);
  });

  it('of a table and of JSON Lines: a cell too many, no JSON, no text', async () => {
    const table = write('bad.csv', 'id;review text\n1;red\n2;blue;more\n3;\n4;blue\n');
    const { stdout, stderr } = await predict('--data', table);
    expect(textsOf(stdout)).toEqual(['red', '', '', 'blue', '']);
    expect(stderr).toMatch(/note: 2 of 4 inputs .* line 3: .*3 cells.* line 4: the text is empty\n/);
    const lines = write('bad.jsonl', '{"review text": "red"}\n{"review\n{"text": 5}\n{"review text": "blue"}\n');
    expect(textsOf((await predict('--data', lines)).stdout)).toEqual(['red', '', '', 'blue', '']);
  });

  it('--strict stops; so does a file of nothing else', async () => {
    await expectRefusal(['predict', bundle, '--input', file, '--strict'], `${file} line 1: "" has no token`);
    await expectRefusal(['predict', bundle, '--input', write('blank.txt', '\n\n')], 'line 1: "" has no token');
  });
});

it('--with-input: a translation behind its source and a tab', async () => {
  const file = write('sources.txt', 'red and blue\n\nthe red\n');
  const { stdout } = await tfseq('predict', pairs, '--input', file, '--with-input');
  expect(plain(stdout)).toMatch(/^red and blue\t.*\n\t\nthe red\t.*\n$/);
  const candidates = await tfseq('predict', pairs, 'the red', '--with-input', '--beam', '3', '--n-best', '2');
  expect(plain(candidates.stdout)).toMatch(/^the red\t +-?[\d.]+ .*\nthe red\t +-?[\d.]+ .*\n$/);
});

it('--with-input: a label behind its text, in columns', async () => {
  const { stdout } = await predict('red and blue', '--with-input');
  expect(stdout).toMatch(/^red and blue\t(red|blue)\t0\.\d{4}\n$/);
});

it('frames: a header, and with --with-input their values', async () => {
  const frames = Array.from(
    { length: 60 },
    (_, i) => `r${Math.floor(i / 6)},${i % 7},${(i % 3) / 2},${i % 6 < 3 ? 'a' : 'b'}`,
  );
  const file = write('frames.csv', ['session,x,y,label', ...frames].join('\n'));
  const how = ['--recording-column', 'session', '--set', 'epochs=1', 'hiddenSize=4'];
  for (const both of ['true', 'false']) {
    const out = place(`frames-${both}`);
    const settings = [...how, `bidirectional=${both}`];
    expect(await tfseq('train', 'tagging', '--data', file, '--out', out, ...settings)).toMatchObject({ code: 0 });
    const lines = (await tfseq('predict', out, '--data', file)).stdout.split('\n');
    expect(lines[0]).toBe('recording\tlabel\tprobability');
    expect(lines[1]).toMatch(/^r0\t[ab]\t0\.\d+$/);
    expect(lines).toHaveLength(62);
    const [header, , second] = (await tfseq('predict', out, '--input', file, '--with-input')).stdout.split('\n');
    expect(header).toBe('recording\tx\ty\tlabel\tprobability');
    expect(second).toMatch(/^r0\t1\t0\.5\t[ab]\t0\.\d+$/);
  }
});
