import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { DataError } from '../../src/errors';
import { toArray } from '../../src/data/datasets/splits';
import { readText } from '../../src/data/formats/plain-text';
import { fileSource, nodeFileHost, streamSource } from '../../src/platform/node-data';

const folder = mkdtempSync(join(tmpdir(), 'node-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('nodeFileHost', () => {
  test('where the cache is', () => {
    const cache = (environment: Record<string, string>) => nodeFileHost(environment).cacheDirectory;
    expect(cache({ TFSEQ_CACHE_DIR: '/a' })).toBe('/a');
    const { XDG_CACHE_HOME } = process.env;
    process.env.XDG_CACHE_HOME = '/b';
    expect(cache({})).toBe('/b/tfjs-sequence');
    delete process.env.XDG_CACHE_HOME;
    expect(cache({})).toMatch(/\.cache\/tfjs-sequence$/);
    if (XDG_CACHE_HOME !== undefined) process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    expect(nodeFileHost({ TFSEQ_DATA_DIR: '' }).localDirectory).toBeUndefined();
  });

  test('files and streams as sources', async () => {
    writeFileSync(join(folder, 'a.txt'), 'one\ntwo\n');
    expect(await toArray(readText(fileSource(join(folder, 'a.txt'))))).toEqual(['one', 'two']);
    const stream = Readable.from([Buffer.from('th'), Buffer.from('ree')]);
    expect(await toArray(readText(streamSource('stdin', stream)))).toEqual(['three']);
  });

  test.each([
    ['no file', 'missing.txt', /missing\.txt: there is no such file or directory\. Check the path/],
    ['a directory', '.', /this is a directory/],
  ])('reading %s', async (_, name, message) => {
    const reading = toArray(readText(fileSource(join(folder, name))));
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  const ifPosix = process.platform === 'win32' ? test.skip : test;
  ifPosix('a named pipe and a device are refused at once; a pipe that is open already is read', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const read = (path: string) => toArray(readText(fileSource(path)));
    await expect(read(join(folder, 'pipe'))).rejects.toThrow(/pipe: this is a named pipe \(FIFO\)\. Expected a file/);
    await expect(read('/dev/zero')).rejects.toThrow(/\/dev\/zero: this is a device/);
    await expect(read('/dev/zero')).rejects.toThrow(DataError);
    const child = join(__dirname, '../../src/platform/node-data');
    const script = `require('tsx/cjs'); const { fileSource } = require(${JSON.stringify(child)});
      (async () => { for await (const bytes of fileSource('/dev/fd/3').open()) process.stdout.write(bytes); })();`;
    const args = ['-c', 'exec 3< <(echo one); exec "$0" -e "$1"', process.execPath, script];
    expect(execFileSync('bash', args, { cwd: join(__dirname, '../..') }).toString()).toBe('one\n');
  });
});
