import { parseMidi } from 'midi-file';
import { ConfigError, DataError } from '../../src/errors';
import { midiFile } from '../../src/music/midi';

it('writes what midi-file reads: tempo, tracks, notes in the order of time', () => {
  const bytes = midiFile(
    [
      [
        { pitch: 60, start: 1, duration: 0.5, velocity: 100 },
        { pitch: 62, start: 0, duration: 1 },
      ],
      [{ pitch: 48, start: 0, duration: 2 }],
    ],
    { tempo: 90, instrument: 24 },
  );
  const { header, tracks } = parseMidi(bytes);
  expect(header).toMatchObject({ format: 1, numTracks: 3, ticksPerBeat: 480 });
  expect(tracks[0][0]).toMatchObject({ type: 'setTempo', microsecondsPerBeat: 666667 });
  expect(tracks[1].slice(0, -1)).toMatchObject([
    { type: 'programChange', channel: 0, programNumber: 24 },
    { deltaTime: 0, type: 'noteOn', channel: 0, noteNumber: 62, velocity: 80 },
    { deltaTime: 480, type: 'noteOff', noteNumber: 62 },
    { deltaTime: 0, type: 'noteOn', noteNumber: 60, velocity: 100 },
    { deltaTime: 240, type: 'noteOff', noteNumber: 60 },
  ]);
  expect(tracks[2][1]).toMatchObject({ type: 'noteOn', channel: 1, noteNumber: 48 });
  expect(tracks.map((track) => track.at(-1)?.type)).toEqual(['endOfTrack', 'endOfTrack', 'endOfTrack']);
});

it('leaves the channel of percussion free', () => {
  const { tracks } = parseMidi(midiFile(Array.from({ length: 11 }, () => [{ pitch: 60, start: 0, duration: 1 }])));
  expect(tracks[10][0]).toMatchObject({ channel: 10 });
});

it.each([
  { pitch: 128, start: 0, duration: 1 },
  { pitch: 60.5, start: 0, duration: 1 },
  { pitch: 60, start: -1, duration: 1 },
  { pitch: 60, start: 0, duration: 0 },
  { pitch: 60, start: 0, duration: Infinity },
  { pitch: 60, start: 0, duration: 1, velocity: 0 },
])('refuses the note %j', (note) => expect(() => midiFile([[note]])).toThrow(DataError));

it.each([{ tempo: 0 }, { tempo: NaN }, { instrument: 128 }, { tempos: 90 }])('refuses %j', (options) =>
  expect(() => midiFile([], options)).toThrow(ConfigError),
);
