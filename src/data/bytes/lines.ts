/**
 * Bytes → lines. Streams: at most one line and one chunk are in memory.
 *
 * A line ends with LF or CR LF; the last one may lack it. A CR alone does not end a line, it stays in the text. A
 * UTF-8 byte order mark at the beginning of the file is dropped. Gzip is undone (`gunzip.ts`).
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

/** @throws DataError for an empty file, a line over the limit, bytes that are not UTF-8 (with their offset). */
export async function* readLines(source: ByteSource, options: LineOptions = {}): AsyncGenerator<Line> {
  const { maximumLineBytes = 2 ** 20 } = options;
  let pieces: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  let offset = 0;
  for await (const chunk of gunzip(source)) {
    for (let start = 0; start < chunk.length;) {
      const lineFeed = chunk.indexOf(LF, start);
      const end = lineFeed < 0 ? chunk.length : lineFeed;
      size += end - start;
      if (size > maximumLineBytes) throw tooLong(source.name, number, size, maximumLineBytes);
      pieces.push(chunk.subarray(start, end));
      start = end + 1;
      if (lineFeed < 0) continue;
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
    fix: "Convert the file to UTF-8, or pass encoding: 'windows-1252' or 'latin1' (--encoding) if that is what it is",
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

function tooLong(name: string, number: number, size: number, limit: number): DataError {
  return new DataError({
    where: `${name} line ${number}`,
    problem: `the line is longer than the limit: ${size} bytes read and no end yet`,
    expected: `at most ${limit} bytes in a line`,
    fix: 'Check that the file has line ends, or raise maximumLineBytes',
  });
}
