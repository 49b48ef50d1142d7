/** Texts from a stream, piece by piece, or by beam search; what ended them, and how they were chosen. */
import { beamSearch } from '../../src/decoding/beam-search';
import { forbidden } from '../../src/decoding/constraints';
import type { Decoder } from '../../src/decoding/decoder';
import { StopStrings } from '../../src/decoding/stop-strings';
import { yieldToEventLoop } from '../../src/event-loop';
import type { TokenState, TokenStepper } from '../../models/language-model/language-model';
import { endId } from '../../src/text/vocabulary';
import { neverGenerated, type parseGenerateOptions, promptIds, type SamplingRecord } from './generation';
import type { LanguageModelPreprocessor } from './preprocessor';
import type { TextStream } from './text-stream';

/** `end`: the model ended it. `stop`: a stop string came. `length`: there may be no more tokens. `aborted`: by the signal. */
export type TextEnded = 'end' | 'stop' | 'length' | 'aborted';

/** The next piece of a text that is being generated. */
export interface GeneratedPiece {
  text: string;
  /** With the last one, whose text may be empty. */
  ended?: TextEnded;
  /** With the last one. */
  result?: GeneratedText;
}

/** A generated text, without its prompt. */
export interface GeneratedText {
  text: string;
  ended: TextEnded;
  /** The stop string that ended it, which is not part of the text. */
  stop?: string;
  /** Tokens that were generated. */
  tokens: number;
  /** Their sum, the model's own. */
  logProbability: number;
  /** How tokens were chosen. */
  sampling: SamplingRecord | { beam: number; lengthPenalty: number };
}

type Parsed = ReturnType<typeof parseGenerateOptions>;

/** @throws ConfigError as `stream.next`. */
export async function* generatePieces(
  stream: TextStream,
  { length, stops, signal, record }: Parsed,
): AsyncGenerator<GeneratedPiece, void, undefined> {
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  const filter = new StopStrings(stops);
  const sums = { text: '', tokens: 0, logProbability: 0 };
  const piece = (text: string): GeneratedPiece => {
    sums.text += text;
    return { text };
  };
  let ended: TextEnded | undefined;
  while (!ended) {
    if (signal?.aborted) {
      ended = 'aborted';
      break;
    }
    const next = stream.next();
    sums.tokens++;
    sums.logProbability += next.logProbability;
    ended = next.ended ? 'end' : sums.tokens >= length ? 'length' : undefined;
    const { text, stop } = filter.push(ended ? next.text + stream.flush() : next.text);
    if (stop !== undefined) ended = 'stop';
    if (text !== '') yield piece(text);
    await yieldIfDue();
  }
  const last = piece(ended === 'stop' ? '' : filter.flush());
  const { stop } = filter;
  yield { ...last, ended, result: { ...sums, ended, ...(stop !== undefined && { stop }), sampling: record } };
}

export interface BeamParts {
  preprocessor: LanguageModelPreprocessor;
  stepper: TokenStepper;
  vocabularySize: number;
}

/** The most probable text that a beam finds. @throws DataError for a prompt with unknown tokens. */
export async function generateByBeam(
  prompt: string,
  { length, stops, beam, lengthPenalty = 0, mapsUnknown, signal, start: first }: Parsed,
  { preprocessor, stepper, vocabularySize }: BeamParts,
): Promise<GeneratedText> {
  const ids = [first, ...promptIds(prompt, true, mapsUnknown, preprocessor)];
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  let state = [stepper.zeroRow];
  for (const id of ids.slice(0, -1)) state = stepper.stepRows([id], state).rows;
  const decoder: Decoder<TokenState[]> = {
    vocabularySize,
    end: endId,
    select: (states, rows) => Array.from(rows, (row) => states[row]),
    async step(tokens, states) {
      await yieldIfDue();
      signal?.throwIfAborted(); // a beam has no text before its end
      const { logProbabilities, rows } = stepper.stepRows(tokens, states);
      return { logProbabilities, state: rows };
    },
  };
  const start = { tokens: Int32Array.of(ids[ids.length - 1]), state };
  const constraints = [forbidden(neverGenerated(preprocessor))];
  const [[best]] = await beamSearch(decoder, start, { limit: length, beamSize: beam, lengthPenalty, constraints });
  const writer = preprocessor.running.writer();
  for (const id of ids.slice(1)) writer.push(preprocessor.vocabulary.tokenOf(id));
  writer.flush(); // the prompt is written already
  const filter = new StopStrings(stops);
  const pieces = Array.from(best.tokens, (id) => writer.push(preprocessor.vocabulary.tokenOf(id)));
  const { text, stop } = filter.push(pieces.join('') + writer.flush());
  return {
    text: stop === undefined ? text + filter.flush() : text,
    ended: stop !== undefined ? 'stop' : best.ended === 'end' ? 'end' : 'length',
    ...(stop !== undefined && { stop }),
    tokens: best.logProbabilities.length,
    logProbability: best.logProbability,
    sampling: { beam, lengthPenalty },
  };
}
