/**
 * Words, numbers, emoji and punctuation marks as tokens; white space is dropped, everything else is kept.
 *
 * Where blanks separate words, one regular expression cuts the text: alike in every engine, and four times as fast as
 * `Intl.Segmenter`. Scripts that write no blanks (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut by the
 * segmenter's dictionaries, run by run; there the cut may differ between two versions of Unicode's data. A word, a run
 * or a row of equal marks of more than 999 characters (a damaged file) is cut there.
 */
import * as v from 'valibot';
import { parseOptions, readSaved } from '../../validation';
import { segments } from '../byte-pairs/segments';
import type { Tokenizer, TokenizerJSON } from '../tokenizer';
import { spaceWords } from './spacing';

/** `whitespace`: the text is already tokenised, with white space between tokens. */
export type WordMode = 'unicode' | 'whitespace';

const modes = ['unicode', 'whitespace'] as const satisfies WordMode[];
const optionsSchema = v.strictObject({ mode: v.optional(v.picklist(modes), 'unicode') });
const savedSchema = v.strictObject({
  kind: v.optional(v.literal('words')),
  /** `blanks` is what bundles before 0.1.0 call `whitespace`. */
  mode: v.pipe(
    v.optional(v.picklist([...modes, 'blanks']), 'unicode'),
    v.transform((mode): WordMode => (mode === 'blanks' ? 'whitespace' : mode)),
  ),
});

const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
const unspaced = `${scripts.map((script) => `\\p{Script=${script}}`).join('')}\\u30fc\\uff70`; // ー and ｰ are "common"
const letter = `(?![${unspaced}])\\p{L}`;
/** Letters, digits, `_`, marks, and the joiners that Persian and Indic words contain. */
const inWord = `(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}_\\u200c\\u200d])`;
const picture = '\\p{Extended_Pictographic}(?:\\p{Emoji_Modifier}|\\ufe0f|[\\u{e0020}-\\u{e007f}]{1,9})?';

/** Every repetition ends somewhere: 10 MB of one letter would use up the engine's stack. */
const alternatives = [
  '[0-9#*]\\ufe0f?\\u20e3', // keycaps: 1️⃣
  '\\p{Regional_Indicator}{2}', // flags
  `${picture}(?:\\u200d${picture}){0,9}`, // 👍🏽 and families joined to one picture
  `[${unspaced}][${unspaced}\\p{M}]{0,999}`,
  `(?:${letter}\\.){2,99}`, // u.s., e.g.
  // Words and numbers. Inside: an apostrophe before a letter (don't, 80's), a point or comma between digits (3.14). At
  // the end: a currency (50€), which would otherwise be the same tokens as 50 €.
  `(?=[\\p{L}\\p{N}_])${inWord}{1,999}(?:(?:['’](?=${letter})|(?<=\\p{Nd})[.,](?=\\p{Nd}))${inWord}{1,999}){0,99}(?:(?<=\\p{Nd})\\p{Sc}(?!\\p{Nd}))?`,
  '(\\S\\p{M}{0,99})\\1{0,999}(?!\\p{M})', // any other sign; a run of the same one is one token: ... !!!
  '\\S\\p{M}{0,99}', // one with so many combining marks that it has to be cut
];
const tokenPattern = new RegExp(alternatives.join('|'), 'gu');
const unspacedStart = new RegExp(`^[${unspaced}]`, 'u');

/** Whether no letter of the text is of a script that writes no blanks. */
export const writesBlanks = (text: string): boolean => !new RegExp(`[${unspaced}]`, 'u').test(text);

/** Words, numbers, emoji and punctuation marks as tokens, in any script; or what white space separates. */
export class WordTokenizer implements Tokenizer {
  readonly kind = 'words';
  readonly mode: WordMode;

  /** @throws ConfigError for an option that is not there. */
  constructor(options: { mode?: WordMode } = {}) {
    this.mode = parseOptions('WordTokenizer', optionsSchema, options).mode;
  }

  /** The tokenizer that `toJSON` wrote. @throws ConfigError for anything else. */
  static fromJSON(json: unknown): WordTokenizer {
    const { mode } = readSaved('WordTokenizer.fromJSON', savedSchema, json);
    return new WordTokenizer({ mode });
  }

  /** Kind and mode. */
  toJSON(): TokenizerJSON {
    return { kind: this.kind, mode: this.mode };
  }

  /** @throws ConfigError where the script needs `Intl.Segmenter` and the engine has none. */
  tokenize(text: string): string[] {
    if (this.mode === 'whitespace') return text.match(/\S+/g) ?? [];
    const tokens: string[] = text.match(tokenPattern) ?? [];
    return tokens.some((token) => unspacedStart.test(token)) ? tokens.flatMap(cutUnspaced) : tokens;
  }

  label(token: string): string {
    return token;
  }

  join(tokens: readonly string[]): string {
    if (this.mode === 'whitespace') return tokens.join(' ');
    return spaceWords(tokens, wide);
  }
}

function cutUnspaced(token: string): string[] {
  return unspacedStart.test(token) ? segments(token, 'word') : [token];
}

const wide = new RegExp(`[${unspaced}\\u3000-\\u303f\\uff00-\\uff65]`, 'u');
