/** Real processes: killed with SIGKILL at random moments, or out of room. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { loadCheckpoint } from '../../src/bundle/checkpoint';
import { loadBundle } from '../../src/bundle/store';
import { nodePlatform } from '../../src/platform/node';
import { installPlatform } from '../../src/platform/platform';
import { Random } from '../../src/random';

let root: string;
let script: string;

beforeAll(() => {
  installPlatform(nodePlatform);
  root = mkdtempSync(join(tmpdir(), 'killed-'));
  script = join(root, 'endless-saver.js');
  const entryPoints = [join(__dirname, 'endless-saver.ts')];
  buildSync({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'cjs' });
});
afterAll(() => rmSync(root, { recursive: true }));

/** Lets a process save until `delay` ms after its first report, kills it, and gives the last numbers it reported. */
function killedAfter(delay: number, directory: string, first: number): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, directory, String(first), '50000', '1000000']);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), delay);
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', () => {
      const reports = [...output.matchAll(/^(\w+) (\d+)$/gm)].map(([, what, n]) => [what, Number(n)]);
      resolve(Object.fromEntries(reports) as Record<string, number>);
    });
  });
}

test('kill -9 at random moments: bundle and checkpoint load whole, nothing that was reported saved is lost', async () => {
  const directory = join(root, 'bundle');
  const store = nodePlatform.openStore(directory);
  const random = Random.fromSeed(11);
  let next = 1;
  let interrupted = 0;
  for (let round = 0; round < 25; round++) {
    const reported = await killedAfter(random.integer(30), directory, next);
    interrupted += Number(readdirSync(directory).some((name) => name.startsWith('.')));
    const { info, weights } = await loadBundle(store);
    expect([reported.bundle, reported.bundle + 1]).toContain(info.seed); // the last report, or the save after it
    expect(weights[0].values.every((value) => value === info.seed)).toBe(true);
    const checkpoint = await loadCheckpoint(store);
    const n = (checkpoint?.header.n ?? 0) as number;
    expect(n).toBeGreaterThanOrEqual(reported.checkpoint ?? 0);
    expect(checkpoint?.bytes.every((value) => value === n % 256) ?? true).toBe(true);
    next = info.seed + 1;
  }
  expect(interrupted).toBeGreaterThan(5); // the kills did hit saves
  expect(readdirSync(directory).filter((name) => name.startsWith('.saving-')).length).toBeLessThanOrEqual(1);
});

test('no room: an error in our form, the old bundle whole, nothing left over', async () => {
  const directory = join(root, 'small');
  const save = (size: number) =>
    spawnSync('sh', ['-c', `ulimit -f 200; exec "$@"`, 'sh', process.execPath, script, directory, '1', `${size}`, '1']);
  expect(save(1000).status).toBe(0);
  const failed = save(1_000_000);
  expect(failed.status).toBe(1);
  expect(failed.stdout.toString()).toMatch(/^BundleError: .*small: cannot be written: file too large \(EFBIG\)/);
  expect((await loadBundle(nodePlatform.openStore(directory))).weights[0].values.length).toBe(1000);
  expect(readdirSync(directory).sort()).toEqual([
    'MODEL_CARD.md',
    'bundle.json',
    'checkpoint',
    'model.json',
    'weights.bin',
  ]);
});
