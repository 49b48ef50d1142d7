import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { expectRefusal, root, sealed, temporaryFolder, tfseq, tiny, toyLines } from './support';
import { programFile } from '../support/program';

const { place, write } = temporaryFolder();
const good = toyLines(60);
const data = write('good.jsonl', good);
const bundle = place('bundle');
const out = place('out');
const train = (file: string) => ['train', 'sentiment', '--data', file, '--out', out, ...tiny];
const line = (entries: object) => JSON.stringify(entries);

beforeAll(async () => {
  expect(await tfseq('train', 'sentiment', '--data', data, '--out', bundle, ...tiny)).toMatchObject({ code: 0 });
});

describe('training files', () => {
  const withLine = (text: string) => `${good}\n${text}\n`;
  const latin1 = Buffer.concat([
    Buffer.from(withLine('')),
    Buffer.from('{"text": "caf\xe9 \x9a", "label": "red"}\n', 'latin1'),
  ]);
  const offset = Buffer.byteLength(withLine('')) + '{"text": "caf'.length;

  it.each<[string, string, string | Uint8Array, string]>([
    ['empty', 'empty.csv', '', 'the file is empty (0 bytes)'],
    ['of blank lines', 'blank.jsonl', '\n\n\n', 'the file holds no examples'],
    ['a header alone', 'header.csv', 'text,label\n', 'the file holds no examples'],
    ['of one class', 'one.csv', `text,label\n${'good,yes\nfine,yes\n'.repeat(20)}`, 'have the label "yes"'],
    ['a missing label', 'missing.csv', 'text,label\na,x\nb,\n', 'missing.csv line 3: the label is missing'],
    ['no label at all', 'none.jsonl', withLine(line({ text: 'x' })), 'none.jsonl line 61: the keys are ["text"]'],
    ['no column of that name', 'columns.csv', 'words,kind\na,x\n', 'columns.csv line 1: the header ["words","kind"]'],
    ['not UTF-8', 'latin.jsonl', latin1, `the bytes e9 20 9a 22 at byte offset ${offset} are not valid UTF-8`],
    ['a line of 10 MB', 'long.jsonl', withLine(line({ text: 'a '.repeat(5e6) })), 'line 61: the line is longer than'],
    [
      'empty texts',
      'blank.csv',
      `text,label\n${'a,x\nb,y\n" ",x\n'.repeat(9)}`,
      '9 of 27 rows cannot be used: line 4: ',
    ],
    ['broken JSON', 'broken.jsonl', withLine('{"text": "a"'), 'broken.jsonl line 61'],
    ['__proto__', 'proto.jsonl', withLine('{"__proto__": {"text": "a", "label": "red"}}'), 'proto.jsonl line 61'],
  ])('with %s are refused', async (_, name, content, message) => {
    await expectRefusal(train(write(name, content)), message);
    expect(({} as { label?: string }).label).toBeUndefined();
    expect(existsSync(`${out}/bundle.json`)).toBe(false);
  });

  it('with CR LF and a byte order mark train as those without', async () => {
    const rows = good.split('\n').map((row) => Object.values(JSON.parse(row) as object).join(','));
    const plain = write('plain.csv', ['text,label', ...rows].join('\n'));
    const windows = write('windows.csv', `\ufeff${['text,label', ...rows].join('\r\n')}\r\n`);
    const figuresOf = async (file: string) => {
      const args = ['train', 'sentiment', '--data', file, '--out', place('csv'), '--overwrite', '--json', ...tiny];
      const { metrics } = JSON.parse((await tfseq(...args)).stdout) as { metrics: object };
      return metrics;
    };
    expect(await figuresOf(windows)).toEqual(await figuresOf(plain));
  });

  it('with labels that training did not have are refused by evaluate', async () => {
    const other = write('other/train.csv', 'text,label\nred,red\nblue,blue\n').replace('/train.csv', '');
    write('other/test.csv', 'text,label\nred,red\ngreen,green\n');
    await expectRefusal(['evaluate', bundle, '--data', other], 'test.csv line 3: the label "green" did not occur');
  });

  it('with a text of 100,000 tokens: refused by name; one of 2,000 is answered, read to its end', async () => {
    const text = 'red then '.repeat(50_000);
    await expectRefusal(train(write('huge.jsonl', `${good}\n${line({ text, label: 'red' })}`)), '100000 tokens');
    await expectRefusal(['predict', bundle, '--input', write('huge.txt', text)], 'huge.txt line 1', '100000 tokens');
    const long = write('long.txt', 'red then '.repeat(1000));
    const { code, stderr } = await tfseq('predict', bundle, '--input', long);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '',
    });
  });
});

describe('a loss that is no number', () => {
  it('stops with the step; what was learnt until then is saved and answers', async () => {
    const diverged = place('diverged');
    const settings = ['learningRate=1e38', 'clipNorm=0', 'optimizer=sgd', 'schedule=constant'];
    const args = ['train', 'sentiment', '--data', data, '--out', diverged, ...tiny, ...settings];
    const { code, stdout, stderr } = await tfseq(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/error: training step \d+: the (loss|norm of the gradients) is .* at learning rate 1e\+38/);
    expect(stderr).toContain(`the weights reached so far are saved in ${diverged}`);
    expect(await tfseq('inspect', diverged)).toMatchObject({ code: 0 });
  });
});

describe('a place that cannot be written', () => {
  it('is told before the work begins', async () => {
    const { code, stdout, stderr } = await tfseq(
      'train',
      'sentiment',
      '--data',
      data,
      '--out',
      `${data}/below`,
      ...tiny,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('good.jsonl/below: cannot be written');
    expect(stderr).not.toContain('epoch');
  });

  it('or is full only later: exit 1, and the model saved before is whole', () => {
    const limited = place('limited');
    cpSync(bundle, limited, { recursive: true });
    const before = readFileSync(`${limited}/bundle.json`);
    const args = ['train', 'sentiment', '--data', data, '--out', limited, '--overwrite', ...tiny, 'hiddenSize=128'];
    const program = [process.execPath, programFile(), ...args].map((part) => `'${part}'`);
    const { status, stdout, stderr } = spawnSync('bash', ['-c', `ulimit -f 100; exec ${program.join(' ')}`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`${limited}: cannot be written`);
    expect(readFileSync(`${limited}/bundle.json`)).toEqual(before);
    expect(readdirSync(limited).sort()).toEqual(readdirSync(bundle).sort());
  });
});

describe('bundles', () => {
  const edit = (change: (text: string) => string) => (copy: string) =>
    writeFileSync(`${copy}/bundle.json`, change(readFileSync(`${copy}/bundle.json`, 'utf8')));

  it.each<[string, (copy: string) => void, string]>([
    ['cut weights', (copy) => truncateSync(`${copy}/weights.bin`, 100), 'weights.bin'],
    [
      'edited weights',
      (copy) => writeFileSync(`${copy}/weights.bin`, Buffer.alloc(readFileSync(`${copy}/weights.bin`).length)),
      'weights.bin',
    ],
    ['a cut manifest', (copy) => truncateSync(`${copy}/bundle.json`, 200), 'bundle.json'],
    ['an edited label', edit((text) => text.replace('"blue"', '"bleu"')), 'bundle.json'],
    ['a newer version', edit((text) => text.replace('"version": 1', '"version": 99')), 'newer than this tfjs-sequence'],
    ['another task', edit((text) => text.replace('"sentiment"', '"smell"')), 'bundle.json'],
    [
      'a path that leaves it',
      edit((text) => sealed(text.replace('"weights.bin"', '"../weights.bin"'))),
      '"../weights.bin"',
    ],
    ['__proto__', edit((text) => text.replace('{', '{ "__proto__": {"task": "x"},')), '__proto__'],
    ['nothing in it', edit(() => ''), 'bundle.json'],
  ])('with %s are refused', async (name, damage, message) => {
    const copy = place(`damaged ${name}`);
    cpSync(bundle, copy, { recursive: true });
    damage(copy);
    await expectRefusal(['predict', copy, 'red'], copy, message);
    await expectRefusal(['evaluate', copy, '--data', data, '--json'], copy);
  });
});
