import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BundleError } from '../../src/errors';
import { nodePlatform } from '../../src/platform/node';
import { urlStore } from '../../src/platform/url-store';
import type { StoreAccess } from '../../src/platform/platform';
import { type HostileServer, startHostileServer } from '../support/hostile-server';
import { forbiddenPaths, textAt } from './store-suite';

let server: Server;
let address: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const path = (request.url ?? '').split('?')[0];
    if (path === '/models/one/sub/a.bin') response.end('content');
    else if (path.startsWith('/pages/')) response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>');
    else if (path === '/broken/a.bin') {
      response.setHeader('content-length', 100).write('half');
      setImmediate(() => response.destroy());
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const messageOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BundleError);
  return (error as Error).message.replaceAll(address, 'http://server');
};

test.each(['', '/'])('reads files below the address, ending in %j', async (end) => {
  const store = nodePlatform.openStore(`${address}/models/one${end}`);
  expect(await textAt(store, 'sub/a.bin')).toBe('content');
  expect(await store.has('sub/a.bin')).toBe(true);
  expect(await store.has('sub/b.bin')).toBe(false);
});

test('a query goes to every file; a relative address is relative to the page', async () => {
  const store = urlStore('../models/one?signature=1', { base: `${address}/app/index.html` });
  expect(await textAt(store, 'sub/a.bin')).toBe('content');
  expect(asked.at(-1)).toBe('/models/one/sub/a.bin?signature=1');
});

test('a missing file, a start page, a broken transfer', async () => {
  const read = (place: string) => messageOf(urlStore(`${address}/${place}`).read('a.bin'));
  expect(await read('models')).toMatchSnapshot();
  expect(await read('pages')).toMatchSnapshot();
  expect(await read('broken')).toMatch(/broken\/a\.bin: the server cannot be reached \(/);
  expect(await urlStore(`${address}/pages`).has('a.bin')).toBe(false);
});

test('no server', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const message = await messageOf(urlStore(`http://127.0.0.1:${port}/one`).read('a.bin'));
  expect(message.replaceAll(String(port), 'PORT')).toMatchSnapshot();
});

describe('a server that does not end', () => {
  let hostile: HostileServer;
  beforeAll(async () => {
    hostile = await startHostileServer();
  });
  afterAll(() => hostile.close());
  const limit = { bytes: 100_000, fix: 'Fix it' };
  const read = (folder: string, access?: StoreAccess) =>
    urlStore(`${hostile.url}/${folder}`, { access }).read('a.bin', limit);

  test.each(['no-answer', 'no-body', 'stalls'])(
    '%s: is given up after timeoutSeconds without a byte',
    async (folder) => {
      const message = await messageOf(read(folder, { timeoutSeconds: 0.1 }));
      expect(message).toMatch(
        /a\.bin: the server has fallen silent \(nothing was received for 0\.1 s\).*timeoutSeconds/,
      );
      expect(await hostile.openAnswers()).toBe(0);
    },
  );

  test('an endless body is read to the limit and no further', async () => {
    expect(await messageOf(read('endless'))).toMatch(
      /the server sends more than that\. Expected at most 100,000 bytes\. Fix it/,
    );
    expect(await hostile.openAnswers()).toBe(0);
  });

  test('an announced length over the limit is refused before the body comes', async () => {
    expect(await messageOf(read('announced'))).toMatch(/has 10,000,000,000 bytes\. Expected at most 100,000 bytes/);
  });

  test('more bytes than were announced are not read', async () => {
    const bytes = await read('longer');
    expect(new TextDecoder().decode(bytes)).toBe('{}');
  });

  test.each(['no-answer', 'stalls', 'endless'])('%s: a signal ends it with its own reason', async (folder) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    const open = urlStore(`${hostile.url}/${folder}`, { access: { signal: controller.signal } });
    await expect(open.read('a.bin')).rejects.toThrow(/^enough$/);
    await expect(open.has('a.bin')).rejects.toThrow(/^enough$/);
    expect(await hostile.openAnswers()).toBe(0);
  });
});

test('cannot be written', async () => {
  const store = urlStore(`${address}/models/one`);
  expect(store.writable).toBe(false);
  expect(await messageOf(store.commit(new Map()))).toMatchSnapshot();
  await expect(store.remove(['a.bin'])).rejects.toThrow(BundleError);
  await expect(store.lock('one')).rejects.toThrow(BundleError);
});

test.each(forbiddenPaths)('never asks for %j', async (path) => {
  const before = asked.length;
  await expect(urlStore(`${address}/models/one`).read(path)).rejects.toThrow(/is not allowed inside a bundle/);
  expect(asked.length).toBe(before);
});

describe('places that Node cannot open', () => {
  test.each(['indexeddb://sentiment', 's3://bucket/one', 'file://elsewhere/one', '', 'http://'])('%j', (place) => {
    expect(() => nodePlatform.openStore(place)).toThrow(BundleError);
  });

  test('say what to do', () => {
    expect(() => nodePlatform.openStore('indexeddb://sentiment')).toThrowErrorMatchingSnapshot();
  });

  test('a drive letter is a directory, a file URL is one, too', () => {
    expect(nodePlatform.openStore('C:\\models').writable).toBe(true);
    expect(nodePlatform.openStore('file:///models/one').location).toBe('/models/one');
  });
});
