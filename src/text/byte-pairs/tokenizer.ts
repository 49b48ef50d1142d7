/**
 * Subwords by byte-pair encoding (Sennrich, Haddow & Birch 2016, section 3.2) over bytes (Radford et al. 2019, section
 * 2.2): a text is cut into words, a word into bytes, and then the merges that training found are applied, the earliest
 * first. Frequent words become one token, rare ones a few, and nothing is ever unknown, since all 256 bytes are tokens.
 *
 * A token is a string of characters that stand for bytes (`bytes.ts`). A blank belongs to the word behind it, and the
 * text gets one in front, so that a word is the same token at the beginning of a text; `join` takes it away again.
 */
import * as v from 'valibot';
import { ConfigError, show } from '../../errors';
import { parseOptions, readSaved } from '../../validation';
import { byteCharacters, bytesToVisible, visibleToText } from './bytes';
import type { Tokenizer, TokenizerJSON } from '../tokenizer';

const schema = v.strictObject({
  kind: v.optional(v.literal('byte-pairs')),
  /** Left and right token of each merge, earliest first, all separated by a blank (which no token contains). */
  merges: v.optional(v.string(), ''),
});

/** A merge's place among the merges, and the token that it makes. */
interface Merge {
  rank: number;
  token: string;
}

/** Words whose tokens are remembered; a text has few different ones. */
const cacheSize = 50_000;

/** Subwords by byte-pair encoding over bytes (Sennrich et al. 2016; Radford et al. 2019): no token is ever unknown. */
export class BytePairTokenizer implements Tokenizer {
  readonly kind = 'byte-pairs';
  /** All tokens that there are: the 256 bytes, then what merges make. */
  readonly tokens: readonly string[];
  private readonly merges: ReadonlyMap<string, Merge>;
  private readonly cache = new Map<string, readonly string[]>();

  /**
   * @param options merges as `toJSON` or `trainBytePairs` give them; none means that every byte is a token
   * @throws ConfigError for merges of tokens that do not exist at that point
   */
  constructor(options: { merges?: string } = {}) {
    const { merges } = parseOptions('BytePairTokenizer', schema, options);
    const pieces = merges === '' ? [] : merges.split(' ');
    this.merges = readMerges(pieces);
    this.tokens = [...new Set([...byteCharacters, ...[...this.merges.values()].map(({ token }) => token)])];
  }

  /** The tokenizer that `toJSON` wrote. @throws ConfigError for anything else. */
  static fromJSON(json: unknown): BytePairTokenizer {
    return new BytePairTokenizer(readSaved('BytePairTokenizer.fromJSON', schema, json));
  }

  /** Kind and merges. */
  toJSON(): TokenizerJSON {
    return { kind: this.kind, merges: [...this.merges.keys()].join(' ') };
  }

  /** Subwords of a text. @param isStart false for a text that goes on with another one: no blank is put in front */
  tokenize(text: string, isStart = true): string[] {
    return text === '' ? [] : piecesOf(text, isStart).flatMap((piece) => this.encode(piece));
  }

  join(tokens: readonly string[]): string {
    return visibleToText(tokens.join('')).replace(/^ /, '');
  }

  label(token: string): string {
    return visibleToText(token, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  }

  private encode(piece: string): readonly string[] {
    const known = this.cache.get(piece);
    if (known) return known;
    if (this.cache.size >= cacheSize) this.cache.clear();
    const tokens = this.merge([...bytesToVisible(piece)]);
    this.cache.set(piece, tokens);
    return tokens;
  }

  /** Applies the earliest merge that fits, everywhere, until none fits. */
  private merge(tokens: string[]): string[] {
    for (;;) {
      let best: Merge | undefined;
      for (let i = 1; i < tokens.length; i++) {
        const merge = this.merges.get(`${tokens[i - 1]} ${tokens[i]}`);
        if (merge && (!best || merge.rank < best.rank)) best = merge;
      }
      if (!best) return tokens;
      const merged: string[] = [];
      for (const token of tokens) {
        const left = merged.at(-1);
        if (left !== undefined && this.merges.get(`${left} ${token}`)?.rank === best.rank)
          merged.splice(-1, 1, best.token);
        else merged.push(token);
      }
      tokens = merged;
    }
  }
}

/**
 * What merges never cross: a word, a number, a row of other signs, each with the blank before it, or white space. Every
 * repetition ends somewhere, so that a damaged file does not take forever.
 */
const piece = / ?[\p{L}\p{M}]{1,64}| ?\p{N}{1,64}| ?[^\s\p{L}\p{M}\p{N}]{1,64}|\s{1,64}(?!\S)|\s{1,64}/gu;

/** The pieces of a text with a blank in front, without a gap. */
export function piecesOf(text: string, isStart = true): string[] {
  return (isStart ? ` ${text}` : text).match(piece) ?? [];
}

function readMerges(pieces: readonly string[]): Map<string, Merge> {
  const known = new Set(byteCharacters);
  const merges = new Map<string, Merge>();
  for (let i = 0; i < pieces.length; i += 2) {
    const [left, right] = pieces.slice(i, i + 2);
    if (!known.has(left) || !known.has(right) || merges.has(`${left} ${right}`)) throw wrongMerge(i / 2, left, right);
    merges.set(`${left} ${right}`, { rank: i / 2, token: left + right });
    known.add(left + right);
  }
  return merges;
}

function wrongMerge(rank: number, left: string, right: string | undefined): ConfigError {
  return new ConfigError({
    where: 'BytePairTokenizer',
    problem: `merge ${rank} joins ${show(left)} and ${show(right)}`,
    expected: 'two tokens that are bytes or made by earlier merges, and no pair twice',
    fix: 'Use the merges as they were saved',
  });
}
