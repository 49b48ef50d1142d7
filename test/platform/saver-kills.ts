/** Processes that save for ever (endless-saver.ts) and are killed at random moments. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { loadCheckpoint } from '../../src/bundle/checkpoint';
import { loadBundle } from '../../src/bundle/store';
import { nodePlatform } from '../../src/platform/node';
import { installPlatform } from '../../src/platform/platform';
import { Random } from '../../src/random';

export interface Saver {
  /** A folder for the test file. */
  root: string;
  /** Arguments: directory, first number, size of the weights, number of saves. */
  script: string;
}

/** Call it once per test file. */
export function useSaver(): Saver {
  const root = mkdtempSync(join(tmpdir(), 'killed-'));
  const script = join(root, 'endless-saver.js');
  beforeAll(() => {
    installPlatform(nodePlatform);
    const entryPoints = [join(__dirname, 'endless-saver.ts')];
    buildSync({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'cjs' });
  });
  afterAll(() => rmSync(root, { recursive: true }));
  return { root, script };
}

/** Lets a process save until `delay` ms after its first report, kills it, and gives the last numbers it reported. */
function killedAfter(
  { script }: Saver,
  delay: number,
  directory: string,
  first: number,
): Promise<Record<string, number>> {
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

/** Bundle and checkpoint load whole after every kill, and nothing that was reported saved is lost. */
export async function killSavers(saver: Saver, kills: number, seed: number): Promise<void> {
  const directory = join(saver.root, `bundle-${seed}`);
  const store = nodePlatform.openStore(directory);
  const random = Random.fromSeed(seed);
  let next = 1;
  let interrupted = 0;
  for (let round = 0; round < kills; round++) {
    const reported = await killedAfter(saver, random.integer(30), directory, next);
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
  expect(interrupted).toBeGreaterThan(kills / 5); // the kills did hit saves
  expect(readdirSync(directory).filter((name) => name.startsWith('.saving-')).length).toBeLessThanOrEqual(1);
}
