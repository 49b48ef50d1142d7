/** A folder whose sub-folders are labels, and hold files of sound. */
import { DataError } from '../../../errors';
import type { FileHost } from '../../bytes/file-host';
import { noteOf, type NoteOptions } from '../../bytes/notes';
import type { LabeledAudio } from './example';
import { checkAudioName, soundFile } from './sound-file';

/** Names that begin with a dot are of the system, and left out with a note. @throws DataError for other files between them. */
export async function readLabelFolder(
  folder: string,
  host: FileHost,
  events: NoteOptions = {},
): Promise<LabeledAudio[]> {
  const examples: LabeledAudio[] = [];
  for (const label of await visible(folder, host, events)) {
    const place = `${folder}/${label}`;
    if ((await host.describe(place)).kind !== 'directory') throw fileAmongLabels(place);
    for (const audio of await readSoundFolder(place, host, events)) examples.push({ audio, label, where: audio.name });
  }
  if (examples.length > 0) return examples;
  throw new DataError({
    where: folder,
    problem: 'no sub-folder holds files of sound',
    expected: 'a sub-folder for each label, with its recordings',
    fix: 'Check the path',
  });
}

/** The files of sound of a folder, in the order of their names. @throws DataError for others, and folders. */
export async function readSoundFolder(folder: string, host: FileHost, events: NoteOptions = {}) {
  const files = [];
  for (const name of await visible(folder, host, events)) {
    const path = `${folder}/${name}`;
    const { kind, bytes } = await host.describe(path);
    if (kind === 'file') checkAudioName(path);
    else throw folderAmongFiles(path);
    files.push(soundFile({ name: path, open: () => host.open(path) }, bytes, { onNote: events.onNote }));
  }
  return files;
}

async function visible(folder: string, host: FileHost, { onNote }: NoteOptions): Promise<string[]> {
  const names = await host.list(folder);
  const hidden = names.filter((name) => name.startsWith('.'));
  if (hidden.length) onNote?.(noteOf(folder, `${hidden.join(', ')}: names that begin with a dot are left out`));
  return names.filter((name) => !name.startsWith('.'));
}

const fileAmongLabels = (where: string) =>
  new DataError({
    where,
    problem: 'a file stands beside the sub-folders',
    expected: 'a sub-folder for each label, and nothing else',
    fix: 'Move it into one of them, or elsewhere',
  });

const folderAmongFiles = (where: string) =>
  new DataError({
    where,
    problem: 'a folder stands among the files of a label',
    expected: 'files of sound only',
    fix: 'Move its files one folder up, or name all files in a table: path,label',
  });
