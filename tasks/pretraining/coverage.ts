/** How far the vocabulary of a language model is that of the training texts. */
import { ConfigError } from '../../src/errors';
import { firstTokenId, type Vocabulary } from '../../src/text/vocabulary';
import type { TaskStart } from './pretrained';

/** Part of the training tokens that a language model has to know: below, its texts were of another kind. */
const LEAST_KNOWN = 0.5;

/**
 * Reports how far the language model knows the training texts.
 * @param start nothing is reported without it
 * @param vocabulary of the training texts, whose first tokens are those of the language model
 * @param where the call, for messages
 * @throws ConfigError where the language model knows too little of them.
 */
export function reportCoverage(start: TaskStart | undefined, vocabulary: Vocabulary, where: string): void {
  if (!start) return;
  const { tokens, location } = start.pretrained;
  const { counts, report, size } = vocabulary;
  const known = counts.subarray(firstTokenId, firstTokenId + tokens.length).reduce((sum, count) => sum + count, 0);
  const share = known / report.tokens;
  const percent = `${(100 * share).toFixed(1)} %`;
  if (share < LEAST_KNOWN) throw otherVocabulary(where, location, percent);
  const fresh = size - firstTokenId - tokens.length;
  const unknown = Math.round((1 - report.coverage) * report.tokens);
  start.note(
    `the language model ${location} knows ${percent} of ${report.tokens} training tokens; ` +
      `${fresh} other words begin as its unknown word, ${unknown} tokens are read as that`,
  );
}

const otherVocabulary = (where: string, location: string, percent: string) =>
  new ConfigError({
    where,
    problem: `the language model ${location} knows only ${percent} of the training tokens`,
    expected: `a model whose vocabulary has at least ${100 * LEAST_KNOWN} % of them`,
    fix: 'Train a language model on texts of the same kind and language, with the same tokenizer and lowercase',
  });
