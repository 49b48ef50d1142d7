/** What a message advises can be done on the command line. */
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { flagOf } from '../../src/wording';
import { expectRefusal, type Outcome, root, temporaryFolder, tfseq, tiny } from './support';

const { place, write } = temporaryFolder();

/** Excel's CSV: `“é”` in windows-1252. */
const excel = (text: string) => Buffer.from(text.replaceAll('“', '\x93').replaceAll('”', '\x94'), 'latin1');
const reviews = write(
  'reviews.csv',
  excel(['text,label', ...Array.from({ length: 30 }, (_, i) => `“d\xe9j\xe0” n${i},l${i % 2}`)].join('\n')),
);
const sensors = write(
  'sensors.dat',
  [
    'recording,density,label',
    ...Array.from({ length: 60 }, (_, i) => `r${Math.floor(i / 5)},${i % 7},${i % 2 ? 'cold' : 'warm'}`),
  ].join('\n'),
);

it('a file in another encoding than UTF-8: found out where there is no doubt, else as the message says', async () => {
  const out = place('reviews');
  const train = ['train', 'sentiment', '--out', out, '--overwrite', ...tiny];
  const { code, stderr } = await tfseq(...train, '--data', reviews);
  expect(code).toBe(0);
  expect(stderr).toContain('note: ' + reviews + ' line 2: not UTF-8, and read as windows-1252: ');
  expect(await tfseq('evaluate', out, '--data', reviews)).toMatchObject({ code: 0 });
  const texts = write('texts.txt', excel('“d\xe9j\xe0”'));
  const { stdout: predictions } = await tfseq('predict', out, '--input', texts, '--json');
  expect(JSON.parse(predictions)).toMatchObject([{ input: '“déjà”' }]);
  const czech = write('czech.csv', excel('text,label\np\xf8\xedli\x9a,a\n\xe8esk\xfd,b\n'));
  await expectRefusal([...train, '--data', czech], 'not valid UTF-8', 'Pass --encoding windows-1252 (or latin1)');
  await expectRefusal([...train, '--data', czech, '--encoding', 'utf-7'], '--encoding is "utf-7"', 'utf-16le');
});

it('a file whose ending says neither the kind of data nor the format', async () => {
  const out = place('sensors');
  const train = ['train', 'tagging', '--data', sensors, '--out', out, '--set', 'epochs=1', 'hiddenSize=4'];
  await expectRefusal(train, '--input-kind');
  const kind = ['--input-kind', 'frames'];
  await expectRefusal([...train, ...kind], 'does not say the format', 'pass --format');
  expect(await tfseq(...train, ...kind, '--format', 'csv')).toMatchObject({ code: 0 });
  expect(await tfseq('evaluate', out, '--data', sensors)).toMatchObject({ code: 0 });
  expect(await tfseq('predict', out, '--input', sensors)).toMatchObject({ code: 0 });
  const text = write('pairs.dat', 'text,label\na,b\n');
  await expectRefusal(
    ['train', 'sentiment', '--data', text, '--out', place('texts')],
    'does not say the format',
    'pass --format',
  );
});

it.each([
  [['--epochs', '3'], 'unknown option --epochs. It is a setting: write --set epochs=3'],
  [['--cell=gru'], 'unknown option --cell. It is a setting: write --set cell=gru'],
  [['--hidden-size', '64'], 'It is a setting: write --set hiddenSize=64'],
  [['--epoch', '3'], 'Did you mean --set epochs=3?'],
  [['--epochs'], 'write --set epochs=…'],
  [['--ouy', 'somewhere'], 'unknown option --ouy. Did you mean --out?'],
  [['--data', 'x', '--wobble'], 'unknown option --wobble\n'],
])('an option that train does not have: %j', async (options, message) => {
  await expectRefusal(['train', 'sentiment', ...options], message);
});

it('an option that another command has', async () => {
  await expectRefusal(['evaluate', 'bundle', '--dat', 'x'], 'unknown option --dat. Did you mean --data?');
  await expectRefusal(['predict', 'bundle', '--epochs', '3'], 'unknown option --epochs\n');
  expect(await tfseq('train', 'sentiment', '--epochs', '3', '--help')).toMatchObject({ code: 0 });
});

it('a bundle remembers how its data are read: evaluate reads them without flags', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `"film, ${i}"|${i % 2 ? 'good' : 'bad'}`).join('\n');
  const file = write('piped.data', `${rows}\n|good\n`);
  const out = place('piped');
  const how = ['--format', 'csv', '--delimiter', 'pipe', '--text-column', '1', '--label-column', '2', '--skip-invalid'];
  const { code, stdout, stderr } = await tfseq('train', 'sentiment', '--data', file, '--out', out, ...how, ...tiny);
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('1 of 41 rows is skipped') as string,
  });
  expect(stdout).toContain(`npx tfseq evaluate ${out} --data ${file} --skip-invalid\n`);
  expect(await tfseq('evaluate', out, '--data', file, '--skip-invalid')).toMatchObject({ code: 0 });
  await expectRefusal(['evaluate', out, '--data', file], 'line 41: the text is empty', '--skip-invalid');
  const lines = write('other.jsonl', '{"text":"film","label":"good"}\n');
  await expectRefusal(['evaluate', out, '--data', lines, '--split', 'all'], 'the key 1', '--text-column');
  const other = ['--text-column', 'text', '--label-column', 'label', '--split', 'all'];
  expect(await tfseq('evaluate', out, '--data', lines, ...other)).toMatchObject({ code: 0 });
});

describe('a model that loses to a baseline', () => {
  const names = write(
    'people.csv',
    ['text,label', ...Array.from({ length: 60 }, (_, i) => `n${i % 50}${i % 2 ? 'sen' : 'ini'},l${i % 2}`)].join('\n'),
  );
  const out = place('names');
  const train = [
    'train',
    'sentiment',
    '--data',
    names,
    '--seed',
    '5',
    '--set',
    'hiddenSize=4',
    'epochs=2',
    'ngrams=none',
    'tokenizer=words',
  ];
  const wordsOf = (command: string) => command.split(' ').slice(2); // behind npx tfseq
  interface Document {
    advice: { what: string; action: string; command: string }[];
  }
  let trained: Outcome;

  beforeAll(async () => {
    trained = await tfseq(...train, '--out', out);
  });

  it('says what its measurements point to, with commands that work', async () => {
    const { code, stdout, stderr } = trained;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('This model loses to its baseline n-gram regression: accuracy');
    const commands = stdout.split('\n').filter((line) => /^ +npx tfseq train /.test(line));
    const settings = '--set hiddenSize=4 epochs=2';
    expect(commands.map((line) => line.trim().replaceAll(out, 'OUT').replace(names, 'DATA'))).toEqual([
      `npx tfseq train sentiment --data DATA --out OUT-tokenizer ${settings} ngrams=none tokenizer=characters seed=5`,
      `npx tfseq train sentiment --data DATA --out OUT-ngrams ${settings} ngrams=logistic tokenizer=words seed=5`,
      expect.stringMatching(
        /^npx tfseq train sentiment --data DATA --out OUT-longer --continue-from OUT --set epochs=\d+$/,
      ),
    ]);
    for (const command of commands) {
      expect(await tfseq(...wordsOf(command.trim()), '--quiet')).toMatchObject({ code: 0 });
    }
  });

  it('evaluate says the same, from the history beside the bundle, and --json has it', async () => {
    const { stdout } = await tfseq('evaluate', out, '--data', names, '--json');
    const { advice } = JSON.parse(stdout) as Document;
    expect(advice.map(({ action, what }) => [action, what])).toEqual([
      ['continue', 'more epochs'],
      ['train', 'characters'],
      ['train', 'n-grams'],
    ]);
    const { stdout: text } = await tfseq('evaluate', out, '--data', names);
    for (const { command } of advice) {
      expect(text).toContain(`    ${command}\n`);
      if (!command.includes('--continue-from')) expect(trained.stdout).toContain(`    ${command}\n`);
    }
  });

  it('without a history: the settings that are no defaults; of a run that began with a bundle: those it wrote', async () => {
    const [settings, config] = ['--set hiddenSize=4 epochs=2', `--config ${out}-longer/config.json`];
    const commandsOf = async (bundle: string) =>
      (JSON.parse((await tfseq('evaluate', bundle, '--data', names, '--json')).stdout) as Document).advice;
    const [longer] = (await commandsOf(`${out}-longer`)).filter(({ what }) => what === 'characters');
    expect(longer.command).toContain(` --out ${out}-longer-tokenizer ${config} --set tokenizer=characters`);
    expect(await tfseq(...wordsOf(longer.command))).toMatchObject({ code: 0 });
    renameSync(join(out, 'history.jsonl'), join(out, 'history.txt'));
    const [first, ...others] = await commandsOf(out);
    expect(first.what).toBe('characters'); // nothing is known of the epochs
    expect(others.map(({ what }) => what)).toEqual(['n-grams']);
    expect(first.command).toContain(settings.split(' ')[1]);
    expect(await tfseq(...wordsOf(first.command), '--overwrite')).toMatchObject({ code: 0 });
  });
});

it('every flag that a message names exists', async () => {
  const commands = ['train', 'tune', 'generate', 'evaluate', 'predict', 'backtest', 'inspect', 'gradcheck', 'doctor'];
  const calls = [
    [],
    ...commands.map((name) => [name]),
    ...['check', 'list', 'show', 'fetch'].map((name) => ['data', name]),
  ];
  const helps: string[] = [];
  for (const words of calls) helps.push((await tfseq(...words, '--help')).stdout);
  const known = new Set(helps.flatMap((help) => help.match(/--[a-z][a-z-]*/g) ?? []));
  const files = ['src/data', 'src/cli', 'tasks'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const advice = files.flatMap((file) => {
    const flags = readFileSync(join(root, file), 'utf8').match(/(?<=['"`( ])--[a-z][a-z-]*[a-z]\b(?!\.\w|-)/g) ?? [];
    const text = readFileSync(join(root, file), 'utf8');
    const named = [...text.matchAll(/\boption\('(\w+)'(?:, '(\w+)')?\)/g)].map(([, name, flag = name]) => flag);
    const set = [...text.matchAll(/\bset\('(\w+)', [^()]+?(?:, '(\w+)')?\)/g)].map(([, name, flag = name]) => flag);
    const ofOptions = [...named, ...set].map(flagOf);
    return [...flags, ...ofOptions].map((flag) => ({ file, flag }));
  });
  expect(advice.length).toBeGreaterThan(20);
  expect(advice.filter(({ flag }) => !known.has(flag))).toEqual([]);
});
