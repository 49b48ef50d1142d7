/** `tfseq data check`: what is in a file or data set, before anything is trained on it. */
import { checkData } from '../../data/check/check-data';
import type { DataNote } from '../../data/bytes/notes';
import type { DataOptions } from '../../data/example-kind';
import { kinds } from '../../data/kinds';
import { streamExamples } from '../../data/open-examples';
import { SequenceError } from '../../errors';
import { downloadProgress } from '../../platform/terminal-progress';
import { nodeFileHost } from '../../platform/node-data';
import { onCommandLine, shellQuoted } from '../../wording';
import { asFlags, dataOptionsOf } from '../options/data-options';
import { print, printJSON } from '../output/print';
import { chooseTask } from './choose-task';
import type { CheckDocument } from './document';
import { encodeWithDefaults } from './encoding';
import { reportText } from './report';
import { suggestionsFor } from './suggestions';

export interface CheckOptions {
  task?: string;
  inputKind?: string;
  json?: boolean;
}

/** @throws DataError for files that cannot be read, ConfigError where the task is not clear */
export async function check(path: string, flags: CheckOptions): Promise<void> {
  const all: DataOptions = dataOptionsOf(
    flags,
    Object.values(kinds).flatMap(({ options }) => options),
  );
  const { task, kind } = await chooseTask(path, flags, all);
  const notes: string[] = [];
  const onNote = (note: DataNote) => void notes.push(note.messageIn(onCommandLine));
  const events = { onProgress: downloadProgress(), onNote };
  const data = await streamExamples([kind], path, nodeFileHost(), all, events);
  const report = await checkData(data.splits, (example) => kind.view(example));
  const encoding = await encodeWithDefaults(task, data).catch((error: unknown) => {
    if (!(error instanceof SequenceError)) throw error;
    return { error: error.messageIn(onCommandLine) };
  });
  const suggestions = 'error' in encoding ? [] : suggestionsFor(task, report, encoding);
  const settings = suggestions.flatMap(({ options }) => (options ? [options] : []));
  const command = commandFor(task.name, path, all, settings);
  const document: CheckDocument = {
    ...{ data: path, task: task.name, kind: kind.name, notes, ...report },
    ...{ encoding, suggestions, command },
  };
  if (flags.json) printJSON(document);
  else print(reportText(document));
}

const commandFor = (task: string, path: string, options: DataOptions, settings: readonly string[]) =>
  [
    `npx tfseq train ${task} --data ${shellQuoted(path)} --out runs/${task}`,
    ...asFlags(options).map(shellQuoted),
    ...settings,
  ].join(' ');
