/**
 * The chunks of a RIFF file: four letters, a length of 32 bits, bytes, and one more byte where the length is odd.
 * (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft 1991, "Resource Interchange File Format".)
 */
import { DataError, show } from '../../../../errors';

export interface Chunk {
  id: string;
  /** Its first byte behind id and length. */
  start: number;
  /** As its header says; the file may end before. */
  declared: number;
}

const HEADER = 12; // RIFF, length, WAVE
const CHUNK_HEADER = 8;

/** @throws DataError for what is no RIFF file of sound, and its relatives that are not read. */
export function checkRiff(bytes: Uint8Array, where: string): void {
  const id = idAt(bytes, 0);
  const relative = relatives[id];
  if (relative) throw notWav(where, `the file is ${relative}`, 'Convert it: ffmpeg -i in.wav -f wav out.wav');
  if (id !== 'RIFF') throw notWav(where, `the file begins with ${show(id)}`, 'Check the path and the format');
  if (bytes.length < HEADER)
    throw notWav(where, `the file ends after ${bytes.length} bytes`, 'Copy or record it again');
  const form = idAt(bytes, 8);
  if (form !== 'WAVE') throw notWav(where, `the RIFF file holds ${show(form)}`, 'Check the path and the format');
}

/**
 * In their order, up to the end of the file; the last one may be cut off. Where a program has forgotten the byte that
 * an odd length needs, the next chunk is found without it.
 */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let at = HEADER; at + CHUNK_HEADER <= bytes.length;) {
    const declared = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER;
    yield { id: idAt(bytes, at), start, declared };
    const end = start + declared;
    const isPadded = declared % 2 === 1 && !(isId(idAt(bytes, end)) && !isId(idAt(bytes, end + 1)));
    at = end + (isPadded ? 1 : 0);
  }
}

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const relatives: Readonly<Record<string, string>> = {
  RIFX: 'RIFX, which has its numbers in the other order of bytes',
  RF64: 'RF64, which is for files above 4 GiB',
  BW64: 'BW64, which is for files above 4 GiB',
  FORM: 'AIFF',
};

const idAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
const isId = (id: string) => /^[A-Za-z][A-Za-z0-9 _]{3}$/.test(id);

const notWav = (where: string, problem: string, fix: string) =>
  new DataError({ where, problem, expected: 'a WAV file, which begins with RIFF, a length and WAVE', fix });
