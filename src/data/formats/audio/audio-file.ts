/**
 * A file of sound → samples, by its first bytes. WAV is read here; FLAC and MP3 by decoders that are installed beside this
 * package, and loaded with the first such file.
 */
import { DataError, reasonOf, show } from '../../../errors';
import { checkOptionNames } from '../../../validation';
import { type NoteOptions, noteOptionNames } from '../../bytes/notes';
import type { Audio } from './audio';
import { decodeWav } from './wav/wav';

/** What `@wasm-audio-decoders/flac` and `mpg123-decoder` have in common. */
export interface AudioDecoder {
  readonly ready: Promise<void>;
  /** Samples [C][N] of what has come so far. */
  decode(bytes: Uint8Array): DecodedAudio | Promise<DecodedAudio>;
  /** What is left at the end of a file. */
  flush?(): Promise<DecodedAudio>;
  /** Gives its memory back. */
  free(): void;
}
interface DecodedAudio {
  channelData: Float32Array[];
  sampleRate: number;
  errors: readonly { message: string }[];
}

/** Compressed formats that can be decoded, and the package for each. */
export const decoderPackages = { flac: '@wasm-audio-decoders/flac', mp3: 'mpg123-decoder' } as const;
/** A format whose decoder is a package of its own. */
export type CompressedFormat = keyof typeof decoderPackages;
type DecoderLoader = () => Promise<AudioDecoder>;

const loaders = new Map<CompressedFormat, DecoderLoader>();

/**
 * How a compressed format is decoded. Node does this itself for the packages that are installed; in a page:
 *
 *     useAudioDecoder('flac', async () => new (await import('@wasm-audio-decoders/flac')).FLACDecoder());
 *     useAudioDecoder('mp3', async () => new (await import('mpg123-decoder')).MPEGDecoder());
 *
 * @param load called for every file; what it gives is freed after it
 */
export function useAudioDecoder(format: CompressedFormat, load: DecoderLoader): void {
  loaders.set(format, load);
}

/**
 * @param where the file, for messages
 * @throws DataError for what is damaged, of another format, or needs a package that is not installed
 */
export async function decodeAudio(bytes: Uint8Array, where: string, events: NoteOptions = {}): Promise<Audio> {
  checkOptionNames('decodeAudio', events, noteOptionNames);
  const format = formatOf(bytes);
  if (format === 'wav') return decodeWav(bytes, where, events);
  if (format === 'flac' || format === 'mp3') return decodeCompressed(bytes, format, where);
  throw new DataError({
    where,
    problem: format ? `the file is ${format}` : `the file begins with ${show(startOf(bytes))}`,
    expected: 'WAV, FLAC or MP3',
    fix: format ? 'Convert it: ffmpeg -i in out.wav' : 'Check the path; samples without a header need their rate',
  });
}

/** What begins like a WAV is read as one, so that what is wrong with it is reported. */
function formatOf(bytes: Uint8Array): string | undefined {
  const start = startOf(bytes);
  const form = String.fromCharCode(...bytes.subarray(4, 12));
  if (/^RIF[FX]|RF64|BW64/.test(start)) return 'wav';
  if (start === 'fLaC') return 'flac';
  if (start.startsWith('ID3') || (bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2)) return 'mp3';
  if (start === 'OggS') return 'Ogg';
  if (start === 'FORM') return 'AIFF';
  if (start === '.snd') return 'AU';
  if (start === 'caff') return 'CAF';
  if (start === '\x1aE\xdf\xa3') return 'WebM or Matroska';
  if (form.startsWith('ftyp')) return 'MPEG-4 (m4a, mp4)';
  return undefined;
}

const startOf = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 4));

async function decodeCompressed(bytes: Uint8Array, format: CompressedFormat, where: string): Promise<Audio> {
  const name = decoderPackages[format];
  const load = loaders.get(format);
  const decoder = await load?.().catch((cause: unknown) => {
    throw notInstalled(where, format, cause);
  });
  if (!decoder) throw notInstalled(where, format);
  try {
    await decoder.ready;
    const parts = [await decoder.decode(bytes), ...(decoder.flush ? [await decoder.flush()] : [])];
    const { channels, rate } = joined(parts);
    const damage = parts.flatMap(({ errors }) => errors).at(0)?.message;
    if (damage === undefined && channels.length > 0 && channels[0].length > 0) return { rate, channels };
    throw unreadable(where, format, damage ?? 'there are no samples');
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw unreadable(where, format, `${name} says ${show(reasonOf(cause))}`);
  } finally {
    decoder.free();
  }
}

function joined(parts: readonly DecodedAudio[]): Audio {
  const full = parts.filter(({ channelData }) => channelData.length > 0 && channelData[0].length > 0);
  if (full.length === 0) return { rate: 0, channels: [] };
  const [{ channelData, sampleRate }] = full;
  const size = full.reduce((sum, part) => sum + part.channelData[0].length, 0);
  const channels = channelData.map((_, c) => {
    const all = new Float32Array(size);
    let at = 0;
    for (const part of full) {
      all.set(part.channelData[c], at);
      at += part.channelData[c].length;
    }
    return all;
  });
  return { rate: sampleRate, channels };
}

const notInstalled = (where: string, format: CompressedFormat, cause?: unknown) =>
  new DataError({
    where,
    problem: `the file is ${format.toUpperCase()}, and its decoder is not installed${cause === undefined ? '' : ` (${reasonOf(cause).split('\n')[0]})`}`,
    expected: `the package ${decoderPackages[format]}, in a page with useAudioDecoder`,
    fix: `npm install ${decoderPackages[format]}; or convert the file: ffmpeg -i in.${format} out.wav`,
    cause,
  });

const unreadable = (where: string, format: CompressedFormat, problem: string) =>
  new DataError({
    where,
    problem: `the ${format.toUpperCase()} data cannot be decoded: ${problem}`,
    expected: 'a whole file',
    fix: 'It is damaged or truncated: copy or convert it again',
  });
