import { rollNotes } from '../../src/music';

it('pitches of neighbouring steps are one note', () => {
  expect(rollNotes([[60, 64], [60, 65, 65], [], [60]])).toEqual([
    { pitch: 60, start: 0, duration: 2 },
    { pitch: 64, start: 0, duration: 1 },
    { pitch: 65, start: 1, duration: 1 },
    { pitch: 60, start: 3, duration: 1 },
  ]);
});

it('steps of an eighth note', () => {
  expect(rollNotes([[60], [60], [62]], 0.5)).toEqual([
    { pitch: 60, start: 0, duration: 1 },
    { pitch: 62, start: 1, duration: 0.5 },
  ]);
});
