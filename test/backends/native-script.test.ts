import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeIf } from '../support/optional';

/** Each step of `npm run native` with the programs it needs replaced by two-line scripts, or missing. */
describeIf(process.platform === 'linux', 'npm run native says what is missing', 'it links on Linux only', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tfseq-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const program = (name: string, body: string): void =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const npmThatWorks = '/bin/mkdir -p "$3/node_modules/@tensorflow"'; // npm install --prefix FOLDER …
  const link = (): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [resolve('scripts/native.mjs')], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: folder },
    });
  const expectMissing = (message: RegExp): void => {
    const { status, stderr } = link();
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  };
  const unpackTensorFlow = (): void => {
    const place = join(folder, '.native/tensorflow');
    mkdirSync(join(place, 'include'), { recursive: true });
    for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) writeFileSync(join(place, name), '');
  };

  test('npm fails', () => {
    program('npm', 'echo "ENOTFOUND registry" >&2; exit 1');
    expectMissing(/npm could not install tfjs-node:\nENOTFOUND registry\n.*Check the connection/);
  });

  test('python3', () => {
    program('npm', npmThatWorks);
    expectMissing(/python3 is missing\n.*apt install python3/);
  });

  test('pip', () => {
    program('npm', npmThatWorks);
    program('python3', '[ "$1" = --version ]');
    expectMissing(/pip is missing\n.*apt install python3-pip/);
  });

  test('no wheel for this Python', () => {
    program('npm', npmThatWorks);
    program('python3', '[ "$3" = install ] && echo "No matching distribution" >&2 && exit 1; [ "$1" != -c ]');
    expectMissing(/pip could not install tensorflow-cpu==[\d.]+:\nNo matching distribution\n.*needs Python 3/);
  });

  test('g++', () => {
    program('npm', npmThatWorks);
    unpackTensorFlow();
    expectMissing(/g\+\+ is missing\n.*apt install g\+\+/);
  });

  test('a compiler that fails', () => {
    program('npm', npmThatWorks);
    program('g++', '[ "$1" = --version ] || { echo "no member named" >&2; exit 1; }');
    unpackTensorFlow();
    expectMissing(/g\+\+ could not compile the binding:\nno member named/);
  });
});
