/**
 * What README.md and the pages of the tasks show is run: every line of their shell blocks, and every TypeScript block of
 * README.md (those of the pages: docs-core.test.ts), in a folder of its own.
 *
 * Quick: what trains learns one epoch of a tiny model, of `npm` lines only the scripts are looked up. A block that
 * cannot run has the reason before it: `<!-- not run: needs a GPU -->`. Lines whose data set is not on this machine
 * (TFSEQ_DATA_DIR) are skipped, unless TFSEQ_REQUIRE_ALL=1 demands it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import { programFile } from './support/program';
import { toyExamples } from './tasks/support';

const root = resolve(__dirname, '..');
const localData = [process.env.TFSEQ_DATA_DIR, join(root, '../shared/data')].find((path) => path && existsSync(path));
const ofTexts = '--set epochs=1 hiddenSize=4 embeddingSize=4 batchSize=256 maximumLength=8';
const quick: Record<string, string> = {
  sentiment: ofTexts,
  classification: '--set epochs=1 hiddenSize=4 batchSize=256',
  translation: ofTexts,
  tagging: '--set epochs=1 hiddenSize=4',
  polyphony: '--set epochs=1 hiddenSize=4',
  forecasting: '--set epochs=1 hiddenSize=4',
  'language-model': '--set epochs=1 hiddenSize=4 embeddingSize=4',
};

interface Block {
  language: string;
  /** Of its first line inside the page, from 1. */
  line: number;
  text: string;
  notRun?: string;
}

function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  let start: number | undefined;
  lines.forEach((line, i) => {
    if (!line.startsWith('```')) return;
    if (start === undefined) return void (start = i);
    const before = lines.slice(0, start).findLast((one) => one.trim() !== '') ?? '';
    const notRun = /^<!-- not run: (.+?) -->$/.exec(before.trim())?.[1];
    blocks.push({
      language: lines[start].slice(3).trim(),
      line: start + 2,
      text: lines.slice(start + 1, i).join('\n'),
      notRun,
    });
    start = undefined;
  });
  return blocks;
}

/** Commands of a shell block, without comments, continued lines joined. */
const commandsOf = ({ text }: Block) =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(Boolean);

/** Why a command cannot run here; undefined if it can. */
function obstacle(command: string): string | undefined {
  const name = /(?:--data|fetch|show) (rt-polarity|sst\S*|review-polarity|trec|names-by-language)/.exec(command)?.[1];
  if (!name || process.env.TFSEQ_REQUIRE_ALL === '1') return undefined;
  const folder = name.split(':')[0];
  return localData && existsSync(join(localData, folder)) ? undefined : `${folder} is not in TFSEQ_DATA_DIR`;
}

let folder: string;
let scripts: Record<string, string>;

beforeAll(() => {
  ({ scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> });
  folder = mkdtempSync(join(tmpdir(), 'tfseq-docs-'));
  const quoted = toyExamples(60, 1).map(({ text, label }) => `${text},${label}`);
  writeFileSync(join(folder, 'reviews.csv'), ['text,label', ...quoted].join('\n')); // the reader's own files
  const rows = Array.from({ length: 20 * 12 }, (_, i) => {
    const [label, x] = i % 12 < 6 ? ['rest', 0.1] : ['wave', Math.sin(i)];
    return `${i},s${Math.floor(i / 12)},${x},${i % 3},${label}`;
  });
  writeFileSync(join(folder, 'sensors.csv'), ['time,session,x,y,label', ...rows].join('\n'));
  writeFileSync(join(folder, 'new.csv'), ['session,x,y', 's1,0.1,2', 's1,0.9,0'].join('\n'));
  const { code, stderr } = run(`npx tfseq train sentiment --data sentiment-sample --out runs/sentiment`); // what npm start leaves
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a line of a shell block, `npx tfseq` being the command line of these sources. */
function run(command: string): { code: number | null; stderr: string } {
  const line = command.replace(
    /npx tfseq (train|tune) ([\w-]+) [^|;&]*/g,
    (line, command: string, task: string) => `${line.trim()} ${quick[task]} ${command === 'tune' ? '--trials 1' : ''} `,
  );
  const npx = `npx() { shift; '${process.execPath}' '${programFile()}' "$@"; }`;
  const environment = { ...process.env, TFSEQ_DATA_DIR: localData, TFSEQ_CACHE_DIR: join(folder, 'cache') };
  const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail\n${npx}\n${line}`], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  return { code: status, stderr };
}

function checkShellLine(command: string): void {
  if (/^npm /.test(command)) {
    for (const [, name] of command.matchAll(/npm (?:run )?(\w\S*)/g)) {
      if (name !== 'install' && name !== 'ci') expect(Object.keys(scripts)).toContain(name);
    }
    return;
  }
  const { code, stderr } = run(command);
  const nothingBegun = command.includes('--resume') && stderr.includes('there is no checkpoint to resume from');
  if (code !== 0 && !nothingBegun) throw new Error(`exit code ${code}\n${stderr}`);
}

async function runTypeScript({ text }: Block): Promise<void> {
  const source = transpile(text, { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true });
  const home = process.cwd();
  process.chdir(folder);
  try {
    const body = `return (async () => {\n${source}\n})()`; // await at the top
    const shown = compileFunction(body, ['require', 'exports', 'console']) as (...given: unknown[]) => Promise<void>;
    await shown(require, {}, { log: () => undefined });
  } finally {
    process.chdir(home);
  }
}

const isShell = ({ language }: Block) => ['sh', 'bash', 'shell'].includes(language);
const readme = blocksOf(readFileSync(join(root, 'README.md'), 'utf8'));

test('README.md begins with the two commands that must work', () => {
  expect(readme.find(isShell)?.text).toMatch(/^npm install && npm start\b.*\nnpm install && npm test\b/);
});

describe.each([
  'README.md',
  'docs/files.md',
  'docs/configuration.md',
  'docs/tuning.md',
  ...Object.keys(quick).map((task) => `docs/tasks/${task}.md`),
])('%s', (page) => {
  const blocks = blocksOf(readFileSync(join(root, page), 'utf8'));
  if (page !== 'README.md') beforeAll(() => rmSync(join(folder, 'runs'), { recursive: true, force: true })); // a reader's first page
  const typescript = page === 'README.md' ? blocks.filter(({ language }) => language === 'ts') : [];

  for (const block of blocks.filter(isShell)) {
    for (const command of commandsOf(block)) {
      const reason = block.notRun ?? obstacle(command);
      const name = `line ${block.line}: ${command.replace(/\s+/g, ' ')}`;
      if (reason) it.skip(`${name} [skipped: ${reason}]`, () => undefined);
      else it(name, () => checkShellLine(command));
    }
  }

  for (const block of typescript) {
    const name = `line ${block.line}: ${block.text.split('\n')[0]}`;
    if (block.notRun) it.skip(`${name} [skipped: ${block.notRun}]`, () => undefined);
    else it(name, () => runTypeScript(block));
  }
});
