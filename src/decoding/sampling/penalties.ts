/**
 * Processors that look at single tokens: a bias by token, and penalties for what was there before. Each gives what the
 * class of the same name in Hugging Face transformers gives (test/golden/decoding).
 */
import { ConfigError } from '../../errors';
import { checkCount } from '../../validation';
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
  let seen = new Uint8Array();
  return (scores, tokens, row) => {
    if (seen.length === scores.length) seen.fill(0);
    else seen = new Uint8Array(scores.length);
    const prompt = promptOf?.(row) ?? [];
    const ofPrompt = Math.min(prompt.length, Math.max(0, window - tokens.length));
    for (let i = prompt.length - ofPrompt; i < prompt.length; i++) seen[prompt[i]] = 1;
    for (let i = Math.max(0, tokens.length - window); i < tokens.length; i++) seen[tokens[i]] = 1;
    for (let v = 0; v < scores.length; v++) {
      if (seen[v] === 1) scores[v] *= scores[v] < 0 ? theta : 1 / theta;
    }
  };
}

/**
 * No n tokens in a row twice: a token is forbidden that would complete n tokens which are there already, in the prompt or
 * behind it. It only sets entries to −Infinity, so it is also a constraint of greedy and beam search.
 *
 * @param promptOf what stands before the tokens; nothing
 */
export function noRepeatedNgram(n: number, promptOf?: PromptOf) {
  checkCount('noRepeatedNgram', 'n', n);
  return (scores: Float32Array | Float64Array, tokens: readonly number[], row: number): void => {
    const prompt = promptOf?.(row) ?? [];
    const P = prompt.length;
    const at = (i: number) => (i < P ? prompt[i] : tokens[i - P]);
    const last = P + tokens.length - n + 1; // where the last n − 1 tokens begin
    const forbidAfter = (start: number) => {
      let same = 0;
      while (same < n - 1 && at(start + same) === at(last + same)) same++;
      if (same === n - 1) scores[at(start + same)] = -Infinity;
    };
    const first = at(last);
    for (let start = 0; start < Math.min(P, last); start++) forbidAfter(start);
    for (let i = 0; i < last - P; i++) if (n === 1 || tokens[i] === first) forbidAfter(P + i); // a long text is mostly passed by
  };
}
