/** Tunes beside Debian's abcmidi, an independent reader of ABC notation. */
import abcjs from 'abcjs';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMidi } from 'midi-file';
import { checkTune } from '../../../src/music/abc/tune-check';
import { tuneNotes } from '../../../src/music/abc/tune-notes';
import { midiFile } from '../../../src/music/midi';
import { describeIf } from '../../support/optional';

const isThere = spawnSync('abc2midi', ['-ver']).error === undefined;
const folder = mkdtempSync(join(tmpdir(), 'tfseq-abc-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What abc2midi says of a tune, and the file that it writes. */
function abc2midi(abc: string): { messages: string; midi: Uint8Array } {
  const [from, to] = [join(folder, 'tune.abc'), join(folder, 'tune.mid')];
  writeFileSync(from, abc);
  const messages = execFileSync('abc2midi', [from, '-o', to], { encoding: 'utf8' });
  return { messages, midi: readFileSync(to) };
}

/** For each track that has notes: pitch, and when it begins in quarter notes. */
function startsOf(midi: Uint8Array): string[] {
  const { header, tracks } = parseMidi(midi);
  return tracks.flatMap((track) => {
    let tick = 0;
    const starts = track.flatMap((event) => {
      tick += event.deltaTime;
      if (event.type !== 'noteOn' || event.velocity === 0) return [];
      return [`${event.noteNumber}@${(tick / (header.ticksPerBeat ?? 1)).toFixed(1)}`];
    });
    return starts.length ? [starts.join(' ')] : [];
  });
}

const head = 'X:1\nT:a tune\nM:4/4\nL:1/4\nK:D\n';
const good = [
  `${head}D|FABc|dBGG|cAFA|D3|]\n`,
  `${head}|:FABc|dB/2B/2GG|1cAFA|D4:|2cAFD|D4|]\n`,
  `${head}FA(3B/2c/2d/2e|=c2_Bz|^G,Aa2|[DF]2f2|]\n`,
  `${head}F3/2A/2Bc|dBGG|\nM:3/4\nK:Am\ncAF|c'ba|A3|]\n`,
];
const bad = [`${head}FABc|dBG|cAFA|D4|]\n`, `${head}FABc|dBGGB|cAFA|D4|]\n`];

describeIf(isThere, 'abc2midi', 'apt-get install abcmidi', () => {
  it.each(good)('has no complaint about a valid tune, and plays the same notes: %j', (abc) => {
    expect(checkTune(abc, abcjs).problems).toEqual([]);
    const { messages, midi } = abc2midi(abc);
    expect(messages).not.toMatch(/error|warning/i);
    const { voices, tempo } = tuneNotes(abc, abcjs);
    expect(startsOf(midiFile(voices, { tempo }))).toEqual(startsOf(midi));
  });

  it.each(bad)('finds the bar that does not fit: %j', (abc) => {
    expect(checkTune(abc, abcjs).wrongBars).toBe(1);
    expect(abc2midi(abc).messages).toMatch(/time units while the time signature has 4/);
  });
});
