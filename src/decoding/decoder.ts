/**
 * The contract between a model that generates and the decoders, which know no model: a function from the last tokens
 * and a state to log-probabilities and the next state. Rows are hypotheses, independent of each other.
 *
 * Letters: B rows, V tokens of the vocabulary, S source positions.
 */
import { ConfigError, ShapeError, show } from '../errors';
import { checkCount, isIndex, type OptionNames } from '../validation';

/** What a step returns for each of B rows. */
export interface DecoderOutput<State> {
  /** Natural logarithms, each row normalised over the vocabulary. */
  logProbabilities: Float32Array; // [B,V]
  state: State;
  /** Attention of each row to its source; kept with the hypothesis, and needed by the coverage penalty. */
  attention?: Float32Array; // [B,S]
}

/**
 * One step of all rows. Leaves the given state as it is (a decoder may go on from it twice) and returns a new one. A
 * step that computes on the thread of a page gives way to the event loop: decoders only await it.
 *
 * @param tokens the last token of each row [B]
 */
export type DecoderStep<State> = (tokens: Int32Array, state: State) => Promise<DecoderOutput<State>>;

/** A generating model as decoders see it: a step function and what handles its states. */
export interface Decoder<State> {
  step: DecoderStep<State>;
  /** A new state whose row i is row `rows[i]` of the old one; a row may be left out or taken several times. */
  select: (state: State, rows: Int32Array) => State;
  /** Frees a state that `step` or `select` made. Decoders call it once for each of them, also after an error. */
  dispose?: (state: State) => void;
  /** V */
  vocabularySize: number;
  /** The token that ends a hypothesis. */
  end: number;
}

/** Where decoding begins. The state stays the caller's. */
export interface DecoderStart<State> {
  /** What the first step reads: `<begin>`, or the last token of a prompt. */
  tokens: Int32Array; // [B]
  state: State;
  /** How many of the S source positions of a row are real; attention beyond them is dropped. Default all. */
  sourceLengths?: Int32Array; // [B]
}

/** `end`: with the end token. `limit`: the limit came first, the hypothesis is not complete. */
export type Ended = 'end' | 'limit';

/** A generated sequence. */
export interface Hypothesis {
  /** Without the end token. */
  tokens: Int32Array; // [T]
  /** The model's own, one a token, and then the end token's if it came. */
  logProbabilities: Float32Array; // [T] or [T+1]
  /** Their sum. */
  logProbability: number;
  ended: Ended;
  /** One row of weights for each of the log-probabilities, if the model gives them. */
  attention?: Float32Array[]; // each [S]
}

/**
 * Forbids tokens: sets entries of one row's log-probabilities to −Infinity and changes nothing else.
 * @param logProbabilities [V] @param tokens what this hypothesis has so far @param row of `DecoderStart`
 */
export type Constraint = (logProbabilities: Float32Array, tokens: readonly number[], row: number) => void;

/** Limit of length and constraints, of every decoder. */
export interface DecodingOptions {
  /** Most steps: tokens of a hypothesis, the end token counted. `ended` says whether it came to its end by then. */
  limit: number;
  /** Applied one after the other. */
  constraints?: readonly Constraint[];
}

export const decodingOptionNames: OptionNames<DecodingOptions> = { limit: true, constraints: true };

/** @throws ConfigError for no limit or no end token; ShapeError for a start that does not fit. */
export function checkDecoding<State>(
  where: string,
  { vocabularySize, end }: Decoder<State>,
  { tokens, sourceLengths }: DecoderStart<State>,
  { limit }: DecodingOptions,
): void {
  const isToken = (token: number) => isIndex(token, vocabularySize);
  checkCount(where, 'limit', limit);
  if (!isToken(end)) {
    throw new ConfigError({
      where,
      problem: `the end token is ${show(end)}`,
      expected: `an id from 0 to ${vocabularySize - 1}`,
      fix: 'Pass the end token of the vocabulary; for texts without an end, one that constraints forbid',
    });
  }
  if (sourceLengths && sourceLengths.length !== tokens.length) {
    throw new ShapeError({
      where,
      problem: `${sourceLengths.length} source lengths for ${tokens.length} start tokens`,
      expected: 'one length a row',
      fix: 'Pass both for the same rows',
    });
  }
  const wrong = tokens.findIndex((token) => !isToken(token));
  if (wrong < 0) return;
  throw new ShapeError({
    where,
    problem: `the start token of row ${wrong} is ${tokens[wrong]}`,
    expected: `an id from 0 to ${vocabularySize - 1}`,
    fix: 'Start with the token that begins every target in training',
  });
}
