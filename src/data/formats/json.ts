/**
 * A JSON array of objects → records, one after the other: the file need not fit into memory. Objects without an array
 * around them, one after the other in whatever layout, are read as well: JSON Lines is called `.json` often enough.
 */
import { DataError, show } from '../../errors';
import { type LineOptions, MAX_LINE_BYTES, openText } from '../bytes/lines';
import { emptyFile } from '../bytes/line-errors';
import type { ByteSource } from '../bytes/source';
import { type InvalidRowOptions, orInvalid } from './invalid-lines';
import { type JsonRecord, parseObject } from './json-object';

/** @throws DataError with file and line for what is no array of objects, ends early, or is not UTF-8 or UTF-16 */
export async function* readJson(
  source: ByteSource,
  options: LineOptions & InvalidRowOptions = {},
): AsyncGenerator<JsonRecord> {
  const { maximumLineBytes = MAX_LINE_BYTES } = options;
  const splitter = new Splitter(source.name, maximumLineBytes);
  for await (const text of decoded(source, options)) {
    for (const { text: element, line } of splitter.push(text)) {
      const value = orInvalid(options, () => parseObject(`${source.name} line ${line}`, element));
      if (value) yield { value, line };
    }
  }
  splitter.end();
}

async function* decoded(source: ByteSource, options: LineOptions): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true }); // drops the mark
  for await (const chunk of await openText(source, options)) yield decodeChunk(source.name, decoder, chunk);
  yield decodeChunk(source.name, decoder);
}

function decodeChunk(name: string, decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new DataError({
      where: name,
      problem: 'the bytes are not valid UTF-8',
      expected: 'JSON in UTF-8 or UTF-16, as its standard (RFC 8259) has it',
      fix: 'Convert the file: iconv -f windows-1252 -t utf-8 FILE > OTHER',
    });
  }
}

const [LF, QUOTE, BACKSLASH, COMMA] = [10, 34, 92, 44];
const opens = (c: number) => c === 91 || c === 123;
const closes = (c: number) => c === 93 || c === 125;
const isBlank = (c: number) => c === 32 || c === 9 || c === LF || c === 13;

/** Finds where the elements of the outermost array begin and end, by brackets and strings alone. */
class Splitter {
  private depth = 0;
  /** 1 inside the outermost array. */
  private base = 0;
  private hasBegun = false;
  private inString = false;
  private isEscaped = false;
  private line = 1;
  /** The element that has begun, and its line. */
  private element: string | undefined;
  private elementLine = 0;

  constructor(
    private readonly name: string,
    private readonly limit: number,
  ) {}

  *push(text: string): Generator<{ text: string; line: number }> {
    let start = 0; // of the element inside this piece
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === LF) this.line++;
      if (this.inString) this.goOnInString(c);
      else if (opens(c)) {
        if (this.beginsElement(c)) start = i;
        this.depth++;
      } else if (closes(c)) {
        this.depth--;
        if (this.element !== undefined && this.depth === this.base) {
          yield { text: this.element + text.slice(start, i + 1), line: this.elementLine };
          this.element = undefined;
        }
      } else if (this.element !== undefined) this.inString = c === QUOTE;
      else if (c !== COMMA && !isBlank(c)) throw this.noObject(text.slice(i, i + 40));
    }
    if (this.element === undefined) return;
    this.element += text.slice(start);
    if (this.element.length > this.limit) throw this.tooLong();
  }

  end(): void {
    if (!this.hasBegun) throw emptyFile(this.name);
    if (this.depth === 0) return;
    throw new DataError({
      where: `${this.name} line ${this.element === undefined ? this.line : this.elementLine}`,
      problem: 'the file ends before its brackets are closed',
      expected: 'a whole JSON array of objects',
      fix: 'It is damaged or truncated: write or fetch it again',
    });
  }

  /** The outermost array is none. */
  private beginsElement(c: number): boolean {
    const isOutermost = !this.hasBegun && c === 91;
    this.hasBegun = true;
    if (isOutermost) this.base = 1;
    if (isOutermost || this.depth !== this.base) return false;
    this.element = '';
    this.elementLine = this.line;
    return true;
  }

  private goOnInString(c: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (c === BACKSLASH) this.isEscaped = true;
    else if (c === QUOTE) this.inString = false;
  }

  private noObject(found: string): DataError {
    return new DataError({
      where: `${this.name} line ${this.line}`,
      problem: `there is ${show(found)}`,
      expected: 'an array of objects, such as [{"text": "…", "label": "…"}]',
      fix: 'Write every example as an object',
    });
  }

  private tooLong(): DataError {
    return new DataError({
      where: `${this.name} line ${this.elementLine}`,
      problem: `the object that begins here is longer than the limit of ${this.limit} characters`,
      expected: 'an array of examples, each an object',
      fix: ({ choose }) =>
        choose('Write the examples as an array, or raise maximumLineBytes', 'Write the examples as an array'),
    });
  }
}
