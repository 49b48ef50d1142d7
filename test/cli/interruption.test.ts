import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import '../../src/node';
import { loadCheckpoint } from '../../src/bundle/checkpoint';
import { platform } from '../../src/platform/platform';
import { Random } from '../../src/random';
import { outcomeOf, root, startProgram, temporaryFolder, tfseq, toyLines } from './support';
import { programFile } from '../support/program';

const { place, write } = temporaryFolder();
const data = write('toy.jsonl', toyLines(300));
const settings = ['hiddenSize=6', 'embeddingSize=6', 'epochs=8', 'minimumCount=1', 'batchSize=8', 'checkpointEvery=5'];
const train = (out: string) => ['train', 'sentiment', '--data', data, '--out', out, '--set', ...settings];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const weightsOf = (out: string) =>
  createHash('sha256')
    .update(readFileSync(`${out}/weights.bin`))
    .digest('hex');
const stepsDone = async (out: string) => {
  const checkpoint = await loadCheckpoint(platform().openStore(out)); // throws where it is not whole
  return (checkpoint?.header as { state: { progress: { globalStep: number } } } | undefined)?.state.progress.globalStep;
};

/** Starts training and waits until it has got past the checkpoint that was there before. */
async function startTraining(out: string, ...more: string[]) {
  const before = await stepsDone(out);
  const child = startProgram(...train(out), ...more);
  const outcome = outcomeOf(child);
  while (child.exitCode === null && (await stepsDone(out)) === before) await sleep(20);
  return { child, outcome };
}

const whole = place('whole');
beforeAll(async () => {
  expect(await tfseq(...train(whole))).toMatchObject({ code: 0 });
});

it('killed at random moments, a run goes on from its last checkpoint and ends with the same bytes', async () => {
  const out = place('killed');
  const random = Random.fromSeed(11);
  let steps = 0;
  for (let kills = 0; kills < 3; kills++) {
    const { child, outcome } = await startTraining(out, ...(kills ? ['--resume'] : []));
    await sleep(random.uniform() * 300);
    child.kill('SIGKILL');
    expect(await outcome).toMatchObject({ signal: 'SIGKILL' });
    const reached = (await stepsDone(out)) ?? 0;
    expect(reached).toBeGreaterThan(steps);
    expect(existsSync(`${out}/bundle.json`)).toBe(false);
    steps = reached;
  }
  expect(await tfseq(...train(out), '--resume')).toMatchObject({ code: 0 });
  expect(weightsOf(out)).toBe(weightsOf(whole));
  expect(existsSync(`${out}/checkpoint`)).toBe(false);
});

describe('Ctrl-C', () => {
  const out = place('interrupted');
  let stopped: Awaited<Awaited<ReturnType<typeof startTraining>>['outcome']>;
  beforeAll(async () => {
    const { child, outcome } = await startTraining(out);
    child.kill('SIGINT');
    child.kill('SIGINT'); // npx hands it on once more
    stopped = await outcome;
  });

  it('saves, says how to go on, and ends with 130', async () => {
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    expect(stopped.stderr).toContain('Go on with the same command and --resume');
    expect(await tfseq('predict', out, 'red then blue')).toMatchObject({ code: 0 });
    expect(await stepsDone(out)).toBeGreaterThan(0);
  });

  it('what is begun is not overwritten, nor gone on with under other settings', async () => {
    const anew = await tfseq(...train(out));
    expect(anew).toMatchObject({ code: 2, stdout: '' });
    expect(anew.stderr).toContain('the checkpoint of a run that has not ended');
    expect(anew.stderr).toContain('--resume');
    const other = await tfseq(...train(out), 'cell=gru', 'epochs=9', '--resume');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain('epochs (8, now 9), cell ("lstm", now "gru")');
  });

  it('resumed it ends with the same bytes', async () => {
    expect(await tfseq(...train(out), '--resume')).toMatchObject({ code: 0 });
    expect(weightsOf(out)).toBe(weightsOf(whole));
    const { code, stderr } = await tfseq(...train(out), '--resume');
    expect(code).toBe(2);
    expect(stderr).toContain('a run that has ended needs no resuming');
  });
});

describe('standard error', () => {
  it('that nobody reads any more does not end a training', async () => {
    const out = place('unread');
    const child = startProgram(...train(out));
    const outcome = outcomeOf(child);
    child.stderr?.destroy();
    expect(await outcome).toMatchObject({ code: 0, signal: null });
    expect(weightsOf(out)).toBe(weightsOf(whole));
  });

  it('on a full disk does not end a command', () => {
    const out = place('full');
    const shell = (...args: string[]) =>
      spawnSync('bash', ['-c', `"$0" "$@" 2>/dev/full`, process.execPath, programFile(), ...args], {
        cwd: root,
        encoding: 'utf8',
      });
    expect(shell(...train(out))).toMatchObject({ status: 0, stdout: expect.stringContaining('Saved in') as string });
    expect(weightsOf(out)).toBe(weightsOf(whole));
    expect(shell('predict', out, 'red then unheard')).toMatchObject({ status: 0 });
    expect(shell('predict', place('nowhere'), 'red')).toMatchObject({ status: 2, stdout: '' });
  });
});

it('a terminal that was closed (SIGHUP) ends a training as SIGTERM does: saved, with 130', async () => {
  const out = place('hung-up');
  const { child, outcome } = await startTraining(out);
  child.kill('SIGHUP');
  expect(await outcome).toMatchObject({ code: 130, stdout: '' });
  expect(await stepsDone(out)).toBeGreaterThan(0);
  expect(existsSync(`${out}/bundle.json`)).toBe(true);
});

it('two trainings into one place: the second is refused at once, and the first ends as if it were alone', async () => {
  const out = place('two');
  const { outcome } = await startTraining(out);
  for (const more of [[], ['--resume']]) {
    const second = await tfseq(...train(out), ...more);
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(/two: process \d+ on .* is training into it\. .*choose another --out/);
  }
  expect(await outcome).toMatchObject({ code: 0 });
  expect(weightsOf(out)).toBe(weightsOf(whole));
  expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
});
