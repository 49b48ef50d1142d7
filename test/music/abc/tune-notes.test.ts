import abcjs from 'abcjs';
import { DataError } from '../../../src/errors';
import { tuneNotes } from '../../../src/music/abc/tune-notes';

const head = 'X:1\nM:6/8\nL:1/8\nQ:3/8=100\nK:G\n';

it('plays a tune: key, lengths, repeats, tempo', () => {
  const { voices, tempo } = tuneNotes(`${head}GAB f2z|(3Bcd [GB]2 c:|\n`, abcjs);
  expect(tempo).toBeCloseTo(150, 6);
  const once = voices[0].slice(0, voices[0].length / 2);
  expect(once.map(({ pitch }) => pitch)).toEqual([67, 69, 71, 78, 71, 72, 74, 67, 71, 72]);
  expect(once.map(({ start }) => Math.round(1000 * start) / 1000)).toEqual([
    ...[0, 0.5, 1, 1.5, 3, 3.333, 3.667, 4, 4, 5],
  ]);
  expect(once.map(({ duration }) => Math.round(1000 * duration) / 1000)).toEqual([
    ...[0.5, 0.5, 0.5, 1, 0.333, 0.333, 0.333, 1, 1, 0.5],
  ]);
});

it('plays chord symbols in a voice of their own', () => {
  const { voices } = tuneNotes(`${head}"G"GAB "D"f2z|\n`, abcjs);
  expect(voices).toHaveLength(2);
});

it.each(['', 'X:1\nK:G\n', 'X:1\nK:G\nz4|\n'])('refuses %j', (abc) => {
  expect(() => tuneNotes(abc, abcjs)).toThrow(DataError);
});
