/**
 * 100 kills at random moments of trainings and saves (100 more of saves alone: test/platform/killed-saver.slow.test.ts):
 * nothing is lost, and what is resumed ends with the same bytes.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import '../../src/node';
import { loadCheckpoint } from '../../src/bundle/checkpoint';
import { loadBundle } from '../../src/bundle/store';
import { platform } from '../../src/platform/platform';
import { Random } from '../../src/random';

const rows = ['sentiment', 'tagging-words', 'tagging-frames', 'translation'];
const killsPerRow = 25;
const root = join(__dirname, '../..');
/** Below the root, where its packages are found; no other worker has this name. */
const script = join(root, '.tmp', `killed-training-${process.pid}.cjs`);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-trainings-'));
  const entryPoints = [join(__dirname, 'killed-training.ts')];
  buildSync({ entryPoints, outfile: script, bundle: true, platform: 'node', packages: 'external', logLevel: 'error' });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(script, { force: true });
});

/** Trains; `delay` ms after it has begun it is killed, unless it has ended before. */
function run(row: string, place: string, delay?: number): Promise<{ isKilled: boolean; milliseconds: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, row, place], { stdio: ['ignore', 'pipe', 'ignore'] });
    let [output, begin] = ['', 0];
    child.stdout.on('data', (chunk: Buffer) => {
      if (output === '' && delay !== undefined) setTimeout(() => child.kill('SIGKILL'), delay);
      begin ||= performance.now();
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const isKilled = signal === 'SIGKILL';
      if (code === 0 || isKilled) resolve({ isKilled, milliseconds: performance.now() - begin });
      else reject(new Error(output));
    });
  });
}

const weightsOf = (place: string) =>
  createHash('sha256')
    .update(readFileSync(join(place, 'weights.bin')))
    .digest('hex');

/** Steps of the checkpoint, which is whole; 0 where there is none. */
async function stepsDone(place: string): Promise<number> {
  const checkpoint = await loadCheckpoint(platform().openStore(place));
  const header = checkpoint?.header as { state: { progress: { globalStep: number } } } | undefined;
  return header?.state.progress.globalStep ?? 0;
}

/** Whether a save was under way. */
const isHalfDone = (place: string) =>
  existsSync(place) && readdirSync(place).some((name) => /^\.(saving|committed)/.test(name));

let hits = 0;

test.each(rows)(
  '%s',
  async (row) => {
    const [whole, place] = ['whole', 'killed'].map((name) => join(folder, `${row}-${name}`));
    let { milliseconds } = await run(row, whole);
    const expected = weightsOf(whole);
    const random = Random.fromSeed(11).fork(row);
    let steps = 0;
    for (let kills = 0; kills < killsPerRow;) {
      const result = await run(row, place, random.uniform() * milliseconds);
      hits += Number(isHalfDone(place));
      const reached = await stepsDone(place);
      if (existsSync(join(place, 'bundle.json'))) {
        await loadBundle(platform().openStore(place));
        expect(weightsOf(place)).toBe(expected);
        if (!result.isKilled) expect(reached).toBe(0);
      } else {
        expect(result.isKilled).toBe(true);
        expect(reached).toBeGreaterThanOrEqual(steps); // no checkpoint is lost before there is a model
      }
      if (result.isKilled) kills++;
      else milliseconds = Math.min(milliseconds, result.milliseconds);
      steps = reached;
    }
    await run(row, place);
    expect(weightsOf(place)).toBe(expected);
    expect(existsSync(join(place, 'checkpoint'))).toBe(false);
  },
  600_000,
);

test('some of the kills hit a save', () => expect(hits).toBeGreaterThan(0));
