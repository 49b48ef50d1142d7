/** Running text, which a language model learns to continue: a book, a tune, a line. */
import { DataError, show } from '../../../errors';
import { entriesOf, locationOf } from '../example';

/** A text as it is, white space and line ends too. */
export interface PlainText {
  text: string;
  /** The next example goes on with it: a part of a text that is read piece by piece. */
  continues?: boolean;
  /** File and line, for messages. */
  where?: string;
}

/** @param position of the example, for messages where it names no file. @throws DataError for what is no text, or none. */
export function checkPlainText(example: unknown, position: string): asserts example is PlainText {
  const { text, continues } = entriesOf(example);
  if (typeof text === 'string' && text !== '' && (continues === undefined || typeof continues === 'boolean')) return;
  const isText = typeof text === 'string' && text !== '';
  throw new DataError({
    where: locationOf(example, position),
    problem: isText
      ? `continues is ${show(continues)}`
      : text === undefined
        ? 'there is no text'
        : `the text is ${show(text)}`,
    expected: isText ? 'true or false' : 'a string that is not empty',
    fix: 'Pass { text } for every text',
  });
}

/** So far a cut is moved to the start of a word. */
const LONGEST_WORD = 100;

/** Texts as a sequence of characters (UTF-16 units), which is cut between words where there are any. */
export const textSequence = {
  sizeOf: ({ text }: PlainText): number => text.length,
  cut({ text, ...rest }: PlainText, from: number, to: number): PlainText | undefined {
    const part = text.slice(cutAt(text, from), cutAt(text, to));
    return part === '' ? undefined : { ...rest, text: part };
  },
};

function cutAt(text: string, place: number): number {
  if (place <= 0 || place >= text.length) return place;
  const blank = text.slice(place - 1, place + LONGEST_WORD).search(/\s/);
  if (blank >= 0) return place + blank;
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit < 0xe000 ? place + 1 : place; // the second half of a character
}
