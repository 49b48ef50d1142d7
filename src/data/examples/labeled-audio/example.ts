/** A recording of sound with a label: in memory, or read and decoded when it is needed. */
import { DataError, show } from '../../../errors';
import { isCount } from '../../../validation';
import type { Audio } from '../../formats/audio/audio';
import { entriesOf, locationOf } from '../example';

/** Samples of one channel. */
export interface Sound {
  /** In [−1, 1]. */
  samples: Float32Array; // [N]
  /** Samples a second. */
  rate: number;
}

/** A file that is read and decoded with each use: only the sounds of a batch are in memory. */
export interface SoundFile {
  /** As the user knows it. */
  name: string;
  /** About how long it is, as far as that is known without decoding: recordings of similar lengths are put together. */
  seconds?: number;
  /** @throws DataError for what cannot be read or decoded. */
  load(): Promise<Audio>;
}

/** Samples in memory, or a file that is decoded when its batch comes. */
export type AudioSource = Sound | SoundFile;

/** A recording and its label. */
export interface LabeledAudio {
  audio: AudioSource;
  label: string;
  /** What must not be in two splits: who speaks. */
  group?: string;
  /** File and line, for messages. */
  where?: string;
}

export const isSoundFile = (audio: AudioSource): audio is SoundFile => 'load' in audio;

/** @param position of the example, for messages where it names no file. @throws DataError for what is no sound, or has no label. */
export function checkLabeledAudio(example: unknown, position: string): asserts example is LabeledAudio {
  const { audio, label, group } = entriesOf(example);
  const where = locationOf(example, position);
  checkAudio(audio, where);
  if (typeof label !== 'string' || label.trim() === '')
    throw new DataError({ where, problem: `the label is ${show(label)}`, expected: 'a string', fix: 'Pass { audio, label }' }); // prettier-ignore
  if (group === undefined || typeof group === 'string') return;
  throw new DataError({
    where,
    problem: `the group is ${show(group)}`,
    expected: 'a name',
    fix: 'Pass it as a string',
  });
}

/** @throws DataError for what is neither samples with their rate nor a file. */
export function checkAudio(audio: unknown, where: string): asserts audio is AudioSource {
  const { samples, rate, load } = entriesOf(audio);
  if (typeof load === 'function') return;
  const fix = 'Pass { samples: Float32Array, rate: 16000 }, or what soundFile(name, …) gives';
  if (!(samples instanceof Float32Array) && !isFloat32(samples))
    throw new DataError({ where, problem: `the sound is ${show(audio)}`, expected: 'samples and their rate', fix });
  if (!isCount(rate))
    throw new DataError({ where, problem: `the rate is ${show(rate)}`, expected: 'samples a second, a whole number', fix }); // prettier-ignore
  if (samples.length === 0)
    throw new DataError({ where, problem: 'there are no samples', expected: 'at least one', fix: 'Leave it out' });
  const bad = samples.findIndex((x) => !Number.isFinite(x));
  if (bad < 0) return;
  throw new DataError({ where, problem: `sample ${bad + 1} is ${samples[bad]}`, expected: 'finite numbers', fix: 'Check how it was recorded' }); // prettier-ignore
}

/** Of another realm, such as a page's frame or a test. */
const isFloat32 = (value: unknown): value is Float32Array =>
  Object.prototype.toString.call(value) === '[object Float32Array]';

/** What is in one split: its group, else the file, else its place. */
export const keyOfAudio = ({ group, audio, where }: LabeledAudio): string =>
  group ?? (isSoundFile(audio) ? audio.name : (where ?? ''));

/** About how long, in seconds. */
export const secondsOf = (audio: AudioSource): number | undefined =>
  isSoundFile(audio) ? audio.seconds : audio.samples.length / audio.rate;
