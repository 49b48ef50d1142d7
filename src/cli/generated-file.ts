/** Generated texts as a file: as they are; as MIDI a tune in ABC notation, or a piano roll. */
import type * as Abcjs from 'abcjs';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ConfigError } from '../errors';
import { checkTune, midiFile, rollNotes, tuneNotes } from '../music';
import { fileError } from '../platform/file-errors';
import { isInstalled } from '../platform/node-packages/es-module';

/** Quarter notes a minute, of a piano roll, which has no tempo. */
const ROLL_TEMPO = 90;

const isMidi = (path: string) => /\.midi?$/i.test(path);

/** What generated texts are: to be read, or pieces of music as JSON. */
export type TextForm = 'text' | 'piano roll';

/**
 * Before there is a model.
 * @throws ConfigError for a file that is there, or several tunes for one MIDI file.
 */
export function checkGeneratedFile(path: string, count: number): void {
  if (existsSync(path))
    throw cannotWrite(path, 'the file is there already', 'a new file', 'Choose another name, or remove it');
  if (!isMidi(path) || count === 1) return;
  throw cannotWrite(path, `--count is ${count}`, 'one tune for a MIDI file', 'Leave --count out, or write a .abc file');
}

/**
 * Before anything is generated.
 * @param packages that parse tunes
 * @throws ConfigError for a tune as MIDI without abcjs, which is optional.
 */
export function checkPackages(path: string, form: TextForm, packages = ['abcjs']): void {
  const missing = isMidi(path) && form === 'text' ? packages.filter((name) => !isInstalled(name)) : [];
  if (missing.length === 0) return;
  const problem = `tunes are parsed by a package that is not installed: ${missing.join()}`;
  throw cannotWrite(path, problem, 'abcjs 6', 'npm install abcjs@6');
}

const cannotWrite = (path: string, problem: string, expected: string, fix: string) =>
  new ConfigError({ where: `--out ${path}`, problem, expected, fix });

/**
 * @returns what is wrong with a tune that is written as MIDI, one sentence each
 * @throws DataError for a text without notes, BundleError for a file that cannot be written.
 */
export function writeGenerated(path: string, texts: readonly string[], form: TextForm = 'text'): string[] {
  if (!isMidi(path)) {
    write(path, texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('\n'));
    return [];
  }
  if (form === 'piano roll') {
    const { notes } = JSON.parse(texts[0]) as { notes: number[][] };
    write(path, midiFile([rollNotes(notes)], { tempo: ROLL_TEMPO }));
    return [];
  }
  const abcjs = createRequire(__filename)('abcjs') as typeof Abcjs;
  const [tune] = texts;
  const { voices, tempo } = tuneNotes(tune, abcjs);
  write(path, midiFile(voices, { tempo }));
  return checkTune(tune, abcjs).problems;
}

function write(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw fileError('save', path, error);
  }
}
