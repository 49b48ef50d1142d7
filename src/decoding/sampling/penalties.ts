/**
 * Processors that look at single tokens: a bias by token, and penalties for what was there before. Each gives what the
 * class of the same name in Hugging Face transformers gives (test/golden/decoding).
 */
import { ConfigError } from '../../errors';
import { emptyHash } from '../../fingerprint';
import { checkCount } from '../../validation';
import { History } from './history';
import type { LogitsProcessor } from './truncation';

/** What stands before the generated tokens of a row. */
export type PromptOf = (row: number) => ArrayLike<number>;

/** s_v → s_v + b_v; −Infinity forbids a token. @throws ConfigError, at the first step, for an id outside the vocabulary. */
export function addBias(bias: ReadonlyMap<number, number>): LogitsProcessor {
  return (scores) => {
    for (const [token, added] of bias) {
      if (token >= scores.length) throw outside(token, scores.length);
      scores[token] += added;
    }
  };
}

const outside = (token: number, size: number) =>
  new ConfigError({
    where: 'sampler',
    problem: `logitBias names the token ${token}`,
    expected: `ids from 0 to ${size - 1}`,
    fix: 'Take ids from the vocabulary that the model was trained with',
  });

/**
 * The penalty θ of CTRL (Keskar et al. 2019, section 4.1) for tokens that are there already, once for each: s → θ s below
 * 0, s / θ above. On log-probabilities this is p → p^θ; on logits, which are log-probabilities and a constant, another
 * distribution.
 *
 * @param window only the last tokens count, prompt included @param promptOf which counts too; none
 */
export function penalizeRepetition(theta: number, window: number, promptOf?: PromptOf): LogitsProcessor {
  let size = 0;
  let history = countsOf(size, window);
  return (scores, tokens, row) => {
    if (scores.length !== size) history = countsOf((size = scores.length), window);
    const prompt = promptOf?.(row) ?? nothing;
    const counts = history.of(prompt, tokens, prompt.length + tokens.length);
    for (let v = 0; v < size; v++) {
      if (counts[v] > 0) scores[v] *= scores[v] < 0 ? theta : 1 / theta;
    }
  };
}

/** Of each token its occurrences among the last ones. */
const countsOf = (vocabularySize: number, window: number) =>
  new History<Int32Array>(
    () => new Int32Array(vocabularySize),
    (counts, place, at) => {
      counts[at(place)]++;
      if (place >= window) counts[at(place - window)]--;
    },
  );

/**
 * No n tokens in a row twice: a token is forbidden that would complete n tokens which are there already, in the prompt or
 * behind it. It only sets entries to −Infinity, so it is also a constraint of greedy and beam search.
 *
 * @param promptOf what stands before the tokens; nothing
 */
export function noRepeatedNgram(n: number, promptOf?: PromptOf) {
  checkCount('noRepeatedNgram', 'n', n);
  const history = placesOf(n);
  const met = new WeakSet<readonly number[]>();
  return (scores: Float32Array | Float64Array, tokens: readonly number[], row: number): void => {
    const prompt = promptOf?.(row) ?? nothing;
    const P = prompt.length;
    const at = (i: number) => (i < P ? prompt[i] : tokens[i - P]);
    const last = P + tokens.length - n + 1; // where the last n − 1 tokens begin
    if (last <= 0) return;
    const forbidAfter = (start: number) => {
      let same = 0;
      while (same < n - 1 && at(start + same) === at(last + same)) same++;
      if (same === n - 1) scores[at(start + same)] = -Infinity;
    };
    if (met.has(tokens))
      return void history
        .of(prompt, tokens, last)
        .get(hashAt(last, n, at))
        ?.forEach(forbidAfter);
    met.add(tokens); // a beam has other arrays at every step: an index would be made for one look
    for (let start = 0; start < last; start++) forbidAfter(start);
  };
}

/** Where n − 1 tokens with a hash begin that are followed by another one. */
const placesOf = (n: number) =>
  new History<Map<number, number[]>>(
    () => new Map(),
    (places, place, at) => {
      const hash = hashAt(place, n, at);
      const found = places.get(hash);
      if (found) found.push(place);
      else places.set(hash, [place]);
    },
  );

/** FNV-1a over the n − 1 tokens from a place on. */
function hashAt(place: number, n: number, at: (place: number) => number): number {
  let hash = emptyHash;
  for (let i = place; i < place + n - 1; i++) hash = Math.imul(hash ^ at(i), 0x01000193);
  return hash;
}

const nothing: ArrayLike<number> = [];
