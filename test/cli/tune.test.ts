import { existsSync, readFileSync } from 'node:fs';
import { load } from '../../src/node';
import { expectRefusal, tfseq, toyLines, type TuningDocument, tuningOnToys } from './support';

const { place, write, data, tune, run, read } = tuningOnToys();

let stdout: string;
let stderr: string;
beforeAll(async () => {
  const outcome = await run(...tune(place('whole'), '--trials', '6'));
  expect(outcome).toMatchObject({ code: 0 });
  ({ stdout, stderr } = outcome);
});

it('prints the best beside the default and the baselines, the trials, why it ended, and what to do next', () => {
  expect(stdout).toMatch(/validation data; the test split was not looked at/);
  for (const row of ['default settings', 'majority', 'naive Bayes'])
    expect(stdout).toMatch(new RegExp(`${row} +\\d+\\.\\d %`));
  expect(stdout).toMatch(/trial +accuracy +epochs +seed +time +settings/);
  expect(stdout).toMatch(/ 1 +\d+\.\d % +4 +1 +.* s +default/);
  expect(stdout).toMatch(/6 trials in .*, as many as --trials allows\./);
  expect(stdout).toContain(
    `npx tfseq train sentiment --data ${data} --config ${place('whole')}/config.json --out ${place('whole-trained')}`,
  );
  expect(stderr).toMatch(/trial 1: default, 4 epochs: accuracy \d+\.\d % in .* s, the best so far/);
  expect(stderr).toMatch(/learning rates: the loss falls the fastest at /);
});

it('leaves a bundle, its settings, all trials as a table and as a chart', async () => {
  const [head, first, ...others] = read('whole', 'trials.csv').trimEnd().split('\n');
  expect(head).toMatch(/^trial,outcome,accuracy,epochs,bestEpoch,seed,seconds,.*problem$/);
  expect(first).toMatch(/^1,finished,0\.\d+,4,\d,1,\d+\.\d\d,/);
  expect(others).toHaveLength(5);
  expect(read('whole', 'trials.svg')).toMatch(/^<svg .*default settings.*<\/svg>$/s);
  const model = await load(place('whole'));
  expect(JSON.parse(read('whole', 'config.json'))).toEqual(JSON.parse(JSON.stringify(model.config)));
  model.dispose();
});

it('train takes the settings that were found, and makes the same model of them', async () => {
  const out = place('trained');
  const config = place('whole', 'config.json');
  expect(await tfseq('train', 'sentiment', '--config', config, '--data', data, '--out', out)).toMatchObject({
    code: 0,
  });
  expect(readFileSync(`${out}/weights.bin`)).toEqual(readFileSync(place('whole', 'weights.bin')));
});

it('evaluate measures the model on the test split', async () => {
  const outcome = await tfseq('evaluate', place('whole'), '--data', data, '--json');
  expect(JSON.parse(outcome.stdout)).toMatchObject({ split: 'test', examples: 40 });
});

describe('--json', () => {
  it('prints one document: what was found, beside what, by which trials', async () => {
    const outcome = await run(...tune(place('json'), '--trials', '3', '--json', '--quiet'));
    const document = JSON.parse(outcome.stdout) as TuningDocument;
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(document).toMatchObject({ task: 'sentiment', split: 'validation', metric: 'accuracy', mode: 'max' });
    expect(document).toMatchObject({ reason: 'trials', bundle: place('json'), baselines: { majority: expect.any(Number) as number } }); // prettier-ignore
    expect(document.trials).toHaveLength(3);
    expect(document.trials[0]).toMatchObject({ settings: {}, epochs: 4, seed: 1, outcome: 'finished' });
    expect(document.config).toMatchObject({ hiddenSize: 8, ...document.settings });
    expect(document.value).toBeGreaterThanOrEqual(document.default);
  });
});

it('a time shorter than one training trains the default, and says so', async () => {
  const outcome = await run(...tune(place('short'), '--minutes', '0.00001'));
  expect(outcome).toMatchObject({ code: 0 });
  expect(outcome.stdout).toMatch(
    /The time \(--minutes 0\.00001\) sufficed for the default settings alone: one training takes/,
  );
  expect(existsSync(place('short', 'bundle.json'))).toBe(true);
});

it('help on a task has its options alone, and the settings that are searched', async () => {
  const help = await tfseq('tune', 'sentiment', '--help');
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/Settings of sentiment that are searched:\n {2}learningRate\n/);
  expect(help.stdout).not.toContain('--recording-column');
  const general = await tfseq('tune', '--help');
  expect(general.stdout).toContain('--recording-column');
  expect((await tfseq('completion', 'bash')).stdout).toContain('--minutes');
});

describe('bad input', () => {
  const one = write('one/train.jsonl', toyLines(40, 1)) && place('one');
  write('one/validation.jsonl', '{"text": "red then red", "label": "red"}\n{"text": "very red", "label": "red"}');
  it.each([
    ['a validation split of one label', ['--data', one], 'all 2 validation examples have the label "red"'],
    ['a search space with nothing left', ['--set', 'learningRate=0.1', 'dropout=0.1'], 'Leave one out of --set and --config, or use tfseq train'], // prettier-ignore
    ['a setting that is not searched', ['seed'], 'unknown option "seed"'],
    ['no minutes', ['--minutes', 'few'], '--minutes is "few"'],
    ['minutes of 0', ['--minutes', '0'], '--minutes is "0"'],
    ['trials of -1', ['--trials', '-1'], '--trials is "-1"'],
    ['nothing to resume', ['--resume'], 'there is no search to resume'],
    ['an unknown setting', ['--set', 'hiddenSiz=3'], 'Did you mean hiddenSize?'],
    ['a place with other files', ['--out', place('.')], 'other files'],
  ])('%s', async (_, more, message) => {
    await expectRefusal(tune(place('refused'), ...more), message);
  });

  it('a model is not replaced without --overwrite', async () => {
    await expectRefusal(tune(place('trained')), 'a trained model is in it', '--overwrite');
    expect(await run(...tune(place('trained'), '--trials', '1', '--overwrite'))).toMatchObject({ code: 0 });
  });
});
