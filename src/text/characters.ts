/**
 * Characters as people count them: grapheme clusters (Unicode Standard Annex 29), so that a letter with its accents, a
 * flag or a family of emoji is one token. Code points instead give a smaller vocabulary for scripts with many marks.
 */
import * as v from 'valibot';
import { parseOptions, readSaved } from '../validation';
import { segments } from './byte-pairs/segments';
import type { Tokenizer, TokenizerJSON } from './tokenizer';

export type CharacterUnit = 'grapheme' | 'code-point';

const schema = v.strictObject({
  kind: v.optional(v.literal('characters')),
  unit: v.optional(v.picklist(['grapheme', 'code-point'] satisfies CharacterUnit[]), 'grapheme'),
});

/** Below U+0300, where marks begin, every printed code point is a cluster; splitting them is fast. */
const simple = /^[\t\n\u0020-\u02ff]*$/;

/** A token for every character: grapheme clusters (Unicode Annex 29) or code points. */
export class CharacterTokenizer implements Tokenizer {
  readonly kind = 'characters';
  readonly unit: CharacterUnit;

  /** @throws ConfigError for an option that is not there. */
  constructor(options: { unit?: CharacterUnit } = {}) {
    this.unit = parseOptions('CharacterTokenizer', schema, options).unit;
  }

  /** The tokenizer that `toJSON` wrote. @throws ConfigError for anything else. */
  static fromJSON(json: unknown): CharacterTokenizer {
    return new CharacterTokenizer(readSaved('CharacterTokenizer.fromJSON', schema, json));
  }

  /** Kind and unit. */
  toJSON(): TokenizerJSON {
    return { kind: this.kind, unit: this.unit };
  }

  tokenize(text: string): string[] {
    if (simple.test(text)) return text.split('');
    if (this.unit === 'code-point') return Array.from(text);
    return segments(text, 'grapheme');
  }

  label(token: string): string {
    return token;
  }

  join(tokens: readonly string[]): string {
    return tokens.join('');
  }
}
