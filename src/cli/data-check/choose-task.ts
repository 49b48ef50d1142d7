/** Which task a file is for, where nobody says it: the one that can read its first example by names. */
import { tasks, taskClass, type AnyTask } from '../../../tasks';
import type { DataKind, DataOptions } from '../../data/example-kind';
import { findEntry } from '../../data/datasets/registry';
import { frames, labeledText, plainText, taggedWords } from '../../data/kinds';
import { chooseKind } from '../../data/open-examples';
import { ConfigError, DataError, type SequenceError } from '../../errors';
import { endingOf } from '../../data/formats/format';
import { nodeFileHost } from '../../platform/node-data';

export interface ChosenTask {
  task: AnyTask;
  kind: DataKind;
}

/** @throws ConfigError where it is not clear */
export async function chooseTask(
  path: string,
  { task: name, inputKind }: { task?: string; inputKind?: string },
  options: DataOptions,
): Promise<ChosenTask> {
  const host = nodeFileHost();
  if (name !== undefined) {
    const { task } = new (taskClass(name))();
    return { task, kind: await chooseKind(task.kinds, path, host, inputKind) };
  }
  const all = tasks.flatMap((task) => task.kinds.map((kind) => ({ task, kind })));
  const entry = findEntry(path);
  const ofEntry = all.filter(({ kind }) => kind.name === entry?.kind);
  const known = entry
    ? (ofEntry.find(({ task }) => task.name === entry.task) ?? ofEntry[0])
    : all.find(({ kind }) => kind.input === inputKind && inputKind !== 'text');
  if (known) return known;
  const { readable, failures } = await tryAll(all, path, options);
  // Labels and frames are found by names or numbers; words and pairs can be read from almost any columns.
  const byNames = [labeledText, frames].flatMap((one) => readable.filter(({ kind }) => kind === one));
  const [chosen] = byNames.length > 0 ? byNames : readable.length === 1 ? readable : [];
  if (chosen) return chosen;
  const only = failures.length === 1 || readable.length > 0 ? undefined : failures[0];
  throw new ConfigError({
    where: path,
    problem: only
      ? `no task can read it; as ${labeledText.plural}: ${only.problem}`
      : `it may hold ${readable.map(({ kind }) => kind.plural).join(' or ')}`,
    expected: 'a file that says by its names of columns, or keys, what it holds',
    fix: `Name the task: ${tasks.map((task) => `--task ${task.name}`).join(', ')}`,
  });
}

async function tryAll(all: readonly ChosenTask[], path: string, options: DataOptions) {
  const readable: ChosenTask[] = [];
  const failures: SequenceError[] = [];
  for (const one of all) {
    if (one.kind === plainText && !plainText.endings.includes(endingOf(path))) continue; // any file can be read as text
    try {
      await readFirst(one.kind, path, options);
      readable.push(one);
    } catch (error) {
      if (!(error instanceof DataError || error instanceof ConfigError)) throw error;
      failures.push(error);
    }
  }
  const words = readable.filter(({ kind }) => kind === taggedWords);
  const structured = readable.filter(({ kind }) => kind !== plainText);
  const isWords = words.length > 0 && /\.(conllu?|bio|iob|csv|jsonl|ndjson|json)(\.gz)?$/i.test(path);
  return { readable: isWords ? words : structured.length ? structured : readable, failures };
}

/** @throws DataError, ConfigError for what is not of the kind */
async function readFirst(kind: DataKind, path: string, options: DataOptions): Promise<void> {
  const own = new Set(kind.options.map(({ name }) => name));
  const known = Object.fromEntries(Object.entries(options).filter(([name]) => own.has(name)));
  const { splits } = await kind.stream(path, nodeFileHost(), {
    ...known,
    skipInvalid: own.has('skipInvalid') ? true : undefined,
  });
  for await (const example of splits.train) if (kind.line(example) !== '') return;
}
