/** Tokenizers by kind. A new kind is a file of its own and a row here. */
import * as v from 'valibot';
import { readSaved } from '../validation';
import { AbcTokenizer } from './abc';
import { BytePairTokenizer } from './byte-pairs/tokenizer';
import { CharacterTokenizer } from './characters';
import type { Tokenizer, TokenizerKind } from './tokenizer';
import { WordTokenizer } from './words/tokenizer';

const readers: Record<TokenizerKind, (json: unknown) => Tokenizer> = {
  words: (json) => WordTokenizer.fromJSON(json),
  characters: (json) => CharacterTokenizer.fromJSON(json),
  'byte-pairs': (json) => BytePairTokenizer.fromJSON(json),
  abc: (json) => AbcTokenizer.fromJSON(json),
};
const anyTokenizer = v.looseObject({
  kind: v.picklist(['words', 'characters', 'byte-pairs', 'abc'] satisfies TokenizerKind[]),
});

/**
 * The tokenizer whose `toJSON()` this is.
 * @throws ConfigError for an unknown kind or an option that it does not have.
 */
export function tokenizerFromJSON(json: unknown): Tokenizer {
  return readers[readSaved('tokenizerFromJSON', anyTokenizer, json).kind](json);
}
