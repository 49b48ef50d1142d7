/** Which encoding bytes have, where they leave no doubt. */
import { decodeBytes } from './encodings';

export type Utf16 = 'utf-16le' | 'utf-16be';

/**
 * By the mark, or else by the NULs that every second byte of Western text and of line ends has.
 * @param head the bytes of the file up to its first LF
 */
export function detectUtf16(head: Uint8Array): { encoding: Utf16; hasMark: boolean } | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', hasMark: true };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', hasMark: true };
  const zeros = [0, 0]; // at even and at odd offsets
  head.forEach((byte, i) => (zeros[i % 2] += byte === 0 ? 1 : 0));
  const [even, odd] = zeros;
  const enough = Math.max(2, head.length / 4);
  if (even === 0 && odd >= enough) return { encoding: 'utf-16le', hasMark: false };
  if (odd === 0 && even >= enough) return { encoding: 'utf-16be', hasMark: false };
  return undefined;
}

/**
 * What would be another character in other code pages: letters with a caron or of Icelandic (Š Ž š ž ð þ) are the Czech,
 * Turkish and Baltic ones of windows-1250, 1254 and 1257; C1 controls are in no text.
 */
const doubtful = /[\x80-\x9fŠšŽžŸƒˆ˜ÐðÞþ]/;
/** `z³oty`, `d‚j…`: Polish letters of windows-1250, or those of DOS and of the Macintosh. */
const signInWord = /\p{L}[^\p{L}\p{M}\s\x21-\x7e‘’–—…\xa0\xad]\p{L}/u;
/** As a text of Cyrillic, Greek, Hebrew, Arabic or East Asian letters has: words of nothing else. */
const run = /[À-ÿ]{3}|(?<!\p{L})(?![ÀàÂâÈèÉéÒòÓóÔô](?!\p{L}))[À-ÿ]+(?!\p{L})/u;
/** As the bytes of UTF-8 look that was cut off. */
const capitalInside = /\p{Ll}[À-Þ]/u;
/** Hungarian ő and ű are these; Portuguese has ã beside õ. */
const looksHungarian = (text: string) => text.includes('õ') && !text.includes('ã');

/**
 * Whether bytes that are not UTF-8 are text of Western Europe in windows-1252 (of which ISO 8859-1 is a part, but for
 * its control characters). Other encodings of one byte differ in letters only, so this goes by what such texts hold.
 * @param bytes from the first that is not UTF-8, or a little before
 */
export function isWesternEuropean(bytes: Uint8Array): boolean {
  const text = decodeBytes(bytes, 'windows-1252');
  const letters = text.match(/[A-Za-zÀ-ÿ]/g)?.length ?? 0;
  const foreign = text.match(/[À-ÿ]/g)?.length ?? 0;
  if (letters === 0 || foreign > letters / 3 + 1) return false;
  return (
    !doubtful.test(text) &&
    !signInWord.test(text) &&
    !run.test(text) &&
    !capitalInside.test(text) &&
    !looksHungarian(text)
  );
}
