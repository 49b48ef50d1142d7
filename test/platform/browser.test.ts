import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { BundleError } from '../../src/errors';
import { browserPlatform } from '../../src/platform/browser';
import { nodePlatform } from '../../src/platform/node';
import { bytesOf, describeStore, filesOf, textAt } from './store-suite';

let count = 0;
describeStore('IndexedDB', () => browserPlatform.openStore(`indexeddb://bundle-${++count}`));

describe('bundles in IndexedDB', () => {
  test('stay when the store is opened again, each under its own name', async () => {
    await browserPlatform.openStore('indexeddb://my app/one').commit(filesOf({ 'a.txt': 'one' }));
    await browserPlatform.openStore('indexeddb://my app/two').commit(filesOf({ 'a.txt': 'two' }));
    expect(await textAt(browserPlatform.openStore('indexeddb://my app/one'), 'a.txt')).toBe('one');
  });

  test('a commit that fails half-way changes nothing', async () => {
    const store = browserPlatform.openStore('indexeddb://failing');
    await store.commit(filesOf({ 'a.txt': 'old', 'b.txt': 'old' }));
    const add = Reflect.get(IDBObjectStore.prototype, 'put') as (...parameters: unknown[]) => IDBRequest<IDBValidKey>;
    let calls = 0;
    const put = jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: unknown, ...parameters) {
      if (++calls === 2) throw new DOMException('no room', 'QuotaExceededError');
      return add.apply(this, parameters);
    });
    const error: unknown = await store.commit(filesOf({ 'a.txt': 'new', 'b.txt': 'new' })).catch((e: unknown) => e);
    put.mockRestore();
    expect(error).toBeInstanceOf(BundleError);
    expect((error as Error).message).toMatchSnapshot();
    expect(await textAt(store, 'a.txt')).toBe('old');
  });

  test('need a name, and a browser that has a database', async () => {
    expect(() => browserPlatform.openStore('indexeddb://')).toThrow(BundleError);
    const database = globalThis.indexedDB;
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true, writable: true });
    try {
      await expect(browserPlatform.openStore('indexeddb://one').read('a.txt')).rejects.toThrow(BundleError);
    } finally {
      Object.defineProperty(globalThis, 'indexedDB', { value: database, configurable: true, writable: true });
    }
  });
});

test('a relative address needs a page', () => {
  expect(() => browserPlatform.openStore('models/one')).toThrow(/is not a URL/);
  expect(browserPlatform.openStore('https://example.org/one').writable).toBe(false);
});

describe('sha256', () => {
  const texts = ['', 'abc', 'a'.repeat(1000)];
  const known = texts.map((text) => createHash('sha256').update(text).digest('hex'));

  test('on both platforms', async () => {
    expect(await Promise.all(texts.map((text) => browserPlatform.sha256(bytesOf(text))))).toEqual(known);
    expect(await Promise.all(texts.map((text) => nodePlatform.sha256(bytesOf(text))))).toEqual(known);
  });

  test('on pages without crypto.subtle', async () => {
    const subtle = jest.spyOn(globalThis.crypto, 'subtle', 'get').mockReturnValue(undefined as unknown as SubtleCrypto);
    expect(await Promise.all(texts.map((text) => browserPlatform.sha256(bytesOf(text))))).toEqual(known);
    subtle.mockRestore();
  });
});
