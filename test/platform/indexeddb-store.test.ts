import { webLock } from '../../src/platform/indexeddb-store';

type Granted = (lock: object | null) => Promise<void> | void;

/** Web Locks as a page has them, as far as a lock is taken where it is free. */
class Locks {
  private readonly held = new Set<string>();
  async request(name: string, { ifAvailable }: { ifAvailable: boolean }, granted: Granted): Promise<void> {
    expect(ifAvailable).toBe(true);
    await Promise.resolve();
    if (this.held.has(name)) return granted(null);
    this.held.add(name);
    await granted({ name });
    this.held.delete(name);
  }
}

function withNavigator(value: object | undefined): void {
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true, writable: true });
}

const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
afterAll(() => {
  if (before) Object.defineProperty(globalThis, 'navigator', before);
  else Reflect.deleteProperty(globalThis, 'navigator');
});

test.each([
  ['among pages', () => ({ locks: new Locks() }), 'a page of this origin'],
  ['in a page without Web Locks', () => ({}), 'this page'],
  ['without a navigator', () => undefined, 'this page'],
])('%s: one at a time, each name for itself', async (_, navigator, heldBy) => {
  withNavigator(navigator());
  const first = await webLock('a');
  expect(await webLock('a')).toEqual({ heldBy });
  const other = await webLock('b');
  for (const lock of [first, other]) {
    if (!('release' in lock)) throw new Error('not free');
    await lock.release();
  }
  const again = await webLock('a');
  expect(again).toHaveProperty('release');
  await (again as { release(): Promise<void> }).release();
});

test('a failing request is an error', async () => {
  withNavigator({ locks: { request: () => Promise.reject(new Error('no locks here')) } });
  await expect(webLock('a')).rejects.toThrow('no locks here');
});
