import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DataError } from '../../../src/errors';
import type { FetchProgress } from '../../../src/data/datasets/fetch-options';
import { fetchFiles } from '../../../src/data/datasets/cache';
import type { RegistryEntry } from '../../../src/data/datasets/registry/entry';
import { rtPolarity } from '../../../src/data/datasets/registry/rt-polarity';
import { nodeFileHost } from '../../../src/platform/node-data';
import { startHostileServer } from '../../support/hostile-server';
import { type FileServer, startFileServer } from '../../support/file-server';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const file = { name: 'data.bin', bytes: content.length, sha256: sha256(content), url: 'http://127.0.0.1:9/origin' };
const entry: RegistryEntry = { ...rtPolarity, name: 'made-up', folder: 'made-up', files: [file] };

let folder: string;
let server: FileServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-'));
  server = await startFileServer(content);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const host = (more: Record<string, string> = {}) =>
  nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache'), TFSEQ_DATA_MIRROR: `${server.url}/`, ...more });
const cached = (name = 'data.bin') => join(folder, 'cache/made-up', name);
const fetchAll = (more?: Record<string, string>) => fetchFiles(entry, host(more));

async function failure(work: Promise<unknown>): Promise<DataError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

/** A first attempt that is cut off after `bytes`. */
async function cutOffAfter(bytes: number): Promise<void> {
  server.breakAfter = bytes;
  expect((await failure(fetchAll())).message).toMatch(/connection ended after \d+ of 300000 bytes.*is kept/);
  server.breakAfter = undefined;
  expect(readFileSync(cached('data.bin.part')).equals(content.subarray(0, bytes))).toBe(true);
}

describe('fetchFiles, downloading', () => {
  test('downloads once, reports its progress, leaves nothing beside the file', async () => {
    const seen: FetchProgress[] = [];
    const [first] = await fetchFiles(entry, host(), { onProgress: (progress) => seen.push(progress) });
    expect([first.from, first.path]).toEqual(['download', cached()]);
    expect(readFileSync(cached()).equals(content)).toBe(true);
    expect(readdirSync(join(folder, 'cache/made-up'))).toEqual(['data.bin']);
    expect(seen[0]).toEqual({ file: 'data.bin', received: 0, total: 300_000 });
    expect(seen.at(-1)?.received).toBe(300_000);
    expect((await fetchAll())[0].from).toBe('cache');
    expect(server.requests.map(({ url }) => url)).toEqual(['/made-up/data.bin']);
  });

  test('goes on where a broken download stopped', async () => {
    await cutOffAfter(100_000);
    const seen: number[] = [];
    await fetchFiles(entry, host(), { onProgress: ({ received }) => seen.push(received) });
    expect(server.requests[1]).toMatchObject({ range: 'bytes=100000-', ifRange: '"one"' });
    expect(seen[0]).toBe(100_000);
    expect(readFileSync(cached()).equals(content)).toBe(true);
  });

  test('a file that changed meanwhile is not glued together', async () => {
    server.content = Buffer.alloc(300_000, 1);
    server.breakAfter = 100_000;
    await failure(fetchAll());
    Object.assign(server, { content, etag: '"two"', breakAfter: undefined });
    await fetchAll();
    expect(readFileSync(cached()).equals(content)).toBe(true);
  });

  test('a server without ranges, and one without a strong tag: from the beginning', async () => {
    await cutOffAfter(100_000);
    server.ranges = false;
    await fetchAll();
    expect(readFileSync(cached()).equals(content)).toBe(true);
    rmSync(cached());
    server.etag = 'W/"weak"';
    await cutOffAfter(50_000);
    await fetchAll();
    expect(server.requests.at(-1)?.range).toBeUndefined();
    expect(readFileSync(cached()).equals(content)).toBe(true);
  });

  test('a part that is whole is checked and used', async () => {
    mkdirSync(join(folder, 'cache/made-up'), { recursive: true });
    writeFileSync(cached('data.bin.part'), content);
    await fetchAll();
    expect(server.requests).toEqual([]);
    expect(existsSync(cached())).toBe(true);
  });

  test('another content: both hashes, nothing kept', async () => {
    server.content = Buffer.alloc(300_000, 1);
    const error = await failure(fetchAll());
    expect(error.where).toBe(`${server.url}/made-up/data.bin`);
    expect(error.message).toContain(sha256(server.content));
    expect(error.message).toContain(file.sha256);
    expect(readdirSync(join(folder, 'cache/made-up'))).toEqual([]);
    server.content = content;
    await fetchAll();
  });

  test('a body longer than expected is not read to its end; a shorter one is told', async () => {
    server.content = Buffer.alloc(20_000_000);
    expect((await failure(fetchAll())).message).toMatch(/sends more than 300000 bytes/);
    server.content = content.subarray(0, 1000);
    rmSync(cached('data.bin.part'), { force: true });
    expect((await failure(fetchAll())).message).toMatch(/ended after 1000 of 300000 bytes/);
  });

  test('a server that falls silent is given up after timeoutSeconds; what arrived is kept', async () => {
    const hostile = await startHostileServer();
    const from = (folder: string) =>
      failure(fetchFiles(entry, host({ TFSEQ_DATA_MIRROR: `${hostile.url}/${folder}` }), { timeoutSeconds: 0.1 }));
    try {
      expect((await from('no-answer')).message).toMatch(/cannot be reached \(nothing was received for 0\.1 s\)/);
      expect((await from('stalls')).message).toMatch(
        /ended after 1 of 300000 bytes \(nothing was received for 0\.1 s\)/,
      );
      expect((await from('endless')).message).toMatch(/sends more than 300000 bytes/);
      expect(await hostile.openAnswers()).toBe(0);
    } finally {
      await hostile.close();
    }
  });

  test.each([0, -1, NaN])('a time of %p seconds is refused', async (timeoutSeconds) => {
    await expect(fetchFiles(entry, host(), { timeoutSeconds })).rejects.toThrow(/timeoutSeconds is/);
  });

  test('404, and a server that is not there: the address and a way out', async () => {
    server.status = 404;
    const missing = await failure(fetchAll());
    expect(missing.message).toMatch(/made-up\/data\.bin: the server answered 404 Not Found.*TFSEQ_DATA_DIR/);
    const offline = await failure(fetchAll({ TFSEQ_DATA_MIRROR: 'http://127.0.0.1:9' }));
    expect(offline.where).toBe('http://127.0.0.1:9/made-up/data.bin');
    expect(offline.message).toMatch(/cannot be reached.*TFSEQ_DATA_DIR/);
  });

  test('without a mirror the origin is asked', async () => {
    expect((await failure(fetchAll({ TFSEQ_DATA_MIRROR: '' }))).where).toBe(file.url);
  });

  test('several fetches at once load the file once', async () => {
    const found = await Promise.all([fetchAll(), fetchAll(), fetchAll()]);
    expect(
      found
        .flat()
        .map(({ from }) => from)
        .sort(),
    ).toEqual(['cache', 'cache', 'download']);
    expect(server.requests.length).toBe(1);
  });

  test('an abort stops, keeps what arrived, and is no DataError', async () => {
    const controller = new AbortController();
    const onProgress = ({ received }: FetchProgress) => received > 0 && controller.abort();
    const work = fetchFiles(entry, host(), { onProgress, signal: controller.signal });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    await fetchAll();
    expect(readFileSync(cached()).equals(content)).toBe(true);
  });
});

describe('fetchFiles, what is there already', () => {
  const put = (path: string, bytes: Uint8Array) => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, bytes);
  };

  test('TFSEQ_DATA_DIR comes first, in either form', async () => {
    const local = { TFSEQ_DATA_DIR: join(folder, 'local') };
    const packed = Buffer.from('packed');
    const form = { name: 'data.bin.gz', bytes: 6, sha256: sha256(packed) };
    const twoForms = { ...entry, files: [{ ...file, alternative: form }] };
    put(join(folder, 'local/made-up/data.bin.gz'), packed);
    expect(await fetchFiles(twoForms, host(local))).toMatchObject([
      { from: 'local', path: join(folder, 'local/made-up/data.bin.gz'), file: { name: 'data.bin' } },
    ]);
    put(join(folder, 'local/made-up/data.bin'), content);
    expect((await fetchFiles(twoForms, host(local)))[0].path).toBe(join(folder, 'local/made-up/data.bin'));
    expect(server.requests).toEqual([]);
  });

  test('a local copy with another content is refused, never replaced', async () => {
    put(join(folder, 'local/made-up/data.bin'), Buffer.from('edited'));
    const error = await failure(fetchAll({ TFSEQ_DATA_DIR: join(folder, 'local') }));
    expect(error.message).toContain(sha256(Buffer.from('edited')));
    expect(error.message).toMatch(/Expected [0-9a-f]{64} \(300000 bytes\).*unset that variable/);
    expect(server.requests).toEqual([]);
  });

  test('a local folder without the file: the cache is next', async () => {
    expect((await fetchAll({ TFSEQ_DATA_DIR: join(folder, 'local') }))[0].from).toBe('download');
  });

  test('a damaged cache is downloaded again', async () => {
    put(cached(), Buffer.alloc(300_000));
    expect((await fetchAll())[0].from).toBe('download');
    expect(readFileSync(cached()).equals(content)).toBe(true);
  });

  test('a cache whose place is taken by a file', async () => {
    writeFileSync(join(folder, 'cache'), '');
    expect((await failure(fetchAll())).where).toContain('cache');
  });
});
