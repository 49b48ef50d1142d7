/** Piano rolls as notes: what sounds in neighbouring steps is one note that is held, since a roll does not say where it is struck again. */
import type { Note } from './midi';

/**
 * Notes of a piano roll: a pitch that sounds on from one step to the next is one longer note.
 * @param steps for each step of time the pitches that sound (MIDI numbers)
 * @param duration of a step, in quarter notes. Default 1
 */
export function rollNotes(steps: readonly (readonly number[])[], duration = 1): Note[] {
  const notes: Note[] = [];
  let sounding = new Map<number, Note>();
  steps.forEach((step, t) => {
    const next = new Map<number, Note>();
    for (const pitch of new Set(step)) {
      const held = sounding.get(pitch);
      const note = held ?? { pitch, start: t * duration, duration: 0 };
      note.duration += duration;
      if (!held) notes.push(note);
      next.set(pitch, note);
    }
    sounding = next;
  });
  return notes;
}
