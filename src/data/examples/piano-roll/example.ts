/** Polyphonic music as a piano roll: the notes that sound at each step of time. */
import { DataError, show } from '../../../errors';
import { isIndex } from '../../../validation';
import { entriesOf, locationOf } from '../example';

/** A piece of music. */
export interface PianoRoll {
  /** For each step the pitches that sound, as MIDI numbers (60 is middle C); none is silence. At least one step. */
  notes: readonly (readonly number[])[]; // [T]
  /** Its name. */
  piece?: string;
  /** File and line, for messages. */
  where?: string;
}

const PITCHES = 128;

/** @param position of the example, for messages where it names no file. @throws DataError for what is no piano roll. */
export function checkPianoRoll(example: unknown, position: string): asserts example is PianoRoll {
  checkNotes(entriesOf(example).notes, locationOf(example, position));
}

/** @throws DataError for what is no list of steps, each a list of MIDI numbers. */
export function checkNotes(notes: unknown, where: string): asserts notes is PianoRoll['notes'] {
  if (!Array.isArray(notes) || notes.length === 0) {
    const problem = Array.isArray(notes) ? 'there are no steps' : `notes is ${show(notes)}`;
    throw new DataError({ where, problem, expected, fix });
  }
  const steps: readonly unknown[] = notes;
  const wrong = steps.findIndex((step) => !Array.isArray(step) || !step.every((pitch) => isIndex(pitch, PITCHES)));
  if (wrong < 0) return;
  throw new DataError({
    where: `${where} step ${wrong + 1}`,
    problem: `the notes are ${show(steps[wrong])}`,
    expected,
    fix,
  });
}

const expected = 'a list of steps, each a list of MIDI numbers from 0 to 127';
const fix = 'Pass { notes: [[60, 64, 67], [62]] } for every piece';
