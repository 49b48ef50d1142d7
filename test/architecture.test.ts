/**
 * Who imports whom (docs/overview.md has the same table in words). Every import between our own files is read from the
 * sources; a folder may import what its row allows, its own folder, and the leaves.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { taskClasses } from '../tasks';

const root = resolve(__dirname, '..');
const leaves = [
  'errors',
  'wording',
  'shapes',
  'random',
  'parameters',
  'optional-kernels',
  'spelling',
  'validation',
  'metrics/metric-types',
  'fingerprint',
  'event-loop',
  'display/format',
  'display/visible-text',
  'display/error-report',
  'version',
].map((leaf) => `src/${leaf}`);
const entryPoints = [
  'src/index',
  'src/node',
  'src/browser',
  'src/page/wasm-files',
  'src/page/worker/client',
  'src/script-tag',
];

/** Folder (or file) → what it may import beside itself and the leaves. */
const allowed: Record<string, string[]> = {
  'src/cells': [],
  'src/recurrence': ['src/cells'],
  'src/kernels': ['src/cells', 'src/recurrence'],
  'src/kernels/wasm/tensors': ['src/kernels', 'src/backends'],
  'src/backends': [],
  'src/layers': ['src/kernels', 'src/recurrence', 'src/cells'],
  'src/text': [],
  'src/data': [],
  'src/features': [],
  'src/charts': [],
  'src/music': [],
  'src/decoding': [],
  'src/metrics': ['src/text/tag-schemes'],
  'src/baselines': [],
  'src/training': [],
  'src/bundle': ['src/platform/platform'],
  models: ['src/layers'],
  tasks: [
    'models',
    'src/layers/weight-budget',
    'src/charts',
    'src/text',
    'src/data',
    'src/features',
    'src/decoding',
    'src/metrics',
    'src/baselines',
    'src/training',
    'src/bundle',
    'src/platform/platform',
    'src/backends/backends',
    'src/kernels/describe',
  ],
  'src/platform/platform': [],
  'src/platform': ['src/platform/platform', 'src/data', 'src/training', 'src/kernels/wasm/runtime/worker-host'],
  'src/cli': [
    'tasks',
    'src/charts',
    'src/data',
    'src/text',
    'src/metrics',
    'src/bundle',
    'src/platform',
    'src/music',
    'src/node',
  ],
  'src/index': ['tasks', 'models', 'src'],
  'src/node': ['src'],
  'src/browser': ['src'],
  'src/page': ['src', 'tasks'],
  'src/script-tag': ['src/browser'],
};

interface Import {
  from: string;
  to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** `import … from`, `export … from` (of types too), `import()`, `require()`, and types written as `import('…').Name`. */
const statement = /^(?:import|export)\b[^;']*?'([^']+)'|(?:import|require)\(\s*'([^']+)'/gm;

function importsOf(file: string): { own: Import[]; packages: Import[] } {
  const text = readFileSync(join(root, file), 'utf8');
  const from = file.replace(/\.ts$/, '');
  const all = [...text.matchAll(statement)].map(([, specifier, called]) => ({ from, to: specifier ?? called }));
  const isOwn = ({ to }: Import) => to.startsWith('.');
  return {
    own: all
      .filter((one) => isOwn(one) && !one.to.endsWith('.json'))
      .map((one) => ({ ...one, to: toModule(file, one.to) })),
    packages: all.filter((one) => !isOwn(one)),
  };
}

function toModule(file: string, specifier: string): string {
  const path = relative(root, resolve(root, dirname(file), specifier));
  return existsSync(join(root, `${path}.ts`)) ? path : join(path, 'index');
}

const within = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** The most specific row of the table for a file. */
function placeOf(path: string): string | undefined {
  return Object.keys(allowed)
    .filter((place) => within(path, place))
    .sort((a, b) => b.length - a.length)[0];
}

/** Each circle once, from the first of its files that is met. */
function circlesAmong(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path]);
    else if (!done.has(path)) (next.get(path) ?? []).forEach((to) => visit(to, [...trail, path]));
    done.add(path);
  };
  [...next.keys()].forEach((path) => visit(path, []));
  return circles;
}

const files = ['src', 'models', 'tasks'].flatMap(sources);
const all = files.map(importsOf);
const own = all.flatMap((imports) => imports.own);
const packages = all.flatMap((imports) => imports.packages);

describe('architecture', () => {
  it('every file has a place in the table', () => {
    const homeless = files
      .map((file) => file.replace(/\.ts$/, ''))
      .filter((path) => !leaves.includes(path) && !placeOf(path));
    expect(homeless).toEqual([]);
  });

  it('a file imports only what its row allows', () => {
    const forbidden = own.filter(({ from, to }) => {
      if (leaves.includes(to)) return false;
      const place = placeOf(from);
      if (!place) return true; // a leaf imports leaves only
      return !within(to, place) && !allowed[place].some((other) => within(to, other));
    });
    expect(forbidden).toEqual([]);
  });

  it('there are no import circles, also not of types alone', () => {
    expect(circlesAmong(own)).toEqual([]);
  });

  it('circles are found', () => {
    const edge = (from: string, to: string) => ({ from, to });
    const imports = [edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'd'), edge('e', 'e')];
    expect(circlesAmong(imports)).toEqual([
      ['b', 'c', 'b'],
      ['e', 'e'],
    ]);
  });

  it('nothing below an entry point imports an entry point or the command line, types included', () => {
    const isEntryPoint = (path: string) => entryPoints.includes(path) || within(path, 'src/cli');
    expect(own.filter(({ from, to }) => isEntryPoint(to) && !isEntryPoint(from))).toEqual([]);
    const libraryOnCommandLine = own.filter(({ from, to }) => entryPoints.includes(from) && within(to, 'src/cli'));
    expect(libraryOnCommandLine).toEqual([]);
  });

  it('the command line names no task: it works by kind of data and form of prediction', () => {
    const names = Object.entries(taskClasses).flatMap(([name, { name: className }]) => [name, className]);
    const pattern = new RegExp(names.join('|'), 'gi');
    const found = files
      .filter((file) => within(file, 'src/cli'))
      .flatMap((file) => (readFileSync(join(root, file), 'utf8').match(pattern) ?? []).map((name) => ({ file, name })));
    expect(names.length).toBeGreaterThan(4);
    expect(found).toEqual([]);
  });

  it('tfjs-node is named in one file', () => {
    const native = packages.filter(({ to }) => to === '@tensorflow/tfjs-node').map(({ from }) => from);
    expect([...new Set(native)].filter((from) => from !== 'src/backends/tensorflow')).toEqual([]);
  });

  it('nothing that the browser and the neutral door reach needs Node', () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      own.filter(({ from }) => from === path).forEach(({ to }) => visit(to));
    };
    ['src/index', 'src/script-tag'].forEach(visit);
    expect(reached.size).toBeGreaterThan(50);
    const nodeOnly = packages.filter(({ from, to }) => to.startsWith('node:') && reached.has(from));
    expect(nodeOnly).toEqual([]);
  });

  it('a folder is short enough to be read: at most 15 files beside its folders', () => {
    const flat = new Map<string, number>();
    for (const folder of files.map((file) => dirname(file))) flat.set(folder, (flat.get(folder) ?? 0) + 1);
    const long = [...flat].filter(([, count]) => count > 15);
    expect(long).toEqual([]);
  });

  it('a file is short enough to be read', () => {
    const generated = 'tasks/documentation/setting-sentences.ts';
    const written = files.filter((file) => file !== generated);
    const long = written.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });
});
