/**
 * Token by token, as they come: `for await (const { token } of stream(decoder, start, { limit: 50 })) …`. All rows go
 * on side by side; a row that has ended takes no part in further steps. Leaving the loop frees all states.
 */
import {
  checkDecoding,
  type Decoder,
  type DecoderStart,
  decodingOptionNames,
  type DecodingOptions,
  type Ended,
  type Hypothesis,
} from './decoder';
import { constrained, DecoderRun } from './decoder-run';
import { checkOptionNames, type OptionNames } from '../validation';

/** The next token of one row. @param logProbabilities after the constraints [V], −Infinity for forbidden tokens. */
export type Choice = (logProbabilities: Float32Array, tokens: readonly number[], row: number) => number;

/** Options of `stream`. */
export interface StreamOptions extends DecodingOptions {
  /** Default `mostProbable`; `sampler(…)` draws. */
  choose?: Choice;
}

const streamOptionNames: OptionNames<StreamOptions> = { ...decodingOptionNames, choose: true };

/** A token of one row, as it is generated. */
export interface StreamedToken {
  row: number;
  token: number;
  /** The model's own, whatever the choice was made by. */
  logProbability: number;
  attention?: Float32Array; // [S]
  /** With the last token of a row: `end` for the end token itself, `limit` for a token that may not be followed. */
  ended?: Ended;
}

/** The first of equal ones. */
export const mostProbable: Choice = (logProbabilities) => {
  let best = 0;
  for (let v = 1; v < logProbabilities.length; v++) if (logProbabilities[v] > logProbabilities[best]) best = v;
  return best;
};

/** @throws ConfigError for no limit, no end token, or constraints that leave no token; ShapeError for arrays of other sizes, or NaN. */
export async function* stream<State>(
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  options: StreamOptions,
): AsyncGenerator<StreamedToken, void, undefined> {
  checkOptionNames('stream', options, streamOptionNames);
  checkDecoding('stream', decoder, start, options);
  const { limit, constraints = [], choose = mostProbable } = options;
  const run = new DecoderRun('stream', decoder, start);
  const generated = Array.from(start.tokens, (): number[] => []);
  let open = Array.from(start.tokens, (_, row) => row);
  let last = start.tokens;
  try {
    for (let t = 1; open.length > 0; t++) {
      const output = await run.step(last);
      for (const [i, row] of open.entries()) {
        const logProbabilities = output.logProbabilities(i);
        const token = choose(constrained(logProbabilities, constraints, generated[row], row), generated[row], row);
        generated[row].push(token);
        const attention = output.attention(i, start.sourceLengths?.[row]);
        const ended = token === decoder.end ? 'end' : t === limit ? 'limit' : undefined;
        const logProbability = logProbabilities[token];
        yield { row, token, logProbability, ...(attention && { attention }), ...(ended && { ended }) };
      }
      if (t === limit) return;
      const going = [...open.keys()].filter((i) => generated[open[i]].at(-1) !== decoder.end);
      if (going.length > 0) run.select(going, open.length);
      open = going.map((i) => open[i]);
      last = Int32Array.from(open, (row) => generated[row].at(-1)!);
    }
  } finally {
    run.dispose();
  }
}

/** The hypotheses of a stream, one a row. */
export async function collect(tokens: AsyncIterable<StreamedToken>, rows: number): Promise<Hypothesis[]> {
  const parts = Array.from({ length: rows }, (): StreamedToken[] => []);
  for await (const part of tokens) parts[part.row].push(part);
  return parts.map((own) => {
    const { ended } = own[own.length - 1];
    const attention = own.flatMap((part) => part.attention ?? []);
    return {
      tokens: Int32Array.from(ended === 'end' ? own.slice(0, -1) : own, ({ token }) => token),
      logProbabilities: Float32Array.from(own, ({ logProbability }) => logProbability),
      logProbability: own.reduce((sum, { logProbability }) => sum + logProbability, 0),
      ended: ended ?? 'limit',
      ...(attention.length > 0 && { attention }),
    };
  });
}
