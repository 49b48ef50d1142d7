/**
 * `npm run build`: dist/ by tsup, and nothing where dist/ is of these sources already. So `npm install` in a clone (by its
 * script `dependencies`), `npm test` and `npm pack` wait for it once. Not by `prepare`: npx would run it for every
 * `npx tfseq`, and npm warns those who install the package of it.
 *
 *   node scripts/build.mjs [--force]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const record = join(root, 'dist/.sources');
const inputs = ['src', 'models', 'tasks', 'tsup.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];

const sources = digestOf(inputs.flatMap(filesOf));
const isFresh = existsSync(record) && readFileSync(record, 'utf8') === sources;
if (!isFresh || process.argv.includes('--force')) build();

function build() {
  const tsup = findTsup();
  if (!tsup) return notInstalled();
  const started = Date.now();
  console.error('tfjs-sequence: building dist/ (about half a minute; only after the sources have changed)');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [join(dirname(tsup), 'dist/cli-default.js')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  for (const script of ['browser', 'worker'].map((name) => join(root, `dist/tfjs-sequence.${name}.js`))) {
    // A page that names no encoding would read our regular expressions as windows-1252, were it not for this mark.
    writeFileSync(script, `\uFEFF${readFileSync(script, 'utf8')}`);
    const map = `${script}.map`;
    writeFileSync(map, JSON.stringify(withOwnSources(JSON.parse(readFileSync(map, 'utf8')))));
  }
  writeFileSync(record, sources);
  console.error(`tfjs-sequence: built in ${Math.round((Date.now() - started) / 1000)} s`);
}

function findTsup() {
  try {
    return createRequire(import.meta.url).resolve('tsup/package.json');
  } catch {
    return undefined;
  }
}

/** `npm ci --omit=dev` in a clone is no failure: it has what it was asked for. */
function notInstalled() {
  console.error('tfjs-sequence: dist/ is not built, because tsup is missing: npm install --include=dev');
  if (process.env.npm_lifecycle_event !== 'dependencies') process.exitCode = 1;
}

/** A map without the text of TensorFlow.js, most of its seven megabytes. */
function withOwnSources({ sources, sourcesContent, ...map }) {
  const isOwn = (i) => /^\.\.\/(src|models|tasks)\//.test(sources[i]);
  return { ...map, sources, sourcesContent: sourcesContent.map((text, i) => (isOwn(i) ? text : null)) };
}

function filesOf(path) {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Of names and contents, not of times: git writes new times. */
function digestOf(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
