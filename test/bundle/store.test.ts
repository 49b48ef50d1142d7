/** Bundles as `saveBundle` and `loadBundle` see them: round trips, damage, content that cannot be written. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBundle, loadManifest, saveBundle } from '../../src/bundle/store';
import { nodePlatform } from '../../src/platform/node';
import { exampleContent, MemoryStore, messageOf } from './example';

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function savedExample(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await saveBundle(store, exampleContent());
  return store;
}

/** An attacker's edit of bundle.json: the hash over it is made to fit again. */
function forge(store: MemoryStore, change: (manifest: Record<string, unknown>) => void): void {
  store.edit('bundle.json', (text) => {
    const manifest = JSON.parse(text) as Record<string, unknown>;
    delete manifest.sha256;
    change(manifest);
    return JSON.stringify({ ...manifest, sha256: sha256(JSON.stringify(manifest, null, 2)) });
  });
}

/** An edit of another file, with its entry in bundle.json made to fit. */
function forgeFile(store: MemoryStore, path: string, change: (text: string) => string): void {
  store.edit(path, change);
  const bytes = store.files.get(path) as Uint8Array;
  forge(store, (manifest) => {
    (manifest.files as Record<string, object>)[path] = { bytes: bytes.length, sha256: sha256(bytes) };
  });
}

test('a bundle comes back as it was', async () => {
  expect(await loadBundle(await savedExample())).toEqual(exampleContent());
});

test('equal models give equal bytes', async () => {
  expect((await savedExample()).files).toEqual((await savedExample()).files);
});

test('the manifest can be read alone; it has size and sha256 of every other file', async () => {
  const store = await savedExample();
  const { info, files } = await loadManifest(store);
  expect(info).toEqual(exampleContent().info);
  const others = [...store.files].filter(([path]) => path !== 'bundle.json');
  expect(files).toEqual(
    Object.fromEntries(others.map(([path, bytes]) => [path, { bytes: bytes.length, sha256: sha256(bytes) }])),
  );
  expect(Object.keys(files).sort()).toEqual(['MODEL_CARD.md', 'model.json', 'weights.bin']);
});

test('weights may lie anywhere in a buffer', async () => {
  const store = await savedExample();
  for (const [path, bytes] of store.files) {
    const shifted = Buffer.alloc(bytes.length + 1); // a Buffer's slice() is a view, an array's a copy
    shifted.set(bytes, 1);
    store.files.set(path, shifted.subarray(1));
  }
  expect(await loadBundle(store)).toEqual(exampleContent());
});

test('figures that are not finite come back as null', async () => {
  const store = new MemoryStore();
  const content = exampleContent();
  content.info.metrics = { perplexity: Infinity, accuracy: 1 };
  content.info.baselines = { majority: { loss: NaN } };
  await saveBundle(store, content);
  const { metrics, baselines } = (await loadBundle(store)).info;
  expect({ metrics, baselines }).toEqual({
    metrics: { perplexity: null, accuracy: 1 },
    baselines: { majority: { loss: null } },
  });
});

test('entries and files of later releases are left alone', async () => {
  const store = await savedExample();
  forge(store, (manifest) => {
    manifest.somethingNew = { a: 1 };
    (manifest.files as Record<string, object>)['new.bin'] = anyRecord;
  });
  expect((await loadBundle(store)).weights).toEqual(exampleContent().weights);
});

test('the model card may be edited, and bundle.json indented otherwise', async () => {
  const store = await savedExample();
  store.edit('MODEL_CARD.md', (text) => text + '\nMore about it.\n');
  store.edit('bundle.json', (text) => JSON.stringify(JSON.parse(text)));
  expect(await loadBundle(store)).toEqual(exampleContent());
});

test('a save between two reads: all files are read again', async () => {
  const store = await savedExample();
  const newer = new MemoryStore();
  await saveBundle(newer, exampleContent(0.25));
  store.onRead = (path) => {
    if (path !== 'weights.bin') return;
    for (const [name, bytes] of newer.files) store.files.set(name, bytes);
  };
  expect(await loadBundle(store)).toEqual(exampleContent(0.25));
});

const anyRecord = { bytes: 1, sha256: sha256('x') };

describe('damage', () => {
  const damages: [string, (store: MemoryStore) => void][] = [
    ['truncated weights', (s) => s.files.set('weights.bin', s.files.get('weights.bin')!.subarray(0, 20))],
    ['one changed bit', (s) => (s.files.get('weights.bin')![5] ^= 1)],
    ['edited model.json', (s) => s.edit('model.json', (text) => text.replace('example', 'ex_mple'))],
    ['missing weights', (s) => s.files.delete('weights.bin')],
    ['missing manifest', (s) => s.files.delete('bundle.json')],
    ['edited labels', (s) => s.edit('bundle.json', (text) => text.replace('"negative"', '"positive!"'))],
    ['truncated manifest', (s) => s.edit('bundle.json', (text) => text.slice(0, 100))],
    ['no hash', (s) => s.edit('bundle.json', (text) => text.replace(/,\s*"sha256": "\w+"\s*}\s*$/, '}'))],
    ['empty manifest', (s) => s.edit('bundle.json', () => '')],
    ['a list', (s) => s.edit('bundle.json', () => '[1]')],
    ['not UTF-8', (s) => s.files.set('bundle.json', Uint8Array.of(0x7b, 0xff, 0x7d))],
    ['hostile nesting', (s) => s.edit('bundle.json', () => `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
    ["somebody else's JSON", (s) => s.edit('bundle.json', () => '{"name": "x"}')],
    ['a newer version', (s) => forge(s, (manifest) => (manifest.version = 2))],
    ['a version that is none', (s) => forge(s, (manifest) => (manifest.version = 'new'))],
    ['__proto__ at the top', (s) => s.edit('bundle.json', (text) => text.replace('{', '{"__proto__": {"x": 1},'))],
    ['__proto__ below', (s) => s.edit('bundle.json', (t) => t.replace('"words"', '"words", "__proto__": {}'))],
    ['__proto__ in the model', (s) => forgeFile(s, 'model.json', (t) => t.replace('{', '{"__proto__":{},'))],
    ['a path that leaves', (s) => forge(s, (m) => ((m.files as Record<string, object>)['../x'] = anyRecord))],
    ['an absolute path', (s) => forge(s, (m) => ((m.files as Record<string, object>)['/etc/passwd'] = anyRecord))],
    ['files not listed', (s) => forge(s, (manifest) => (manifest.files = {}))],
    ['a hash that is none', (s) => forge(s, (m) => (m.files = { 'model.json': { bytes: 1, sha256: 'x' } }))],
    ['labels that are numbers', (s) => forge(s, (manifest) => (manifest.labels = [1, 2]))],
    ['no task', (s) => forge(s, (manifest) => delete manifest.task)],
    ['a shape that does not fit', (s) => forgeFile(s, 'model.json', (t) => t.replace('[2,3]', '[2,4]'))],
    ['a huge shape', (s) => forgeFile(s, 'model.json', (t) => t.replace('[2,3]', '[9e15,9e15,9e15]'))],
    ['a negative shape', (s) => forgeFile(s, 'model.json', (t) => t.replace('[2,3]', '[-2,-3]'))],
    ['another dtype', (s) => forgeFile(s, 'model.json', (t) => t.replace('"float32"', '"string"'))],
    ['a weight twice', (s) => forgeFile(s, 'model.json', (t) => t.replace('dense/bias', 'dense/kernel'))],
    ['weights elsewhere', (s) => forgeFile(s, 'model.json', (t) => t.replace('weights.bin', '../../other.bin'))],
    ['a graph model', (s) => forgeFile(s, 'model.json', (t) => t.replace('layers-model', 'graph-model'))],
  ];
  test.each(damages)('%s', async (_, damage) => {
    const store = await savedExample();
    damage(store);
    expect(await messageOf(loadBundle(store))).toMatchSnapshot();
  });

  test('shapes are checked before weights are read', async () => {
    const store = await savedExample();
    forgeFile(store, 'model.json', (text) => text.replace('[2,3]', '[2000,3000]'));
    const read: string[] = [];
    store.onRead = (path) => read.push(path);
    await messageOf(loadBundle(store));
    expect(read).not.toContain('weights.bin');
  });
});

describe('directories', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'bundle-'));
    mkdirSync(join(root, 'empty'));
    writeFileSync(join(root, 'file'), '');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test('round trip', async () => {
    const store = nodePlatform.openStore(join(root, 'new/deep'));
    await saveBundle(store, exampleContent(1));
    await saveBundle(store, exampleContent(2));
    expect(await loadBundle(store)).toEqual(exampleContent(2));
  });

  test.each(['empty', 'nowhere', 'file', 'file/below'])('%s is no bundle', async (name) => {
    const message = await messageOf(loadBundle(nodePlatform.openStore(join(root, name))));
    expect(message.replaceAll(root, 'ROOT')).toMatchSnapshot();
  });
});

describe('content that cannot be written faithfully', () => {
  const contents: [string, (content: ReturnType<typeof exampleContent>) => void][] = [
    ['NaN in the configuration', ({ info }) => (info.config.dropout = NaN)],
    ['a typed array', ({ info }) => (info.encoder.ids = new Float32Array(2) as never)],
    ['a date', ({ info }) => (info.encoder.nested = [{ day: new Date(0) as never }])],
    ['a function in the model', ({ topology }) => (topology.loss = (() => 1) as never)],
    ['values that do not fill the shape', ({ weights }) => (weights[0].shape = [2, 4])],
    ['two weights of one name', ({ weights }) => (weights[1].name = weights[0].name)],
  ];
  test.each(contents)('%s', async (_, change) => {
    const store = await savedExample();
    const content = exampleContent(1);
    change(content);
    expect(await messageOf(saveBundle(store, content), 'save')).toMatchSnapshot();
    expect(await loadBundle(store)).toEqual(exampleContent());
  });
});
