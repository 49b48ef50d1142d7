/** Files of sound, which are decoded when they are needed. */
import { DataError, show } from '../../../errors';
import { checkOptionNames } from '../../../validation';
import { type NoteOptions, noteOptionNames, onceEach } from '../../bytes/notes';
import { type ByteSource, collect } from '../../bytes/source';
import { decodeAudio } from '../../formats/audio/audio-file';
import { endingOf } from '../../formats/format';
import type { SoundFile } from './example';

export const audioEndings = ['wav', 'wave', 'flac', 'mp3'];

/** Of 16 bits at 16,000 samples a second: a guess that orders files by their length. */
const BYTES_A_SECOND = 32_000;

/**
 * A file of sound that is decoded whenever it is loaded: WAV, FLAC or MP3, by its name.
 * @param bytes of the file, where they are known: recordings of a batch are chosen by it
 * @throws ConfigError for an option that there is not; `load` DataError for what cannot be decoded
 */
export function soundFile(source: ByteSource, bytes?: number, events: NoteOptions = {}): SoundFile {
  checkOptionNames('soundFile', events, noteOptionNames);
  const onNote = onceEach(events.onNote);
  return {
    name: source.name,
    ...(bytes !== undefined && { seconds: bytes / BYTES_A_SECOND }),
    load: async () => decodeAudio(await collect(source.open()), source.name, { onNote }),
  };
}

/** @throws DataError for a name that is none of a file of sound. */
export function checkAudioName(path: string): void {
  if (audioEndings.includes(endingOf(path))) return;
  throw new DataError({
    where: path,
    problem: `${show(path.slice(path.lastIndexOf('/') + 1))} is no file of sound`,
    expected: `files that end with .${audioEndings.join(', .')}`,
    fix: 'Move it elsewhere, or convert it',
  });
}
