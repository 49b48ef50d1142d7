import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMidi } from 'midi-file';
import { checkGeneratedFile, checkPackages, writeGenerated } from '../../src/cli/generated-file';
import { ConfigError, DataError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-generated-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string) => join(folder, name);

const tune = 'X:1\nM:4/4\nL:1/4\nK:G\nGABc|dBGG|G4|]\n';

it('texts as they are', () => {
  expect(writeGenerated(place('a.abc'), [tune, 'X:2'])).toEqual([]);
  expect(readFileSync(place('a.abc'), 'utf8')).toBe(`${tune}\nX:2\n`);
});

it('a tune as MIDI, with what is wrong with it', () => {
  expect(writeGenerated(place('b.mid'), [tune])).toEqual([]);
  const notes = parseMidi(readFileSync(place('b.mid'))).tracks.flat();
  expect(notes.filter(({ type }) => type === 'noteOn')).toHaveLength(9);
  expect(writeGenerated(place('c.MIDI'), [tune.replace('dBGG', 'dBG')])).toEqual([
    'a bar of 0.75 whole notes in a metre of 1',
  ]);
  expect(() => writeGenerated(place('d.mid'), ['123 456'])).toThrow(DataError);
});

it('a piano roll as MIDI: notes that go on are held', () => {
  expect(writeGenerated(place('roll.mid'), ['{"notes": [[60, 64], [60]]}'], 'piano roll')).toEqual([]);
  const notes = parseMidi(readFileSync(place('roll.mid'))).tracks.flat();
  expect(notes.filter(({ type }) => type === 'noteOn')).toHaveLength(2);
  expect(writeGenerated(place('roll.json'), ['{"notes": [[60]]}'], 'piano roll')).toEqual([]);
  expect(readFileSync(place('roll.json'), 'utf8')).toBe('{"notes": [[60]]}\n');
});

it.each([
  ['a file that is there', 'there.abc', 1, 'the file is there already'],
  ['several tunes for a MIDI file', 'e.mid', 2, '--count is 2'],
])('refuses %s', (_, name, count, problem) => {
  writeFileSync(place('there.abc'), '');
  expect(() => checkGeneratedFile(place(name), count)).toThrow(ConfigError);
  expect(() => checkGeneratedFile(place(name), count)).toThrow(problem);
});

it('says how to install what is missing', () => {
  const check = () => checkPackages(place('f.mid'), 'text', ['abcjs-missing']);
  expect(check).toThrow('not installed: abcjs-missing');
  expect(check).toThrow('npm install abcjs@6');
  checkGeneratedFile(place('f.abc'), 3);
  checkPackages(place('f.abc'), 'text', ['abcjs-missing']);
  checkPackages(place('f.mid'), 'piano roll', ['abcjs-missing']);
});
