/** A script that ends, ends: whatever its threads do. Each runs in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'tfseq-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As a user's bundler would: one file, `format` as the user likes it. */
function bundle(name: string, format: 'cjs' | 'esm', contents: string): string {
  const outfile = join(folder, name);
  const stdin = { contents, resolveDir: root, loader: 'ts' as const };
  buildSync({ stdin, outfile, format, bundle: true, minify: true, platform: 'node', logLevel: 'error' });
  return outfile;
}

const program = (end: string) => `
  import { createRuntime } from './src/kernels/wasm/runtime/threaded-runtime';
  import { nodeWorkers } from './src/platform/node-workers';
  import { features } from './src/kernels/wasm/runtime/feature-detection';
  import { probe } from './test/support/passes';
  const runtime = createRuntime({ threads: 3 }, { features, host: nodeWorkers });
  (async () => {
    await runtime.start();
    console.log(probe(runtime).join(' '));
    ${end}
  })();`;

const run = (file: string, ...flags: string[]) => {
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, [...flags, file], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, NODE_OPTIONS: '--trace-warnings' },
  });
  return { status, stdout, stderr, signal };
};

const quiet = { stdout: '3 6 9\n', stderr: '', signal: null };

test.each(['cjs', 'esm'] as const)('as %s, minified: after the last line', (format) => {
  const file = bundle(format === 'cjs' ? 'end.cjs' : 'end.mjs', format, program(''));
  expect(run(file)).toEqual({ ...quiet, status: 0 });
});

test('by process.exit', () => {
  expect(run(bundle('exit.cjs', 'cjs', program('process.exit(3);')))).toEqual({ ...quiet, status: 3 });
});

test('by an exception', () => {
  const { status, stdout, stderr } = run(bundle('throw.cjs', 'cjs', program("throw new Error('as it happens');")));
  expect({ status, stdout }).toEqual({ status: 1, stdout: quiet.stdout });
  expect(stderr).toMatch(/as it happens/);
});

test('while its threads are booting', () => {
  const text = program('').replace('await runtime.start();', '');
  expect(run(bundle('boot.cjs', 'cjs', text))).toEqual({ ...quiet, status: 0 });
});

test('where Node may start no threads', () => {
  const isStable = process.allowedNodeEnvironmentFlags.has('--permission'); // from Node 23.5 on
  const permission = isStable ? '--permission' : '--experimental-permission';
  const text = program('console.log(runtime.report().reasons[0]);');
  const file = bundle('permission.cjs', 'cjs', text);
  const { status, stdout } = run(file, permission, '--allow-fs-read=*');
  expect(stdout).toMatch(/^3 6 9\nthe workers were refused \(.*\), so there is one thread\n$/);
  expect(status).toBe(0);
});
