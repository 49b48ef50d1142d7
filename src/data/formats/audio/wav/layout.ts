/**
 * The chunk `fmt `: how samples are written. (Multiple Channel Audio Data and WAVE Files, Microsoft 2007, for
 * WAVE_FORMAT_EXTENSIBLE; RFC 2361 for the numbers of codecs.)
 */
import { DataError } from '../../../../errors';
import { type Encoding, encodingOf } from './samples';
import { viewOf } from './chunks';

export interface Layout {
  rate: number;
  channels: number;
  encoding: Encoding;
}

/** Bytes of the chunk without an extension, and with the one that names the codec. */
const SHORT = 16;
const EXTENSIBLE_SIZE = 40;

const PCM = 0x0001;
const FLOAT = 0x0003;
const A_LAW = 0x0006;
const MU_LAW = 0x0007;
const EXTENSIBLE = 0xfffe;
/** The last 14 of the 16 bytes of a sub-format whose first two are the number of a codec. */
const SUB_FORMAT = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const MAX_CHANNELS = 256;
const RATES = [1000, 1_000_000] as const;

/** @param chunk the bytes of `fmt `. @throws DataError for what contradicts itself, and codecs that are not read. */
export function readLayout(chunk: Uint8Array, where: string): Layout {
  if (chunk.length < SHORT)
    throw bad(where, `the chunk "fmt " has ${chunk.length} bytes`, `at least ${SHORT}`, 'Record or convert it again');
  const view = viewOf(chunk);
  const channels = view.getUint16(2, true);
  const rate = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  const codec = codecOf(chunk, view, where);
  if (channels === 0 || channels > MAX_CHANNELS)
    throw bad(where, `the header says ${channels} channels`, `1 to ${MAX_CHANNELS}`, 'Record or convert it again');
  if (rate < RATES[0] || rate > RATES[1])
    throw bad(where, `the header says ${rate} samples a second`, RATES.join(' to '), 'Record or convert it again');
  const encoding = encodingOf(familyOf(codec, where), bits);
  if (!encoding || frameBytes !== channels * encoding.bytes)
    throw bad(
      where,
      `samples of ${bits} bits, and ${frameBytes} bytes for a sample of each of ${channels} channels`,
      '8, 16, 24 or 32 bits as whole numbers, 32 or 64 as floats, 8 of A-law or µ-law, in as many bytes',
      'Convert it: ffmpeg -i in.wav -c:a pcm_s16le out.wav',
    );
  return { rate, channels, encoding };
}

function codecOf(chunk: Uint8Array, view: DataView, where: string): number {
  const codec = view.getUint16(0, true);
  if (codec !== EXTENSIBLE) return codec;
  const isWhole = chunk.length >= EXTENSIBLE_SIZE;
  if (isWhole && SUB_FORMAT.every((byte, i) => chunk[26 + i] === byte)) return view.getUint16(24, true);
  const problem = isWhole ? 'the sub-format is none of a codec' : `the extensible header has ${chunk.length} bytes`;
  throw bad(where, problem, 'the sub-format PCM, float, A-law or µ-law', 'Convert it: ffmpeg -i in.wav out.wav');
}

function familyOf(codec: number, where: string) {
  if (codec === PCM) return 'integer';
  if (codec === FLOAT) return 'float';
  if (codec === A_LAW) return 'a-law';
  if (codec === MU_LAW) return 'mu-law';
  const name = codecs[codec] ?? 'unknown';
  throw bad(
    where,
    `the samples are compressed with codec 0x${codec.toString(16).padStart(4, '0')} (${name})`,
    'PCM, floats, A-law or µ-law',
    'Convert it: ffmpeg -i in.wav -c:a pcm_s16le out.wav',
  );
}

/** What people's files have, by RFC 2361 and later registrations. */
const codecs: Readonly<Record<number, string>> = {
  0x0002: 'Microsoft ADPCM',
  0x0010: 'OKI ADPCM',
  0x0011: 'IMA ADPCM',
  0x0022: 'TrueSpeech',
  0x0031: 'GSM 6.10',
  0x0040: 'G.721 ADPCM',
  0x0050: 'MPEG',
  0x0055: 'MP3',
  0x0064: 'G.726 ADPCM',
  0x0069: 'IMA ADPCM',
  0x00ff: 'AAC',
  0x0161: 'Windows Media Audio',
  0x0162: 'Windows Media Audio Professional',
  0x2000: 'AC-3',
  0x674f: 'Ogg Vorbis',
  0xa109: 'Speex',
  0xf1ac: 'FLAC',
};

const bad = (where: string, problem: string, expected: string, fix: string) =>
  new DataError({ where, problem, expected, fix });
