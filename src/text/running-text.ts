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
  /** What is held back, as it is now; the text may go on. */
  flush(): string;
  /** For a text that branches here. */
  fork(): TokenWriter;
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
    writer: () => directWriter,
  };
}

/** Every token is its own text. */
const directWriter: TokenWriter = { push: (token) => token, flush: () => '', fork: () => directWriter };

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
    return this.held.length < 4 ? '' : this.flush();
  }

  flush(): string {
    return this.write(visibleToText(this.held), 0);
  }

  fork(): ByteWriter {
    return Object.assign(new ByteWriter(), { held: this.held, isStart: this.isStart });
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
  constructor(
    private readonly tokenizer: Tokenizer,
    private line: string[] = [],
    private shown = new GrowingText(),
  ) {}

  push(token: string): string {
    if (token === '\n') return this.endLine();
    this.line.push(token);
    return this.shown.update(this.tokenizer.join(this.line.slice(0, -1)));
  }

  flush(): string {
    return this.shown.update(this.tokenizer.join(this.line));
  }

  private endLine(): string {
    const rest = this.flush();
    this.line = [];
    this.shown = new GrowingText();
    return `${rest}\n`;
  }

  fork(): LineWriter {
    return new LineWriter(this.tokenizer, [...this.line], this.shown.fork());
  }
}

/** A text that grows, and whose blanks may still change: what was given out stays as it is. */
export class GrowingText {
  /** @param written letters that were given out, blanks not counted */
  constructor(private written = 0) {}

  /** @param text as it is now @returns what is new in it */
  update(text: string): string {
    let place = 0;
    for (let letters = 0; letters < this.written && place < text.length; place++) if (text[place] !== ' ') letters++;
    const piece = text.slice(place);
    this.written += piece.replaceAll(' ', '').length;
    return piece;
  }

  fork(): GrowingText {
    return new GrowingText(this.written);
  }
}
