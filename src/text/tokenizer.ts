/**
 * What every tokenizer promises: text → tokens → (nearly) the same text. A tokenizer is made of its options alone and
 * holds no state, so that its JSON form is enough to cut a text in the same way in Node and in a browser.
 */
export type TokenizerKind = 'words' | 'characters';

/** A tokenizer's kind and all of its options. */
export interface TokenizerJSON {
  readonly kind: TokenizerKind;
  readonly [option: string]: unknown;
}

export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** Never an empty token; an empty text has none. */
  tokenize(text: string): string[];
  /** Text that a person would write for these tokens. Exact for characters, a good guess for words. */
  join(tokens: readonly string[]): string;
  toJSON(): TokenizerJSON;
}
