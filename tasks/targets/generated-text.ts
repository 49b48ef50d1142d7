/** Target texts ↔ ids of the tokens that a model generates one by one, over a vocabulary learnt from training. */
import * as v from 'valibot';
import { DataError, show } from '../../src/errors';
import { normalize } from '../../src/text/normalize';
import { readSaved, wholeNumber } from '../../src/validation';
import type { SequenceEncoder } from '../../src/text/sequence-encoder';
import { beginId, endId } from '../../src/text/vocabulary';
import { TextInput } from '../inputs/text';
import type { Locate, TargetEncoder } from './target-encoder';

export interface EncodedTarget {
  /** With the end id, unless the text was truncated. */
  ids: Int32Array;
  /** The whole target, normalised. */
  reference: string;
}

const savedSchema = v.object({ longestTarget: wholeNumber(1, 2 ** 20) });

export class GeneratedText implements TargetEncoder<string, EncodedTarget> {
  readonly missing: EncodedTarget = { ids: new Int32Array(0), reference: '' };
  /** Counts what is unknown or truncated. */
  private readonly text: TextInput;

  /** @param longest ids of the longest target of training, its end among them. */
  private constructor(
    readonly encoder: SequenceEncoder,
    readonly longest: number,
  ) {
    this.text = new TextInput(encoder, { name: 'target' });
  }

  /** @param texts targets of training */
  static fit(encoder: SequenceEncoder, texts: readonly string[]): GeneratedText {
    const longest = texts.reduce((most, text) => Math.max(most, encoder.encode(text).ids.length), 0);
    return new GeneratedText(encoder, longest + 1);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, encoder: SequenceEncoder): GeneratedText {
    return new GeneratedText(encoder, readSaved('GeneratedText.fromJSON', savedSchema, json).longestTarget);
  }

  toJSON() {
    return { longestTarget: this.longest };
  }

  /** Most tokens of a text that is generated: a quarter more than the longest of training. */
  get limit(): number {
    return Math.ceil(1.25 * this.longest);
  }

  /** @throws DataError for a text that is no string, has no token, or has far too many. */
  encode(target: string, locate: Locate): EncodedTarget {
    const empty = () => emptyTarget(target, locate());
    const { ids, counts } = this.text.encode(target, `${locate()}, target`, empty);
    if (target.trim() === '') throw empty();
    return { ids: counts.cut ? ids : Int32Array.from([...ids, endId]), reference: this.normalized(target) };
  }

  /** What a step reads before each target id: the begin id, then the target without its last id. */
  static inputsOf(target: Int32Array): Int32Array {
    return Int32Array.from([beginId, ...target.subarray(0, -1)]);
  }

  /** In the form and case that the network writes. */
  normalized(text: string): string {
    return normalize(text, this.encoder.settings.normalization);
  }

  /** As the tokenizer would write it: what a perfect prediction says. */
  written(target: string): string {
    const { tokenizer } = this.encoder;
    return tokenizer.join(tokenizer.tokenize(this.normalized(target)));
  }

  /** The texts are tokenised already, with white space between tokens. */
  get isTokenized(): boolean {
    return this.encoder.tokenizer.toJSON().mode === 'whitespace';
  }

  /** A token as a person writes it. */
  tokenLabel(id: number): string {
    return this.encoder.tokenizer.label(this.encoder.vocabulary.tokenOf(id));
  }

  decode(ids: ArrayLike<number>): string {
    return this.encoder.decode(ids);
  }

  drainWarnings(): string[] {
    return this.text.drainWarnings();
  }

  summary(): Record<string, number> {
    return this.text.summary();
  }
}

const emptyTarget = (text: string, where: string) =>
  new DataError({
    where,
    problem: `the target ${show(text)} is empty`,
    expected: 'a text of more than whitespace',
    fix: 'Leave the pair out on both sides, or check how the files are read',
  });
