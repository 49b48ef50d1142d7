/**
 * `npm run docs:settings`: writes the tables of settings in docs/tasks/*.md, from the schemas (names, values, defaults)
 * and the doc comments beside them (meanings). Everything else on the pages is written by hand.
 *
 *   npx tsx scripts/settings-tables.ts --check     writes nothing; fails where a page is not current
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { taskClasses, type TaskName, tasks } from '../tasks';
import { configSchema } from './settings/config-schema';
import { trainingEntries } from '../tasks/settings';
import { type OptionsOfKind, readMeanings } from './settings/meanings';
import { describeValues } from '../tasks/documentation/setting-values';

const root = resolve(__dirname, '..');
const begin = '<!-- settings: written by npm run docs:settings -->';
const end = '<!-- end of settings -->';

/** One kind of input of a task: what its settings may be, are by default, and mean. */
interface Kind {
  name: string;
  entries: Record<string, unknown>;
  defaults: Record<string, unknown>;
  meanings: ReadonlyMap<string, string>;
  /** With a default that the training data may decide otherwise. */
  inferred: readonly string[];
}

function kindOf(task: TaskName, { choice, meanings }: OptionsOfKind): Kind {
  const { config, task: definition } = new taskClasses[task](choice);
  const settings = definition.settings as { entries?: object };
  return {
    name: Object.values(choice).join(' '),
    entries: (settings.entries ?? settings) as Record<string, unknown>,
    defaults: config,
    meanings,
    inferred: definition.inferredSettings ?? [],
  };
}

/** All settings of all kinds, in the order of their schemas. */
const namesOf = (kinds: readonly Kind[]) => [...new Set(kinds.flatMap(({ meanings }) => [...meanings.keys()]))];

function table(kinds: readonly Kind[], names: readonly string[]): string {
  const columns = kinds.map(({ name }) => (name ? `default (${name})` : 'default'));
  const header = ['setting', 'values', ...columns, 'meaning'];
  const rows = names.map((name) => {
    const having = kinds.filter(({ meanings }) => meanings.has(name));
    const meaning = sentenceOf(having, name);
    const defaults = kinds.map((kind) => (having.includes(kind) ? defaultOf(kind, name) : '–'));
    return [`\`${name}\``, describeValues(having[0].entries[name]), ...defaults, meaning];
  });
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [header, header.map(() => '---'), ...rows].map(line).join('\n');
}

/** An optional setting without a default follows from the training data; others may. */
function defaultOf({ entries, defaults, inferred }: Kind, name: string): string {
  const schema = entries[name] as { type: string; default?: unknown };
  if (schema.type === 'optional' && schema.default === undefined) return 'from the data';
  const value = defaults[name];
  const shown = `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  return inferred.includes(name) ? `${shown}, or from the data` : shown;
}

function sectionOf(task: TaskName, options: readonly OptionsOfKind[]): string {
  const kinds = options.map((one) => kindOf(task, one));
  const isShared = (name: string) => Object.hasOwn(trainingEntries, name);
  const names = namesOf(kinds);
  const own = table(
    kinds,
    names.filter((name) => !isShared(name)),
  );
  const shared = table(
    kinds,
    Object.keys(trainingEntries).filter((name) => names.includes(name)),
  );
  return `${begin}\n\n${own}\n\nHow every task is trained, with the defaults of this one:\n\n${shared}\n\n${end}`;
}

/** What the program needs of the doc comments when it runs, and the JSON Schema of configurations. */
async function generatedFiles(): Promise<[path: string, content: string][]> {
  const sentences = Object.fromEntries(
    [...readMeanings(root)].map(([task, options]) => {
      const kinds = options.map((one) => kindOf(task as TaskName, one));
      return [task, Object.fromEntries(namesOf(kinds).map((name) => [name, sentenceOf(kinds, name)]))];
    }),
  );
  const code =
    '/** Written by npm run docs:settings from the doc comments of the settings. */\n' +
    `export const settingSentences: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(sentences)};\n`;
  const files: [string, string][] = [
    [join(root, 'tasks/documentation/setting-sentences.ts'), code],
    [join(root, 'config.schema.json'), JSON.stringify(configSchema(tasks, sentences))],
  ];
  const formatted = files.map(async ([path, content]): Promise<[string, string]> => {
    return [path, await format(content, { ...(await resolveConfig(path)), filepath: path })];
  });
  return Promise.all(formatted);
}

function sentenceOf(kinds: readonly Kind[], name: string): string {
  const sentence = kinds.map(({ meanings }) => meanings.get(name)).find(Boolean);
  if (sentence) return sentence;
  throw new Error(`the setting ${name} has no doc comment beside its schema`);
}

async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  const stale: string[] = [];
  for (const [task, options] of readMeanings(root)) {
    const path = join(root, 'docs/tasks', `${task}.md`);
    if (!existsSync(path)) throw new Error(`the task ${task} has no page ${path}`);
    const page = readFileSync(path, 'utf8');
    const [before, rest] = page.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`${path} has no place for the settings: ${begin} … ${end}`);
    const written = `${before}${sectionOf(task as TaskName, options)}${after}`;
    const current = await format(written, { ...(await resolveConfig(path)), filepath: path });
    if (current === page) continue;
    stale.push(path);
    if (!isCheck) writeFileSync(path, current);
  }
  for (const [path, written] of await generatedFiles()) {
    if (existsSync(path) && readFileSync(path, 'utf8') === written) continue;
    stale.push(path);
    if (!isCheck) writeFileSync(path, written);
  }
  if (!isCheck) console.log(stale.length ? `Written: ${stale.join(', ')}` : 'All pages were current.');
  else if (stale.length) throw new Error(`not current: ${stale.join(', ')}. Run npm run docs:settings`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
