/** Music: tunes in ABC notation, checked and played, and notes as MIDI files. */
export type { AbcParser } from './abc/parser';
export { barRuns, checkTune, type TuneCheck } from './abc/tune-check';
export { type PlayedTune, tuneNotes } from './abc/tune-notes';
export { midiFile, type MidiOptions, type Note } from './midi';
export { rollNotes } from './piano-roll';
