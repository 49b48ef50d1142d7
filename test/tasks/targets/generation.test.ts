import type { Decoder } from '../../../src/decoding/decoder';
import { SequenceEncoder } from '../../../src/text/sequence-encoder';
import { beginId, endId, paddingId, unknownId } from '../../../src/text/vocabulary';
import { GeneratedText } from '../../../tasks/targets/generated-text';
import { generateTokens, parseGenerateOptions, searchHypotheses } from '../../../tasks/targets/generation';

const encoder = SequenceEncoder.build(['yes yes', 'yes no']);
const target = GeneratedText.fit(encoder, ['yes yes']);
const yes = encoder.vocabulary.idOf('yes');

/** Prefers what no text consists of; behind that `yes`, and the end after two tokens. */
const decoder: Decoder<number> = {
  vocabularySize: encoder.vocabulary.size,
  end: endId,
  select: (state) => state,
  step: (tokens, state) => {
    const row = new Float32Array(encoder.vocabulary.size).fill(Math.log(0.001));
    for (const id of [paddingId, unknownId, beginId]) row[id] = Math.log(0.3);
    row[state < 2 ? yes : endId] = Math.log(0.09);
    return Promise.resolve({
      logProbabilities: Float32Array.from(Array.from(tokens, () => [...row]).flat()),
      state: state + 1,
    });
  },
};
const start = { tokens: Int32Array.of(beginId), state: 0 };

it.each([1, 3])('with a beam of %i: no padding, unknown or begin token is generated', async (beam) => {
  const [[best]] = await searchHypotheses(decoder, start, { beam, nBest: 1 }, target.limit);
  expect(Array.from(best.tokens)).toEqual([yes, yes]);
  expect(best.ended).toBe('end');
});

it.each([{}, { temperature: 1, seed: 3 }])('token by token, %j: neither', async (options) => {
  const parsed = parseGenerateOptions('test', { ...options, maximumLength: 50 });
  for await (const { token } of generateTokens(target, decoder, start, parsed)) {
    expect([paddingId, unknownId, beginId].map((id) => target.tokenLabel(id))).not.toContain(token);
  }
});

it('a text that has no end breaks off at the limit: a quarter more than the longest of training', async () => {
  const endless = { ...decoder, step: (tokens: Int32Array) => decoder.step(tokens, 0) };
  const [[best]] = await searchHypotheses(endless, start, { beam: 1, nBest: 1 }, target.limit);
  expect({ ended: best.ended, length: best.tokens.length }).toEqual({ ended: 'limit', length: 4 }); // 1.25 · 3
});
