/** A file of tunes in ABC notation → tunes, as they are written. */
import { DataError, show } from '../../errors';
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';

/** A tune with its lines, each ended by LF; blank lines behind it are left out. */
export interface AbcTune {
  text: string;
  /** Of its first line, from 1. */
  line: number;
}

/**
 * A tune begins with a line `X:` and goes on to the next one.
 * @throws DataError for a file without tunes, for what stands before the first one, and what `readLines` throws.
 */
export async function* readAbcTunes(source: ByteSource, options: LineOptions = {}): AsyncGenerator<AbcTune> {
  let tune: AbcTune | undefined;
  let blank = 0;
  for await (const { text, number } of readLines(source, options)) {
    if (text.startsWith('X:')) {
      if (tune) yield tune;
      tune = { text: `${text}\n`, line: number };
      blank = 0;
    } else if (text.trim() === '') blank++;
    else if (tune) {
      tune.text += `${'\n'.repeat(blank)}${text}\n`;
      blank = 0;
    } else if (!text.startsWith('%')) throw beforeTunes(`${source.name} line ${number}`, text);
  }
  if (!tune) throw noTunes(source.name);
  yield tune;
}

const beforeTunes = (where: string, text: string) =>
  new DataError({
    where,
    problem: `${show(text)} stands before the first tune`,
    expected: 'tunes in ABC notation, each with a first line such as X:1',
    fix: 'Put an X: line before each tune; fields for all tunes have to be in each of them',
  });

const noTunes = (where: string) =>
  new DataError({ where, problem: 'there is no tune', expected: 'a line X: before each', fix: 'Check the file' });
