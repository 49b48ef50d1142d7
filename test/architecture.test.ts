/**
 * Who imports whom (docs/overview.md has the same table in words). Every import between our own files is read from the
 * sources; a folder may import what its row allows, its own folder, and the leaves.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const leaves = ['src/errors', 'src/shapes', 'src/random', 'src/parameters', 'src/version'];
const doors = ['src/index', 'src/node', 'src/browser'];

/** Folder (or file) → what it may import beside itself and the leaves. */
const allowed: Record<string, string[]> = {
  'src/cells': [],
  'src/recurrence': ['src/cells'],
  'src/kernels': ['src/cells', 'src/recurrence'],
  'src/backends': [],
  'src/layers': ['src/kernels', 'src/recurrence', 'src/cells'],
  'src/text': [],
  'src/data': [],
  'src/decoding': [],
  'src/metrics': [],
  'src/baselines': [],
  'src/training': [],
  'src/bundle': ['src/text', 'src/platform/platform'],
  models: ['src/layers'],
  tasks: [
    'models',
    'src/layers',
    'src/text',
    'src/data',
    'src/decoding',
    'src/metrics',
    'src/baselines',
    'src/training',
    'src/bundle',
    'src/platform/platform',
    'src/backends/backends',
  ],
  'src/platform/platform': [],
  'src/platform': ['src/platform/platform', 'src/data', 'src/backends'],
  'src/cli': [
    'tasks',
    'src/data',
    'src/text',
    'src/training',
    'src/bundle',
    'src/backends',
    'src/platform',
    'src/node',
    'src/recurrence',
  ],
  'src/index': ['tasks', 'models', 'src'],
  'src/node': ['src', 'tasks'],
  'src/browser': ['src', 'tasks'],
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

function importsOf(file: string): { own: Import[]; packages: Import[] } {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]);
  const from = file.replace(/\.ts$/, '');
  const own = specifiers.filter((specifier) => specifier.startsWith('.') && !specifier.endsWith('.json'));
  const packages = specifiers.filter((specifier) => !specifier.startsWith('.'));
  return {
    own: own.map((specifier) => ({ from, to: toModule(file, specifier) })),
    packages: packages.map((to) => ({ from, to })),
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

  it('there are no circles', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of own) next.set(from, [...(next.get(from) ?? []), to]);
    const circles: string[][] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path]);
      else if (!done.has(path)) (next.get(path) ?? []).forEach((to) => visit(to, [...trail, path]));
      done.add(path);
    };
    files.forEach((file) => visit(file.replace(/\.ts$/, ''), []));
    expect(circles).toEqual([]);
  });

  it('the doors are imported by nobody but the command line', () => {
    const wrong = own.filter(({ from, to }) => doors.includes(to) && !doors.includes(from) && !within(from, 'src/cli'));
    expect(wrong).toEqual([]);
  });

  it('tfjs-node is named in one file, and Node only where we run in Node', () => {
    const native = new Set(packages.filter(({ to }) => to === '@tensorflow/tfjs-node').map(({ from }) => from));
    expect([...native].filter((from) => from !== 'src/backends/tensorflow')).toEqual([]);
    const nodeOnly = packages.filter(({ to }) => to.startsWith('node:')).map(({ from }) => from);
    const mayUseNode = (path: string) =>
      within(path, 'src/cli') ||
      path.startsWith('src/platform/node') ||
      path === 'src/node' ||
      path === 'src/backends/tensorflow';
    expect(nodeOnly.filter((path) => !mayUseNode(path))).toEqual([]);
  });

  it('a file is short enough to be read', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });
});
