/** Every file and folder that the pages name is there, and every link of theirs leads to one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
/** Written by scripts, from what was there when they ran. */
const generated = ['results.md', 'speed.md', 'translations.md'];
const inFolder = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md') && !generated.includes(name))
    .map((name) => `${folder}/${name}`);
const atTheTop = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'RELEASING.md', 'SECURITY.md', 'samples/README.md'];
const pages = [...atTheTop, ...['docs', 'docs/tasks', 'docs/decisions'].flatMap(inFolder)];

/** `src/cells/lstm.ts`, `test/golden/`, `src/cells/<cell>.ts`: in backquotes, from a folder of this repository. */
const path = /`((?:src|models|tasks|test|docs|scripts|bench|examples|\.ci)\/[^\s`]*)`/g;
const link = /\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g;

/** `lstm.ts`, `recurrence/time-loop.ts`: the end of the path of a source file. */
const shortPath = /`((?:[\w-]+\/)*[\w-]+\.ts)`/g;
const sources = ['src', 'models', 'tasks', 'test', 'scripts', 'bench', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
);

/** Of a path with a name to be chosen (`<cell>`) or a star, the folder that it is in. */
const knownPart = (name: string) =>
  /[<*]/.test(name) ? name.slice(0, name.search(/[<*]/)).replace(/[^/]*$/, '') : name;

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');

  test('the files that it names are there', () => {
    const named = [...text.matchAll(path)].map(([, name]) => name);
    expect(named.filter((name) => !existsSync(join(root, knownPart(name))))).toEqual([]);
  });

  test('the source files that it names in short are there', () => {
    const named = [...text.matchAll(shortPath)].map(([, name]) => name);
    expect(named.filter((name) => !sources.some((source) => source === name || source.endsWith(`/${name}`)))).toEqual(
      [],
    );
  });

  test('its links lead to files', () => {
    const links = [...text.matchAll(link)].map(([, to]) => to);
    expect(links.filter((to) => !existsSync(join(root, dirname(page), to)))).toEqual([]);
  });
});
