/** Greedy search: always the most probable token. */
import type { Decoder, DecoderStart, DecodingOptions, Hypothesis } from './decoder';
import { collect, mostProbable, stream } from './stream';

/** One hypothesis a row. @throws what `stream` throws. */
export function greedy<State>(
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  { limit, constraints }: DecodingOptions,
): Promise<Hypothesis[]> {
  return collect(stream(decoder, start, { limit, constraints, choose: mostProbable }), start.tokens.length);
}
