/**
 * Bytes → lines. Streams: at most one line and one chunk are in memory.
 *
 * A line ends with LF or CR LF; the last one may lack it. A CR alone stays in the text, but for a file without any LF
 * (Excel for Mac writes such): there it ends a line. A UTF-8 byte order mark at the beginning of the file is dropped. A
 * NUL is no text: such a file is UTF-16, or binary. Gzip is undone (`gunzip.ts`).
 */
import { DataError } from '../../errors';
import { decodeBytes, type Encoding } from './encodings';
import { gunzip } from './gunzip';
import { type ByteSource, joinBytes } from './source';

export interface Line {
  text: string;
  /** From 1. */
  number: number;
  /** Of the first byte of the line inside the (decompressed) file, from 0. */
  offset: number;
}

export interface LineOptions {
  /** `latin1` is ISO 8859-1: every byte is the code point of the same number. Default `utf-8`. */
  encoding?: Encoding;
  /** The longest line that is accepted, in bytes. Default 1 MiB. */
  maximumLineBytes?: number;
}

const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** @throws DataError for an empty file, a line over the limit, NUL, bytes that are not UTF-8 (with their offset). */
export async function* readLines(source: ByteSource, options: LineOptions = {}): AsyncGenerator<Line> {
  const { maximumLineBytes = 2 ** 20 } = options;
  const { end: lineEnd, chunks } = await findLineEnd(gunzip(source), maximumLineBytes);
  let pieces: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  let offset = 0;
  for await (const chunk of chunks) {
    if (lineEnd === CR && chunk.includes(LF)) throw mixedEnds(source.name, number);
    for (let start = 0; start < chunk.length;) {
      const found = chunk.indexOf(lineEnd, start);
      const end = found < 0 ? chunk.length : found;
      size += end - start;
      if (size > maximumLineBytes) throw tooLong(source.name, number, size, maximumLineBytes);
      pieces.push(chunk.subarray(start, end));
      start = end + 1;
      if (found < 0) continue;
      yield decodeLine(source.name, joinBytes(pieces), number, offset, options);
      offset += size + 1;
      number++;
      pieces = [];
      size = 0;
    }
  }
  if (size > 0) yield decodeLine(source.name, joinBytes(pieces), number, offset, options);
  else if (offset === 0) throw emptyFile(source.name);
}

/**
 * CR, if there is one and no LF in the whole file, or in as many bytes as the longest line may have. Reads no further
 * than the first LF.
 */
async function findLineEnd(chunks: AsyncGenerator<Uint8Array>, limit: number) {
  const read: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const next = await chunks.next();
    if (next.done) break;
    read.push(next.value);
    size += next.value.length;
    if (next.value.includes(LF)) return { end: LF, chunks: join(read, chunks) };
  }
  return { end: read.some((chunk) => chunk.includes(CR)) ? CR : LF, chunks: join(read, chunks) };
}

async function* join(read: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

export function emptyFile(name: string): DataError {
  return new DataError({
    where: name,
    problem: 'the file is empty (0 bytes)',
    expected: 'at least one line',
    fix: 'Check the path and how the file was written',
  });
}

function decodeLine(name: string, bytes: Uint8Array, number: number, offset: number, options: LineOptions): Line {
  const end = bytes[bytes.length - 1] === CR ? bytes.length - 1 : bytes.length;
  const { encoding = 'utf-8' } = options;
  if (bytes.includes(0)) throw noText(name, number, offset + bytes.indexOf(0));
  if (encoding !== 'utf-8') return { text: decodeBytes(bytes.subarray(0, end), encoding), number, offset };
  const start = offset === 0 && BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? 3 : 0;
  const body = bytes.subarray(start, end);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), number, offset };
  } catch {
    throw notUtf8(name, body, number, offset + start);
  }
}

function notUtf8(name: string, bytes: Uint8Array, number: number, offset: number): DataError {
  const bad = firstInvalidByte(bytes);
  const shown = [...bytes.subarray(bad, bad + 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return new DataError({
    where: `${name} line ${number}`,
    problem: `the bytes ${shown} at byte offset ${offset + bad} are not valid UTF-8`,
    expected: 'text in UTF-8',
    fix: ({ set }) => `Convert the file to UTF-8, or pass ${set('encoding', 'windows-1252')} if that is what it is`,
  });
}

/** Index of the first byte of the first sequence that is no character. */
function firstInvalidByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let valid = 0;
  try {
    for (let i = 0; i < bytes.length; i++) {
      if (decoder.decode(bytes.subarray(i, i + 1), { stream: true })) valid = i + 1;
    }
  } catch {
    return valid;
  }
  return valid;
}

const noText = (name: string, number: number, offset: number) =>
  new DataError({
    where: `${name} line ${number}`,
    problem: `the byte at byte offset ${offset} is NUL`,
    expected: 'text in UTF-8, which has none',
    fix: 'If the file is UTF-16, convert it: iconv -f utf-16le -t utf-8 (or utf-16be); else it is not text',
  });

const mixedEnds = (name: string, number: number) =>
  new DataError({
    where: `${name} line ${number}`,
    problem: 'lines end with CR, and in or after this one there is an LF',
    expected: 'one kind of line end in the whole file',
    fix: "Replace the CRs: tr '\\r' '\\n' < FILE > OTHER",
  });

function tooLong(name: string, number: number, size: number, limit: number): DataError {
  return new DataError({
    where: `${name} line ${number}`,
    problem: `the line is longer than the limit: ${size} bytes read and no end yet`,
    expected: `at most ${limit} bytes in a line`,
    fix: ({ choose }) =>
      choose('Check that the file has line ends, or raise maximumLineBytes', 'Check that the file has line ends'),
  });
}
