import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { EvaluationDocument } from '../../src/cli/output/evaluation-table';
import {
  expectRefusal,
  outcomeOf,
  startProgram,
  startProgramWith,
  temporaryFolder,
  tfseq,
  tiny,
  toyLines,
} from './support';

const { place, write } = temporaryFolder();
const data = write('toy.jsonl', toyLines(120));
const bundle = place('bundle');

let trained: Awaited<ReturnType<typeof tfseq>>;
beforeAll(async () => {
  trained = await tfseq('train', 'sentiment', '--data', data, '--out', bundle, '--seed', '3', ...tiny);
});

describe('train', () => {
  it('prints figures beside the baselines, where the bundle is, and commands to try', () => {
    expect(trained.code).toBe(0);
    for (const row of ['this model', 'majority', 'bag of words', 'naive Bayes', 'n-gram regression']) {
      expect(trained.stdout).toContain(row);
    }
    expect(trained.stdout).toContain(`Saved in ${bundle}. Try:\n  npx tfseq predict ${bundle} "…"`);
    expect(trained.stdout).toContain(`npx tfseq evaluate ${bundle} --data ${data}`);
  });

  it('says how many updates there were, that the last epoch was the best, and what trains the model on', async () => {
    const { stdout } = trained;
    expect(stdout).toMatch(
      /^12 updates in 1 epoch; epoch 1 is the best by validation accuracy\. Calibrated on .* accuracy \d+\.\d %\.$/m,
    );
    expect(stdout).toMatch(/More epochs may well help: the last epoch was the best, and so few updates \(under 500\)/);
    const [, command] = /^ {2}npx tfseq (train .*) --set epochs=41$/m.exec(stdout) ?? [];
    expect(command).toBe(`train sentiment --data ${data} --out ${bundle}-longer --continue-from ${bundle}`);
    const further = await tfseq(...command.split(' '), '--set', 'epochs=2', '--json');
    expect(JSON.parse(further.stdout)).toMatchObject({
      training: { reason: 'completed', epochs: 2, updates: 24 },
      bundle: `${bundle}-longer`,
    });
  });

  it('shows the way on stderr', () => {
    expect(trained.stderr).toMatch(
      /sentiment on .*toy\.jsonl: train \d+, validation \d+, test \d+ examples; backend wasm/,
    );
    expect(trained.stderr).toMatch(/epoch 1\/1 {2}training loss [\d.]+ {2}accuracy [\d.]+ % \| validation accuracy/);
  });

  it('leaves no path of this machine in the bundle', () => {
    for (const file of ['bundle.json', 'MODEL_CARD.md']) {
      const text = readFileSync(`${bundle}/${file}`, 'utf8');
      expect(text).toMatch(/toy\.jsonl, train/);
      expect(text).not.toContain(place());
    }
  });

  it('leaves a whole bundle and no checkpoint', () => {
    for (const file of ['bundle.json', 'model.json', 'weights.bin', 'MODEL_CARD.md']) {
      expect(existsSync(`${bundle}/${file}`)).toBe(true);
    }
    expect(existsSync(`${bundle}/checkpoint`)).toBe(false);
  });

  it('reads the file again for every epoch with --stream: the same splits, the same metrics when they are measured', async () => {
    const out = place('streamed');
    const settings = [
      'hiddenSize=4',
      'embeddingSize=4',
      'minimumCount=1',
      'epochs=2',
      'averaging=0',
      'maximumLength=3',
    ];
    const flags = ['--data', data, '--out', out, '--seed', '3', '--stream', '--json', '--set', ...settings];
    const { code, stdout, stderr } = await tfseq('train', 'sentiment', ...flags);
    expect(code).toBe(0);
    expect(stderr).toMatch(/toy\.jsonl: examples are read for every epoch; backend/);
    expect(stderr).toMatch(/test split, without baselines, which need all training examples in memory/);
    expect([...stderr.matchAll(/of (\d+) texts were cut/g)].map(([, count]) => Number(count))).toEqual([108, 12]);
    const { examples, metrics, baselines } = JSON.parse(stdout) as EvaluationDocument;
    expect(baselines).toEqual({});
    const again = await tfseq('evaluate', out, '--data', data, '--json');
    const measured = JSON.parse(again.stdout) as EvaluationDocument;
    expect({ examples, metrics }).toEqual({ examples: measured.examples, metrics: measured.metrics });
    expect(Object.keys(measured.baselines)).toContain('majority');
    expect(readFileSync(`${out}/MODEL_CARD.md`, 'utf8')).toContain('Trained on toy.jsonl, train');
  });

  it('says that a task holds all examples with --stream, where it does', async () => {
    const lines = 'Kim lives in Seoul .'.split(' ').map((word) => `${word} ${/^[KS]/.test(word) ? 'N' : 'O'}`);
    const words = write(
      'words.conll',
      Array.from({ length: 40 }, (_, i) => `w${i} O\n${lines.join('\n')}\n`).join('\n'),
    );
    const settings = ['--set', 'hiddenSize=4', 'epochs=1', 'characters=none'];
    const { code, stderr } = await tfseq(
      'train',
      'tagging',
      '--data',
      words,
      '--out',
      place('held'),
      '--stream',
      ...settings,
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/all examples are held in memory: the preprocessor of Tagger is not fitted on a stream/);
  });

  it('takes settings from a file, from --set and from --seed; the later wins', async () => {
    const config = write('config.json', '{"hiddenSize": 3, "epochs": 1, "cell": "gru", "seed": 9}');
    const out = place('configured');
    const set = ['--set', 'hiddenSize=5', 'embeddingSize=4', '--set', 'classWeights={"red":2,"blue":1}'];
    const { stdout } = await tfseq(
      ...['train', 'sentiment', '--data', data, '--out', out, '--json'],
      ...['--config', config, ...set, '--seed', '4'],
    );
    expect(JSON.parse(stdout)).toMatchObject({ task: 'sentiment', split: 'test', bundle: out });
    const inspected = JSON.parse((await tfseq('inspect', out, '--json')).stdout) as { config: object };
    expect(inspected.config).toMatchObject({
      cell: 'gru',
      hiddenSize: 5,
      embeddingSize: 4,
      seed: 4,
      classWeights: { red: 2, blue: 1 },
    });
  });

  it('refuses what cannot work before it starts', async () => {
    const train = ['train', 'sentiment', '--data', data, '--out', place('never')];
    await expectRefusal(['trian'], "unknown command 'trian'", 'Did you mean train?');
    await expectRefusal(['train', 'sentimant', ...train.slice(2)], 'no task "sentimant"', 'Did you mean sentiment?');
    await expectRefusal(['train', 'sentiment', '--data', data], "required option '--out <dir>' not specified");
    await expectRefusal(
      [...train, '--sede', '3'],
      'unknown option --sede. Did you mean --seed?',
      'Did you mean --seed?',
    );
    await expectRefusal([...train, '--set', 'hidenSize=3'], 'unknown option "hidenSize"', 'Did you mean hiddenSize?');
    await expectRefusal(
      [...train, '--set', 'cell=grv'],
      'cell is "grv"',
      'lstm, gru or simple-rnn, or a cell of your own',
    );
    await expectRefusal([...train, '--set', 'epochs'], '--set epochs: there is no key=value');
    await expectRefusal([...train, '--set', '__proto__=3'], 'unknown option "__proto__"');
    await expectRefusal([...train, '--seed', 'abc'], 'seed is "abc"', 'Expected a whole number');
    await expectRefusal([...train, '--backend', 'wsam'], 'unknown backend "wsam"', 'Did you mean wasm?');
    await expectRefusal([...train, '--config', place('none.json')], 'Expected a readable JSON file');
    await expectRefusal([...train, '--config', write('list.json', '[1]')], 'the file holds [1]');
    const polluting = write('proto.json', '{"__proto__": {"epochs": 1}}');
    await expectRefusal([...train, '--config', polluting], 'unknown option "__proto__"');
    await expectRefusal(['train', 'sentiment', '--data', 'rt-polarty', '--out', 'x'], 'Did you mean rt-polarity?');
    expect(({} as { epochs?: number }).epochs).toBeUndefined();
  });
});

describe('evaluate', () => {
  it('prints one document with the fields that programs read', async () => {
    const { code, stdout } = await tfseq('evaluate', bundle, '--data', data, '--json');
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(code).toBe(0);
    const results = ['metrics', 'baselines', 'worseThan', 'advice'];
    expect(Object.keys(document)).toEqual(['task', 'data', 'split', 'examples', ...results, 'seconds']);
    const number = expect.any(Number) as number;
    const figures = { accuracy: number, loss: number, macroF1: number };
    expect(document).toMatchObject({ task: 'sentiment', data, split: 'test', metrics: figures });
    expect(document.baselines).toEqual({
      majority: figures,
      'bag of words': figures,
      'naive Bayes': figures,
      'n-gram regression': figures,
    });
  });

  it('measures the split that is asked for, and names those that there are', async () => {
    const { stdout } = await tfseq('evaluate', bundle, '--data', data, '--split', 'validation');
    expect(stdout).toContain('validation split');
    const whole = await tfseq(
      'evaluate',
      bundle,
      '--data',
      write('ten.jsonl', toyLines(10)),
      '--split',
      'all',
      '--json',
    );
    expect(JSON.parse(whole.stdout)).toMatchObject({ split: 'all', examples: 10, baselines: {} });
    await expectRefusal(['evaluate', bundle, '--data', data, '--split', 'tset'], 'Did you mean test?');
    const folder = write('folder/train.jsonl', toyLines(10)).replace('/train.jsonl', '');
    await expectRefusal(['evaluate', bundle, '--data', folder], 'has no test examples', 'one of train');
  });
});

describe('predict', () => {
  it('answers arguments in their order, a line each', async () => {
    const { code, stdout, stderr } = await tfseq('predict', bundle, 'red and blue', 'blue then unheard red');
    expect(code).toBe(0);
    expect(stripVTControlCharacters(stdout)).toMatch(
      /^(red|blue) +[\d.]+ % {2}red and blue\n(red|blue) +[\d.]+ % {2}blue then unheard red\n$/,
    );
    expect(stderr).toBe('note: 1 of 7 tokens (14.3 %) are not in the vocabulary\n');
  });

  it('reads a file, with CR LF and a byte order mark too, and prints one document', async () => {
    const plain = write('plain.txt', 'red and blue\nblue\n');
    const windows = write('windows.txt', '\ufeffred and blue\r\nblue\r\n');
    const one = await tfseq('predict', bundle, '--input', plain, '--json');
    const other = await tfseq('predict', bundle, '--input', windows, '--json');
    const answers = JSON.parse(one.stdout) as { input: string; label: string }[];
    expect(answers).toMatchObject([{ input: 'red and blue' }, { input: 'blue' }]);
    expect(JSON.parse(other.stdout)).toEqual(answers);
    const saved = JSON.parse((await tfseq('predict', bundle, 'red and blue', '--json')).stdout) as object[];
    expect(saved).toMatchObject([{ label: answers[0].label }]);
  });

  it('names file and line of what it cannot read, and prints no half document', async () => {
    const file = write('gap.txt', 'red\n\nblue\n');
    await expectRefusal(['predict', bundle, '--input', file, '--json', '--strict'], `${file} line 2: "" has no token.`);
    await expectRefusal(['predict', bundle, '--input', place('none.txt')], 'none.txt: there is no such file');
    await expectRefusal(['predict', bundle, 'red', '--input', file], 'Expected one of the two');
    await expectRefusal(['predict', bundle, ' \t'], 'input 1: " \\t" has no token');
    await expectRefusal(['predict', place('nowhere'), 'red'], 'there is no such directory');
  });

  it('as a program of its own reads standard input and survives a reader that leaves', async () => {
    const child = startProgram('predict', bundle);
    const outcome = outcomeOf(child);
    child.stdin?.end('red and blue\nblue and red\n');
    const { code, stdout, stderr } = await outcome;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.slice(line.lastIndexOf('%') + 3))).toEqual([
      'red and blue',
      'blue and red',
      '',
    ]);
  });
});

describe('inspect, data, doctor', () => {
  it('inspect tells task, settings, labels, parameters, figures and files', async () => {
    const { stdout } = await tfseq('inspect', bundle);
    for (const part of ['sentiment in', 'hiddenSize', '2 labels: blue, red', 'embedding/embeddings', 'macroF1']) {
      expect(stdout).toContain(part);
    }
    const { parameters, parameterCount } = JSON.parse((await tfseq('inspect', bundle, '--json')).stdout) as {
      parameters: { size: number }[];
      parameterCount: number;
    };
    expect(parameters.reduce((sum, { size }) => sum + size, 0)).toBe(parameterCount);
  });

  it('data lists, shows and fetches what comes with the package', async () => {
    const { stdout } = await tfseq('data', 'list', '--json');
    const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['sentiment-sample', 'rt-polarity', 'sst', 'trec']));
    const shown = JSON.parse((await tfseq('data', 'show', 'sentiment-sample', '--json')).stdout) as object;
    expect(shown).toMatchObject({ name: 'sentiment-sample', here: 'package', counts: { train: 1920 } });
    expect((await tfseq('data', 'fetch', 'sentiment-sample')).stdout).toContain('there is nothing to fetch');
    await expectRefusal(['data', 'show', 'sentiment-sampel'], 'Did you mean sentiment-sample?');
    await expectRefusal(['data', 'lst'], 'Did you mean list?');
  });

  it('doctor says of each backend whether it is here, or why not and how to get it', async () => {
    const { code, stdout } = await tfseq('doctor', '--json');
    const { backends } = JSON.parse(stdout) as { backends: { name: string; available: boolean; fix?: string }[] };
    expect(code).toBe(0);
    expect(backends.map(({ name }) => name)).toEqual(['wasm', 'tensorflow', 'cpu']);
    for (const { available, fix } of backends) expect(available || fix).toBeTruthy();
    expect((await tfseq('doctor')).stdout).toContain('auto takes wasm');
  });

  it('doctor says which kernel each cell gets on each backend, and why not a faster one', async () => {
    interface Choice {
      cell: string;
      backend: string;
      kernel: string;
      passedOver: { kernel: string; reason: string }[];
    }
    const { kernels } = JSON.parse((await tfseq('doctor', '--json')).stdout) as { kernels: Choice[] };
    const cells = ['simple-rnn', 'simple-rnn-relu', 'lstm', 'gru', 'gru-reset-before'];
    expect(kernels.filter(({ backend }) => backend === 'wasm').map(({ cell }) => cell)).toEqual(cells);
    for (const { kernel, passedOver } of kernels) {
      expect(kernel === 'webassembly' || passedOver.every(({ reason }) => reason.length > 0)).toBe(true);
    }
    const { stdout } = await tfseq('doctor');
    for (const cell of cells) expect(stdout).toContain(cell);
  });

  it('TFSEQ_KERNEL chooses a kernel for all recurrences', async () => {
    const doctorWith = (kernel: string) => outcomeOf(startProgramWith({ TFSEQ_KERNEL: kernel }, 'doctor'));
    const { stdout } = await doctorWith('generic');
    expect(stdout).toMatch(/Not webassembly on wasm.*another kernel was chosen.*leave TFSEQ_KERNEL out/);
    const { code, stderr } = await doctorWith('genric');
    expect(code).toBe(2);
    expect(stderr).toContain('unknown kernel "genric"');
    expect(stderr).toContain('Did you mean generic?');
  });

  it('help goes to stdout, its absence with no command is wrong usage', async () => {
    expect(await tfseq('--help')).toMatchObject({ code: 0, stderr: '' });
    expect((await tfseq('train', '--help')).stdout).toContain('--set <key=value...>');
    expect(await tfseq()).toMatchObject({ code: 2, stdout: '' });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect((await tfseq('--version')).stdout).toBe(`${version}\n`);
  });
});
