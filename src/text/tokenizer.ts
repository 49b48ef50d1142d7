/**
 * What every tokenizer promises: text → tokens → (nearly) the same text. A tokenizer is made of its options alone and
 * holds no state, so that its JSON form is enough to cut a text in the same way in Node and in a browser.
 */
export type TokenizerKind = 'words' | 'characters' | 'byte-pairs' | 'abc';

/** A tokenizer's kind and all of its options. */
export interface TokenizerJSON {
  readonly kind: TokenizerKind;
  readonly [option: string]: unknown;
}

/** Text → tokens → text. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** All tokens that it can give, where they are limited: a vocabulary then keeps them all, and none is ever unknown. */
  readonly tokens?: readonly string[];
  /** Never an empty token; an empty text has none. */
  tokenize(text: string): string[];
  /** Text that a person would write for these tokens. A good guess for words, exact for the others. */
  join(tokens: readonly string[]): string;
  /** One token as a person reads it, for pictures and tables; a token of characters or words is its own label. */
  label(token: string): string;
  /** Kind and options: enough to make the same tokenizer again (`tokenizerFromJSON`). */
  toJSON(): TokenizerJSON;
}
