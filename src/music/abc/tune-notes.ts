/** A tune in ABC notation as it is played: the notes of its voices and of its chord symbols, repeats included. */
import { DataError } from '../../errors';
import type { Note } from '../midi';
import { type AbcParser, type ParsedSound, parseTunes } from './parser';

const QUARTERS = 4; // of a whole note

/** What `midiFile` takes. */
export interface PlayedTune {
  voices: Note[][];
  /** Quarter notes a minute. */
  tempo: number;
}

/** @param abc one tune @param parser abcjs @throws DataError for a text without notes. */
export function tuneNotes(abc: string, parser: AbcParser): PlayedTune {
  const [tune] = parseTunes(abc, parser);
  const voices = tune?.setUpAudio({}).tracks.map((sounds) => sounds.flatMap(noteOf)) ?? [];
  const sounding = voices.filter((notes) => notes.length > 0);
  if (sounding.length === 0) throw noNotes(abc);
  const wholeNotes = (tune.getBarLength() || 1) / tune.millisecondsPerMeasure(); // a millisecond
  return { voices: sounding, tempo: wholeNotes * QUARTERS * 60_000 };
}

function noteOf({ cmd, pitch, start = 0, duration = 0, volume = 80 }: ParsedSound): Note[] {
  if (cmd !== 'note' || pitch === undefined || duration <= 0) return [];
  const velocity = Math.max(1, Math.min(127, Math.round(volume)));
  return [{ pitch, start: start * QUARTERS, duration: duration * QUARTERS, velocity }];
}

const noNotes = (abc: string) =>
  new DataError({
    where: 'tuneNotes',
    problem: abc.trim() === '' ? 'the text is empty' : 'the text has no notes',
    expected: 'a tune in ABC notation, such as "X:1\\nM:4/4\\nK:G\\nGABc d4|"',
    fix: 'Check the text with checkTune',
  });
