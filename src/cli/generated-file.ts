/** Generated texts as a file: as they are, or a tune in ABC notation as MIDI. */
import type * as Abcjs from 'abcjs';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ConfigError } from '../errors';
import { checkTune, midiFile, tuneNotes } from '../music';
import { fileError } from '../platform/file-errors';
import { isInstalled } from '../platform/node-packages/es-module';

const isMidi = (path: string) => /\.midi?$/i.test(path);

/**
 * Before anything is generated for it.
 * @param packages that parse tunes
 * @throws ConfigError for a file that is there, several tunes for one MIDI file, or without abcjs, which is optional.
 */
export function checkGeneratedFile(path: string, count: number, packages = ['abcjs']): void {
  const refuse = (problem: string, expected: string, fix: string): never => {
    throw new ConfigError({ where: `--out ${path}`, problem, expected, fix });
  };
  if (existsSync(path)) refuse('the file is there already', 'a new file', 'Choose another name, or remove it');
  if (!isMidi(path)) return;
  if (count > 1) refuse(`--count is ${count}`, 'one tune for a MIDI file', 'Leave --count out, or write a .abc file');
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  refuse(`tunes are parsed by a package that is not installed: ${missing.join()}`, 'abcjs 6', 'npm install abcjs@6');
}

/**
 * @returns what is wrong with a tune that is written as MIDI, one sentence each
 * @throws DataError for a text without notes, BundleError for a file that cannot be written.
 */
export function writeGenerated(path: string, texts: readonly string[]): string[] {
  if (!isMidi(path)) {
    write(path, texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('\n'));
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
