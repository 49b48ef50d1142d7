/** Bytes → samples: how each of the encodings of PCM is scaled. */
import { DataError } from '../../../../errors';

export type Family = 'integer' | 'float' | 'a-law' | 'mu-law';

export interface Encoding {
  family: Family;
  /** Of one sample. */
  bytes: number;
}

const sizes: Readonly<Record<Family, readonly number[]>> = {
  integer: [1, 2, 3, 4],
  float: [4, 8],
  'a-law': [1],
  'mu-law': [1],
};

/** @param bits in use; fewer than a whole byte has are its highest ones, so that the scale is that of the bytes */
export function encodingOf(family: Family, bits: number): Encoding | undefined {
  const bytes = Math.ceil(bits / 8);
  const isWhole = family === 'integer' || bits % 8 === 0;
  return isWhole && sizes[family].includes(bytes) ? { family, bytes } : undefined;
}

/**
 * @param bytes whole frames: a sample of every channel, little-endian
 * @returns [C][N] in [−1, 1): a whole number of b bits divided by 2^(b−1), 8 bits minus 128 first; floats as they are
 * @throws DataError for NaN and infinity
 */
export function decodeSamples(bytes: Uint8Array, channels: number, encoding: Encoding, where: string): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = reader(view, encoding);
  const steps = Math.floor(bytes.length / (channels * encoding.bytes));
  const all = Array.from({ length: channels }, () => new Float32Array(steps));
  for (let t = 0, at = 0; t < steps; t++) for (let c = 0; c < channels; c++, at += encoding.bytes) all[c][t] = read(at);
  if (encoding.family === 'float') all.forEach((samples) => checkFinite(samples, where));
  return all;
}

function reader(view: DataView, { family, bytes }: Encoding): (at: number) => number {
  if (family === 'float') return bytes === 4 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  if (family === 'a-law') return (at) => aLaw(view.getUint8(at)) / 2 ** 15;
  if (family === 'mu-law') return (at) => muLaw(view.getUint8(at)) / 2 ** 15;
  if (bytes === 1) return (at) => (view.getUint8(at) - 128) / 2 ** 7;
  if (bytes === 2) return (at) => view.getInt16(at, true) / 2 ** 15;
  if (bytes === 3) return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23;
  return (at) => view.getInt32(at, true) / 2 ** 31;
}

/** ITU-T G.711, A-law: sign, three bits of exponent, four of mantissa, every second bit inverted; to 16 bits. */
function aLaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 15) << 4) + 8;
  const size = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return code & 0x80 ? size : -size;
}

/** ITU-T G.711, µ-law: the same with all bits inverted and a bias of 33 (of 14 bits; 132 of 16). */
function muLaw(byte: number): number {
  const code = ~byte & 0xff;
  const size = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return code & 0x80 ? -size : size;
}

function checkFinite(samples: Float32Array, where: string): void {
  const bad = samples.findIndex((x) => !Number.isFinite(x));
  if (bad < 0) return;
  throw new DataError({
    where,
    problem: `sample ${bad + 1} is ${samples[bad]}`,
    expected: 'finite numbers',
    fix: 'Record or convert it again',
  });
}
