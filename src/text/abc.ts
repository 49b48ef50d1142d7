/**
 * Music in ABC notation (abcnotation.com, standard 2.1) as tokens: a note with accidental, octave and length (`^c'3/2`),
 * a rest, a bar line, a chord symbol (`"Em"`), a tuplet mark, a field of music with its value (`K:Cmaj`, `M:6/8`), also
 * inside a line (`[M:3/4]`). What people write freely (`T:`, `%`, `w:` …) and whatever else there is goes by characters, so
 * every text comes back as it was.
 */
import * as v from 'valibot';
import { parseOptions, readSaved } from '../validation';
import type { Tokenizer, TokenizerJSON } from './tokenizer';

const schema = v.strictObject({ kind: v.optional(v.literal('abc')) });

/** Fields whose values come from short lists: length, key, metre, part, tempo, voice. */
const musicField = /^[LKMPQV]:[^%\n]*/;
/** The name of any other field, and its text. */
const textField = /^([A-Za-z]:)(.*)$/s;

const length = String.raw`\d*\/*\d*`;
const musicTokens = new RegExp(
  [
    String.raw`\[[A-Z]:[^\]\n]*\]`, // a field inside the line
    String.raw`"[^"\n]*"`, // a chord symbol
    String.raw`![^!\s]+!`, // a decoration
    String.raw`(?:\^{1,2}|_{1,2}|=)?[A-Ga-g][,']*${length}`, // a note
    String.raw`[zxZX]${length}`, // a rest
    String.raw`\](?:\d+\/*\d*|\/+\d*)`, // the end of a chord with its length
    String.raw`:*\[?\|+\]?:*\d?`, // a bar line, with the number of an ending
    String.raw`::+|\[\d`,
    String.raw`\(\d(?::\d?){0,2}`, // a tuplet
    String.raw`[^]`,
  ].join('|'),
  'gu',
);

/** ABC notation: a token for each note, bar line, chord symbol and field. */
export class AbcTokenizer implements Tokenizer {
  readonly kind = 'abc';

  /** @throws ConfigError for an option: there is none. */
  constructor(options: object = {}) {
    parseOptions('AbcTokenizer', schema, options);
  }

  /** The tokenizer that `toJSON` wrote. @throws ConfigError for anything else. */
  static fromJSON(json: unknown): AbcTokenizer {
    return new AbcTokenizer(readSaved('AbcTokenizer.fromJSON', schema, json));
  }

  /** Its kind. */
  toJSON(): TokenizerJSON {
    return { kind: this.kind };
  }

  tokenize(text: string): string[] {
    return text.split(/(\n)/).flatMap((line) => (line === '' ? [] : tokensOf(line)));
  }

  label(token: string): string {
    return token;
  }

  join(tokens: readonly string[]): string {
    return tokens.join('');
  }
}

/** @param line without its end, or the end alone */
function tokensOf(line: string): string[] {
  const field = musicField.exec(line)?.[0];
  if (field !== undefined) return [field, ...line.slice(field.length)];
  const [, name, value] = textField.exec(line) ?? [];
  if (name !== undefined) return [name, ...value];
  const comment = line.indexOf('%');
  const music = comment < 0 ? line : line.slice(0, comment);
  return [...(music.match(musicTokens) ?? []), ...line.slice(music.length)];
}
