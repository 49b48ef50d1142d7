/**
 * Bytes → lines. Streams: at most one line and one chunk are in memory.
 *
 * A line ends with LF or CR LF; the last one may lack it. A CR alone stays in the text, but for a file without any LF
 * (Excel for Mac writes such): there it ends a line. Byte order marks are dropped. Gzip is undone (`gunzip.ts`). Without
 * a given encoding text is UTF-8, UTF-16 by its mark or by its NULs, or windows-1252 where the bytes leave no doubt;
 * what was detected is noted.
 */
import { LineDecoder, type Place } from './decode-lines';
import { detectUtf16, type Utf16 } from './detect-encoding';
import { type Encoding } from './encodings';
import { gunzip } from './gunzip';
import { emptyFile, mixedEnds, tooLong } from './line-errors';
import { Lookahead } from './lookahead';
import { noteOf, type NoteOptions } from './notes';
import { type ByteSource, joinBytes } from './source';
import { fromUtf16 } from './utf16';
import type { OptionNames } from '../../validation';

export { emptyFile } from './line-errors';

export interface Line {
  text: string;
  /** From 1. */
  number: number;
  /** Of the first byte of the line inside the (decompressed) file, from 0; of UTF-16, as if it were UTF-8. */
  offset: number;
}

export interface LineOptions extends NoteOptions {
  /** `latin1` is ISO 8859-1: every byte is the code point of the same number. Default: see above. */
  encoding?: Encoding;
  /** The longest line that is accepted, in bytes. Default 1 MiB. */
  maximumLineBytes?: number;
}

export const lineOptionNames: OptionNames<LineOptions> = { encoding: true, maximumLineBytes: true, onNote: true };

export const MAX_LINE_BYTES = 2 ** 20;
const LF = 0x0a;
const CR = 0x0d;
/** How much is examined to detect an encoding. */
const SAMPLE_BYTES = 2 ** 16;

/** @throws DataError for an empty file, a line over the limit, NUL, bytes that are not in the encoding (with their offset). */
export async function* readLines(source: ByteSource, options: LineOptions = {}): AsyncGenerator<Line> {
  const { maximumLineBytes = MAX_LINE_BYTES, encoding, onNote } = options;
  const chunks = await openText(source, options);
  const lineEnd = lineEndOf(await readHead(chunks, maximumLineBytes));
  const decoder = new LineDecoder(encoding, onNote);
  let pieces: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  let offset = 0;
  const decide = async (bytes: Uint8Array, rest: Uint8Array, place: Place): Promise<Line> => {
    const line = { number, offset };
    const ahead = joinBytes([bytes, rest, await sampleOf(chunks, SAMPLE_BYTES - rest.length)]);
    return { text: decoder.decideAndDecode(bytes, place, ahead), ...line };
  };
  const lineOf = (rest: Uint8Array): Line | Promise<Line> => {
    const bytes = withoutReturn(joinBytes(pieces));
    const place = { where: `${source.name} line ${number}`, offset };
    const text = decoder.decode(bytes, place);
    return text === undefined ? decide(bytes, rest, place) : { text, number, offset };
  };
  for await (const chunk of chunks) {
    if (lineEnd === CR && chunk.includes(LF)) throw mixedEnds(`${source.name} line ${number}`);
    for (let start = 0; start < chunk.length;) {
      const found = chunk.indexOf(lineEnd, start);
      const end = found < 0 ? chunk.length : found;
      size += end - start;
      if (size > maximumLineBytes) throw tooLong(`${source.name} line ${number}`, size, maximumLineBytes);
      pieces.push(chunk.subarray(start, end));
      start = end + 1;
      if (found < 0) continue;
      yield lineOf(chunk.subarray(start, start + SAMPLE_BYTES)); // which waits for it, but only if it has to
      offset += size + 1;
      number++;
      pieces = [];
      size = 0;
    }
  }
  if (size > 0) yield lineOf(new Uint8Array(0));
  else if (offset === 0) throw emptyFile(source.name);
}

/** Decompressed, and in UTF-8 where it was UTF-16. */
export async function openText(source: ByteSource, options: LineOptions): Promise<Lookahead<Uint8Array>> {
  const { maximumLineBytes = MAX_LINE_BYTES, encoding, onNote } = options;
  const chunks = new Lookahead(gunzip(source));
  const recode = (utf16: Utf16) => new Lookahead(fromUtf16(chunks, utf16, source.name));
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return recode(encoding);
  if (encoding !== undefined) return chunks;
  const head = joinBytes(await readHead(chunks, maximumLineBytes));
  const utf16 = detectUtf16(head.includes(LF) ? head.subarray(0, head.indexOf(LF) + 1) : head);
  if (!utf16) return chunks;
  const by = utf16.hasMark ? 'by its byte order mark' : 'by its NUL bytes';
  onNote?.(noteOf(source.name, ({ option }) => `read as ${utf16.encoding}, ${by} (${option('encoding')})`));
  return recode(utf16.encoding);
}

/** To the first LF, or as many bytes as the longest line may have. */
function readHead(chunks: Lookahead<Uint8Array>, limit: number): Promise<readonly Uint8Array[]> {
  let size = 0;
  return chunks.peek((ahead) => {
    const last = ahead.at(-1);
    size += last?.length ?? 0;
    return last !== undefined && (last.includes(LF) || size > limit);
  });
}

/** CR, if there is one and no LF in the whole file, or in as many bytes as the longest line may have. */
const lineEndOf = (head: readonly Uint8Array[]): number =>
  head.some((chunk) => chunk.includes(CR)) && !head.some((chunk) => chunk.includes(LF)) ? CR : LF;

async function sampleOf(chunks: Lookahead<Uint8Array>, size: number): Promise<Uint8Array> {
  const sizeOf = (ahead: readonly Uint8Array[]) => ahead.reduce((sum, { length }) => sum + length, 0);
  const ahead = await chunks.peek((seen) => sizeOf(seen) >= size);
  return joinBytes(ahead).subarray(0, Math.max(0, size));
}

const withoutReturn = (bytes: Uint8Array) =>
  bytes[bytes.length - 1] === CR ? bytes.subarray(0, bytes.length - 1) : bytes;
