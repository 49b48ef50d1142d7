/**
 * Running text ↔ tokens, for a model that goes on with a text: line ends count, a text comes in parts, and what is
 * generated is written as soon as it is certain. Characters and byte pairs give the text back as it was; words give
 * their lines back, with blanks as a person would set them.
 */
import { BytePairTokenizer } from './byte-pairs/tokenizer';
import { visibleToText } from './byte-pairs/bytes';
import type { Tokenizer } from './tokenizer';

/** Tokens → text, one after the other. */
export interface TokenWriter {
  /** @returns what is certain of the text now, beyond what was returned before */
  push(token: string): string;
  /** The rest. */
  end(): string;
}

export interface RunningText {
  /** @param isStart whether nothing is before it */
  tokenize(text: string, isStart: boolean): string[];
  writer(): TokenWriter;
}

/** Code units that are cut into tokens at a time: a list of all tokens of a long text would take too much memory. */
const SLICE = 2 ** 16;

/** Parts of a text that can be cut into tokens one by one: they begin with white space where there is any. */
export function* slicesOf(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > 2 * SLICE) {
    const slice = text.slice(start, start + SLICE);
    const blank = Math.max(slice.lastIndexOf(' '), slice.lastIndexOf('\n'));
    const unit = slice.charCodeAt(SLICE - 1);
    const end = blank > SLICE / 2 ? blank : unit >= 0xd800 && unit < 0xdc00 ? SLICE - 1 : SLICE;
    yield slice.slice(0, end);
    start += end;
  }
  yield text.slice(start);
}

export function runningText(tokenizer: Tokenizer): RunningText {
  if (tokenizer instanceof BytePairTokenizer) {
    return { tokenize: (text, isStart) => tokenizer.tokenize(text, isStart), writer: () => new ByteWriter() };
  }
  if (tokenizer.kind === 'words') {
    return { tokenize: (text) => linesOfWords(text, tokenizer), writer: () => new LineWriter(tokenizer) };
  }
  return {
    tokenize: (text) => tokenizer.tokenize(text),
    writer: () => ({ push: (token) => token, end: () => '' }),
  };
}

/** Words, and a token for each line end. */
function linesOfWords(text: string, tokenizer: Tokenizer): string[] {
  const [first, ...others] = text.split('\n');
  return [...tokenizer.tokenize(first), ...others.flatMap((line) => ['\n', ...tokenizer.tokenize(line)])];
}

/** The blank that the tokenizer puts in front of a text is taken away; a character waits for all of its bytes. */
class ByteWriter implements TokenWriter {
  /** Bytes that are not written yet, as the tokenizer spells them. */
  private held = '';
  private isStart = true;

  push(token: string): string {
    this.held += token;
    for (let open = 0; open < 4 && open < this.held.length; open++) {
      const text = visibleToText(this.held.slice(0, this.held.length - open));
      if (!text.endsWith('\ufffd')) return this.write(text, open);
    }
    return this.held.length < 4 ? '' : this.end();
  }

  end(): string {
    return this.write(visibleToText(this.held), 0);
  }

  private write(text: string, open: number): string {
    const written = this.isStart ? text.replace(/^ /, '') : text;
    if (text !== '') this.isStart = false;
    this.held = this.held.slice(this.held.length - open);
    return written;
  }
}

/** Where blanks belong depends on the words of the line so far, so the last word waits for the next. */
class LineWriter implements TokenWriter {
  private line: string[] = [];
  /** Letters of the line that are written, blanks not counted. */
  private written = 0;

  constructor(private readonly tokenizer: Tokenizer) {}

  push(token: string): string {
    if (token === '\n') return `${this.end()}\n`;
    this.line.push(token);
    return this.write(this.line.slice(0, -1));
  }

  end(): string {
    const rest = this.write(this.line);
    this.line = [];
    this.written = 0;
    return rest;
  }

  /** A later mark may call for other blanks before it; what is written stays as it is. */
  private write(tokens: readonly string[]): string {
    const text = this.tokenizer.join(tokens);
    let place = 0;
    for (let letters = 0; letters < this.written; place++) if (text[place] !== ' ') letters++;
    const piece = text.slice(place);
    this.written += piece.replaceAll(' ', '').length;
    return piece;
  }
}
