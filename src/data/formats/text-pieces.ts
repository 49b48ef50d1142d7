/**
 * Bytes → text, whole: unlike lines (bytes/lines.ts) it keeps every character, and a file may be one line of any length.
 * Streams: one piece is in memory.
 */
import { decodeBytes, isSingleByte, type Encoding } from '../bytes/encodings';
import { emptyFile, noText, notUtf8 } from '../bytes/line-errors';
import { type LineOptions, openText } from '../bytes/lines';
import { noteOf } from '../bytes/notes';
import { type ByteSource, joinBytes } from '../bytes/source';

/** Code units of a piece, about. */
const PIECE = 2 ** 16;

/**
 * A piece ends before white space where there is any in its second half, so that words are whole. CR LF is read as LF,
 * with a note; a byte order mark at the start is dropped.
 * @throws DataError for an empty file, NUL, and bytes that are not in the encoding (UTF-8 unless given, or UTF-16 by its
 * mark), with their offset
 */
export async function* readPieces(source: ByteSource, options: LineOptions = {}): AsyncGenerator<string> {
  let rest = '';
  let isEmpty = true;
  for await (const text of unixLines(decoded(source, options), source.name, options)) {
    if (text !== '') isEmpty = false;
    rest += text;
    while (rest.length > 2 * PIECE) {
      const end = pieceEnd(rest);
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  }
  if (isEmpty) throw emptyFile(source.name);
  if (rest !== '') yield rest;
}

/** Where to cut a longer text near the length of a piece: never inside of a surrogate pair. */
function pieceEnd(text: string): number {
  const blank = Math.max(text.lastIndexOf('\n', PIECE - 1), text.lastIndexOf(' ', PIECE - 1));
  if (blank >= PIECE / 2) return blank;
  const unit = text.charCodeAt(PIECE - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? PIECE - 1 : PIECE;
}

async function* unixLines(texts: AsyncIterable<string>, name: string, { onNote }: LineOptions): AsyncGenerator<string> {
  let held = '';
  let isNoted = false;
  for await (const text of texts) {
    const whole = held + text;
    held = whole.endsWith('\r') ? '\r' : '';
    const now = held ? whole.slice(0, -1) : whole;
    if (!isNoted && now.includes('\r\n')) {
      isNoted = true;
      onNote?.(noteOf(name, 'its lines end with CR LF, which is read as LF'));
    }
    yield now.replaceAll('\r\n', '\n');
  }
  yield held;
}

async function* decoded(source: ByteSource, options: LineOptions): AsyncGenerator<string> {
  const { encoding } = options;
  const chunks = await openText(source, options);
  const decode = isSingleByte(encoding) ? singleByte(encoding) : new StrictUtf8(source.name);
  let offset = 0;
  for await (const chunk of chunks) {
    const zero = chunk.indexOf(0);
    if (zero >= 0) throw noText(source.name, offset + zero);
    yield decode.next(chunk, offset);
    offset += chunk.length;
  }
  decode.end(offset);
}

const singleByte = (encoding: Extract<Encoding, 'latin1' | 'windows-1252'>) => ({
  next: (chunk: Uint8Array) => decodeBytes(chunk, encoding),
  end: () => {},
});

class StrictUtf8 {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  /** Bytes at the end of the chunk before, for messages: those of a character that is not whole are among them. */
  private last: Uint8Array = new Uint8Array(0);

  constructor(private readonly name: string) {}

  next(chunk: Uint8Array, offset: number): string {
    try {
      const text = this.decoder.decode(chunk, { stream: true });
      this.last = joinBytes([this.last, chunk.subarray(-4)]).slice(-4);
      return text;
    } catch {
      throw this.error(chunk, offset);
    }
  }

  end(offset: number): void {
    try {
      this.decoder.decode();
    } catch {
      throw this.error(new Uint8Array(0), offset);
    }
  }

  private error(chunk: Uint8Array, offset: number) {
    const begun = this.last.findIndex((byte) => byte >= 0xc0); // the character that the chunk before ends in
    const before = begun < 0 ? new Uint8Array(0) : this.last.subarray(begun);
    return notUtf8(this.name, joinBytes([before, chunk]), offset - before.length);
  }
}
