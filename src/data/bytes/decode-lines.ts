/** The bytes of a line → its text. The encoding of a file is what was given, else UTF-8, or else detected while reading. */
import { show } from '../../errors';
import { isWesternEuropean } from './detect-encoding';
import { decodeBytes, type Encoding, isSingleByte, type SingleByteEncoding } from './encodings';
import { noText, notUtf8, twoEncodings } from './line-errors';
import { noteOf, type NoteOptions } from './notes';

/** Position of a line. */
export interface Place {
  where: string;
  offset: number;
}

const BYTE_ORDER_MARK = '\ufeff';
const MAX_SHOWN = 40;

export class LineDecoder {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private singleByte: SingleByteEncoding | undefined;
  /** Where a character that is not ASCII was met first as UTF-8, or not as UTF-8. */
  private utf8Since: string | undefined;
  private otherSince: string | undefined;
  private hasMarkInside = false;

  constructor(
    private readonly given: Encoding | undefined,
    private readonly onNote: NoteOptions['onNote'],
  ) {
    this.singleByte = isSingleByte(given) ? given : undefined;
  }

  /** Of bytes without the line end. @returns nothing where the encoding is not known yet. @throws DataError */
  decode(bytes: Uint8Array, place: Place): string | undefined {
    const zero = bytes.indexOf(0);
    if (zero >= 0) throw noText(place.where, place.offset + zero);
    const text = this.tryUtf8(bytes);
    if (this.singleByte) return this.fromSingleByte(this.singleByte, bytes, text, place);
    if (text === undefined) return undefined;
    if (text.length < bytes.length) this.utf8Since ??= place.where;
    return this.withoutMark(text, place);
  }

  /** The same once it is clear that the bytes are not UTF-8. @param ahead they and what follows */
  decideAndDecode(bytes: Uint8Array, place: Place, ahead: Uint8Array): string {
    if (this.given !== undefined || this.utf8Since || !isWesternEuropean(ahead))
      throw notUtf8(place.where, bytes, place.offset);
    this.singleByte = 'windows-1252';
    const decoded = this.fromSingleByte(this.singleByte, bytes, undefined, place);
    const from = Math.max(0, decoded.search(/[^\x00-\x7f]/) - MAX_SHOWN / 2); // eslint-disable-line no-control-regex
    const shown = show(decoded.slice(from, from + MAX_SHOWN));
    this.note(
      place,
      ({ option }) =>
        `not UTF-8, and read as windows-1252: ${shown} (if that is wrong, say so with ${option('encoding')})`,
    );
    return decoded;
  }

  private tryUtf8(bytes: Uint8Array): string | undefined {
    try {
      return this.utf8.decode(bytes);
    } catch {
      return undefined;
    }
  }

  /** @param asUtf8 what the bytes are as UTF-8, if they are */
  private fromSingleByte(encoding: SingleByteEncoding, bytes: Uint8Array, asUtf8: string | undefined, place: Place) {
    if (asUtf8 !== undefined && asUtf8.length === bytes.length) return asUtf8; // ASCII
    if (asUtf8 === undefined) this.otherSince ??= place.where;
    else if (this.given === undefined) throw twoEncodings(place.where, this.otherSince ?? 'another');
    else if (!this.utf8Since) {
      this.utf8Since = place.where;
      this.note(place, ({ option }) => `the line is valid UTF-8, and is read as ${encoding} (${option('encoding')})`);
    }
    return decodeBytes(bytes, encoding);
  }

  private withoutMark(text: string, place: Place): string {
    if (!text.startsWith(BYTE_ORDER_MARK)) return text;
    if (place.offset > 0 && !this.hasMarkInside) {
      this.hasMarkInside = true;
      this.note(place, 'a byte order mark inside the file is dropped here, and where other lines begin with one');
    }
    return text.slice(1);
  }

  private note({ where }: Place, text: Parameters<typeof noteOf>[1]): void {
    this.onNote?.(noteOf(where, text));
  }
}
