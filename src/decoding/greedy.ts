/** Greedy search: always the most probable token. */
import { type Decoder, type DecoderStart, decodingOptionNames, type DecodingOptions, type Hypothesis } from './decoder';
import { collect, mostProbable, stream } from './stream';
import { checkOptionNames } from '../validation';

/** One hypothesis a row. @throws what `stream` throws. */
export async function greedy<State>(
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  options: DecodingOptions,
): Promise<Hypothesis[]> {
  checkOptionNames('greedy', options, decodingOptionNames);
  const { limit, constraints } = options;
  return collect(stream(decoder, start, { limit, constraints, choose: mostProbable }), start.tokens.length);
}
