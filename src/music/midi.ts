/** Notes as a standard MIDI file (format 1), written by midi-file. */
import { type MidiEvent, writeMidi } from 'midi-file';
import { DataError, show } from '../errors';
import { checkOption, checkOptionNames, isIndex, type OptionNames } from '../validation';

/** A note that sounds. */
export interface Note {
  /** MIDI number: 60 is middle C. */
  pitch: number;
  /** In quarter notes from the beginning. */
  start: number;
  /** In quarter notes. */
  duration: number;
  /** Loudness from 1 to 127. Default 80. */
  velocity?: number;
}

/** How a piece is played. */
export interface MidiOptions {
  /** Quarter notes a minute, from 4 to 1000. Default 120. */
  tempo?: number;
  /** General MIDI number from 0 on; 0 is a piano. Default 0. */
  instrument?: number;
}

const midiOptionNames: OptionNames<MidiOptions> = { tempo: true, instrument: true };

const TICKS = 480; // of a quarter note
const PITCHES = 128;
/** Channel 10 (9 from 0) is for percussion. */
const channelOf = (track: number) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15][track % 15];

/**
 * The bytes of a MIDI file: a track for each voice, on a channel of its own.
 * @throws DataError for a note that MIDI cannot have; ConfigError for options out of range.
 */
export function midiFile(voices: readonly (readonly Note[])[], options: MidiOptions = {}): Uint8Array {
  checkOptionNames('midiFile', options, midiOptionNames);
  const { tempo = 120, instrument = 0 } = options;
  checkOption('midiFile', 'tempo', tempo, tempo >= 4 && tempo <= 1000, 'quarter notes a minute, from 4 to 1000');
  checkOption('midiFile', 'instrument', instrument, isIndex(instrument, PITCHES), 'a whole number from 0 to 127');
  const conductor: MidiEvent[] = [
    { deltaTime: 0, meta: true, type: 'setTempo', microsecondsPerBeat: Math.round(60e6 / tempo) },
    endOfTrack,
  ];
  const tracks = [conductor, ...voices.map((notes, track) => trackOf(notes, channelOf(track), instrument))];
  return Uint8Array.from(writeMidi({ header: { format: 1, numTracks: tracks.length, ticksPerBeat: TICKS }, tracks }));
}

const endOfTrack: MidiEvent = { deltaTime: 0, meta: true, type: 'endOfTrack' };

/** Events in the order of time; at the same time notes end before others begin. */
function trackOf(notes: readonly Note[], channel: number, instrument: number): MidiEvent[] {
  const events = notes.flatMap((note, i) => {
    checkNote(note, i);
    const { pitch, start, duration, velocity = 80 } = note;
    const [begin, end] = [
      Math.round(start * TICKS),
      Math.max(Math.round((start + duration) * TICKS), Math.round(start * TICKS) + 1),
    ];
    return [
      { tick: begin, isStart: 1, pitch, velocity },
      { tick: end, isStart: 0, pitch, velocity: 0 },
    ];
  });
  events.sort((a, b) => a.tick - b.tick || a.isStart - b.isStart);
  let last = 0;
  const played = events.map(({ tick, isStart, pitch, velocity }): MidiEvent => {
    const deltaTime = tick - last;
    last = tick;
    return { deltaTime, type: isStart ? 'noteOn' : 'noteOff', channel, noteNumber: pitch, velocity };
  });
  return [{ deltaTime: 0, type: 'programChange', channel, programNumber: instrument }, ...played, endOfTrack];
}

function checkNote({ pitch, start, duration, velocity = 80 }: Note, i: number): void {
  const fits = isIndex(pitch, PITCHES) && start >= 0 && duration > 0 && Number.isFinite(start + duration);
  if (fits && isIndex(velocity - 1, PITCHES - 1)) return;
  throw new DataError({
    where: 'midiFile',
    problem: `note ${i} is ${show({ pitch, start, duration, velocity })}`,
    expected: 'a pitch from 0 to 127, a start from 0 on, a duration above 0, a velocity from 1 to 127',
    fix: 'Correct or leave out this note',
  });
}
