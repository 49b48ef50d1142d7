/** How near translations come to their references, by any model or by none. */
import { CopySource } from '../src/baselines/copy-source';
import { FrequentTranslation } from '../src/baselines/frequent-translation';
import type { ParallelText } from '../src/data/parallel-text';
import { bleu } from '../src/metrics/bleu';
import { chrf } from '../src/metrics/chrf';
import { WordTokenizer } from '../src/text/words';
import type { TranslationCoder } from './translation-coder';

/** BLEU and chrF in [0, 100]; part of the texts that have all tokens right, in [0, 1]. */
export type TextFigures = { bleu: number; chrf: number; sequenceAccuracy: number };

/** @param references as they came, but in the case that the model writes. */
export function textFigures(
  coder: TranslationCoder,
  said: readonly string[],
  references: readonly string[],
): TextFigures {
  return {
    bleu: bleu(said, references, { tokenizer: coder.isTokenized ? 'none' : '13a' }).score,
    chrf: chrf(said, references).score,
    sequenceAccuracy: said.filter((text, i) => text === coder.written(references[i])).length / said.length,
  };
}

/** What copying and looking up reach, whole words for tokens. */
export function translationBaselines(
  coder: TranslationCoder,
  train: readonly ParallelText[],
  test: readonly ParallelText[],
): Record<string, TextFigures> {
  const words = new WordTokenizer({ mode: coder.isTokenized ? 'blanks' : 'unicode' });
  const sourceWords = (text: string) => words.tokenize(coder.normalized('source', text));
  const targetWords = (text: string) => words.tokenize(coder.normalized('target', text));
  const pairs = train.map(({ source, target }) => ({ source: sourceWords(source), target: targetWords(target) }));
  const references = test.map(({ target }) => coder.normalized('target', target));
  const models = { 'copy of the source': new CopySource(), 'most frequent translation': new FrequentTranslation() };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      model.fit(pairs);
      const said = test.map(({ source }) => words.join(model.translate(sourceWords(source))));
      return [name, textFigures(coder, said, references)];
    }),
  );
}
