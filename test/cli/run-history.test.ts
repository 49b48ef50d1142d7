import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { load } from '../../src/node';
import { stripVTControlCharacters } from 'node:util';
import { table } from '../tasks/contract/table';
import { savedBundles } from '../tasks/contract/saved-bundles';
import { expectRefusal, outcomeOf, startProgram, temporaryFolder, tfseq, toyLines } from './support';

const { place, write } = temporaryFolder();
const data = write('toy.jsonl', toyLines(200));
const settings = ['hiddenSize=6', 'embeddingSize=6', 'epochs=6', 'minimumCount=1', 'batchSize=8', 'checkpointEvery=5'];
const train = (out: string) => ['train', 'sentiment', '--data', data, '--out', out, '--set', ...settings];

interface HistoryRecord {
  type: string;
  time: string;
  epoch?: number;
  [entry: string]: unknown;
}
const historyOf = (out: string) =>
  readFileSync(`${out}/history.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as HistoryRecord);
const withoutTimes = (records: HistoryRecord[]) =>
  records.filter(({ type }) => type === 'epoch').map((record) => ({ ...record, time: 0, seconds: 0 }));

const whole = place('whole');
beforeAll(async () => {
  expect(await tfseq(...train(whole))).toMatchObject({ code: 0 });
});

it('has a record of the start, one of every epoch, of the end and of what was measured', () => {
  const records = historyOf(whole);
  expect(records.map(({ type }) => type)).toEqual(['start', ...Array<string>(6).fill('epoch'), 'end', 'evaluation']);
  for (const { time } of records) expect(new Date(time).toISOString()).toBe(time);
  const [start, first] = records;
  const versions = { 'tfjs-sequence': expect.any(String) as string, node: process.version };
  expect(start).toMatchObject({ task: 'sentiment', data: 'toy.jsonl', seed: 1, backend: 'wasm', versions });
  expect(start.versions).toHaveProperty('@tensorflow/tfjs');
  const number = expect.any(Number) as number;
  const metrics = { accuracy: number, loss: number };
  expect(first).toMatchObject({ epoch: 1, train: metrics, validation: metrics, learningRate: number, seconds: number });
  expect(records.at(-2)).toMatchObject({ reason: 'completed', epochs: 6, bestEpoch: number, updates: number });
  expect(records.at(-1)).toMatchObject({ split: 'test', metrics, baselines: { majority: metrics } });
});

it('config.json gives the same model again', async () => {
  const out = place('again');
  const { code } = await tfseq('train', 'sentiment', '--data', data, '--out', out, '--config', `${whole}/config.json`);
  expect(code).toBe(0);
  expect(readFileSync(`${out}/weights.bin`)).toEqual(readFileSync(`${whole}/weights.bin`));
  expect(readFileSync(`${out}/config.json`)).toEqual(readFileSync(`${whole}/config.json`));
});

it.each(table.map((row) => [row.name, row] as const))(
  'the configuration of %s is one that its class takes',
  async (name, row) => {
    const model = await load(`${savedBundles}/${name}`);
    const config = JSON.parse(JSON.stringify(model.config)) as object;
    expect(new row.class(config).config).toEqual(model.config);
    model.dispose();
  },
);

it('a run that is killed and resumed has every epoch once', async () => {
  const out = place('killed');
  const child = startProgram(...train(out));
  const outcome = outcomeOf(child);
  const reached = () => (existsSync(`${out}/history.jsonl`) ? withoutTimes(historyOf(out)).length : 0);
  while (child.exitCode === null && reached() < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGKILL');
  await outcome;
  expect(existsSync(`${out}/bundle.json`)).toBe(false);
  // as if it had been killed between its checkpoint and its history, and the other way round
  const records = historyOf(out);
  const last = records.filter(({ type }) => type === 'epoch').at(-1) as HistoryRecord;
  const edited = [...records.filter((record) => record !== last && record.epoch !== 1), { ...last, epoch: 99 }];
  writeFileSync(`${out}/history.jsonl`, `${edited.map((record) => JSON.stringify(record)).join('\n')}\n{"type":"ep`);
  expect(await tfseq(...train(out), '--resume')).toMatchObject({ code: 0 });
  const history = historyOf(out);
  expect(withoutTimes(history).sort((a, b) => Number(a.epoch) - Number(b.epoch))).toEqual(
    withoutTimes(historyOf(whole)).map((record) => ({ ...record })),
  );
  expect(history.map(({ type }) => type)).toContain('resume');
});

it('a file of that name that no run has written is not replaced', async () => {
  const out = place('theirs');
  expect(await tfseq(...train(out))).toMatchObject({ code: 0 });
  writeFileSync(`${out}/history.jsonl`, 'my own\n');
  await expectRefusal(
    [...train(out), '--overwrite'],
    'history.jsonl and config.json in it were not written by a training',
  );
});

describe('how much is said', () => {
  const small = (out: string, ...more: string[]) => [...train(place(out)), 'epochs=1', ...more];

  it('--quiet: notes and errors on standard error, results on standard output', async () => {
    const { code, stdout, stderr } = await tfseq(...small('quiet', 'maximumLength=3', '--quiet'));
    expect(code).toBe(0);
    expect(stdout).toContain('this model');
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('note: ')),
    ).toEqual([]);
    expect(stderr).toContain('texts were cut');
  });

  it('--verbose: settings, versions, checkpoints, learning rates, and the stack of an error', async () => {
    const { stderr } = await tfseq(...small('verbose', '--verbose'));
    for (const part of ['"versions"', '"hiddenSize":6', 'checkpoint after 5 updates', 'learning rate']) {
      expect(stderr).toContain(part);
    }
    const failed = await tfseq('inspect', place('nowhere'), '--verbose');
    expect(failed.stderr).toMatch(/^error: .*no such directory.*\n.*BundleError.*\n\s+at /);
    expect((await tfseq('inspect', place('nowhere'))).stderr).not.toMatch(/^\s+at /m);
    await expectRefusal(['doctor', '--quiet', '--verbose'], 'both --quiet and --verbose are given');
  });

  it('lines of progress have at most 80 columns where the width is not known', async () => {
    const { stderr } = await tfseq(...small('lines'));
    const lines = stripVTControlCharacters(stderr).split('\n');
    expect(lines.filter((line) => /^epoch|^ {4}/.test(line) && line.length > 80)).toEqual([]);
  });

  it('-v, -V and --version print the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    for (const flag of ['-v', '-V', '--version']) {
      expect(await tfseq(flag)).toMatchObject({ code: 0, stdout: `${version}\n` });
    }
  });
});
