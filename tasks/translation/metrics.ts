/** How near translations come to their references, by any model or by none. */
import { CopySource } from '../../src/baselines/copy-source';
import { FrequentTranslation } from '../../src/baselines/frequent-translation';
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { bleu, type BleuOptions, bleuSignature } from '../../src/metrics/text/bleu';
import { chrf, chrfSignature } from '../../src/metrics/text/chrf';
import { WordTokenizer } from '../../src/text/words/tokenizer';
import type { TranslationPreprocessor } from './preprocessor';

/** BLEU and chrF in [0, 100]; part of the texts that have all tokens right, in [0, 1]. */
export type TextMetrics = { bleu: number; chrf: number; sequenceAccuracy: number };

export interface Judged {
  source: string;
  said: string;
  /** As it came, but in the case that the model writes. */
  reference: string;
}

/** A source that occurs several times counts once, with all its targets for references. */
export function textMetrics(preprocessor: TranslationPreprocessor, judged: readonly Judged[]): TextMetrics {
  const sources = new Map<string, { said: string; references: string[] }>();
  for (const { source, said, reference } of judged) {
    const known = sources.get(source);
    if (known) known.references.push(reference);
    else sources.set(source, { said, references: [reference] });
  }
  const all = [...sources.values()];
  const said = all.map((one) => one.said);
  const references = all.map((one) => one.references);
  const right = all.filter(({ said, references }) => references.some((text) => preprocessor.written(text) === said));
  return {
    bleu: bleu(said, references, bleuOptions(preprocessor)).score,
    chrf: chrf(said, references).score,
    sequenceAccuracy: right.length / all.length,
  };
}

const bleuOptions = (preprocessor: TranslationPreprocessor): BleuOptions => ({
  tokenizer: preprocessor.isTokenized ? 'none' : '13a',
});

/** What BLEU and chrF of these pairs are to be quoted with, as sacreBLEU writes it. */
export function metricSignatures(
  preprocessor: TranslationPreprocessor,
  pairs: readonly ParallelText[],
): Record<string, string> {
  const sources = new Map<string, string[]>();
  for (const { source, target } of pairs) sources.set(source, [...(sources.get(source) ?? []), target]);
  const references = [...sources.values()];
  return { bleu: bleuSignature(references, bleuOptions(preprocessor)), chrf: chrfSignature(references) };
}

/** What copying and looking up reach, whole words for tokens. */
export function translationBaselines(
  preprocessor: TranslationPreprocessor,
  train: readonly ParallelText[],
  test: readonly ParallelText[],
): Record<string, TextMetrics> {
  const words = new WordTokenizer({ mode: preprocessor.isTokenized ? 'whitespace' : 'unicode' });
  const sourceWords = (text: string) => words.tokenize(preprocessor.normalized('source', text));
  const targetWords = (text: string) => words.tokenize(preprocessor.normalized('target', text));
  const pairs = train.map(({ source, target }) => ({ source: sourceWords(source), target: targetWords(target) }));
  const models = { 'copy of the source': new CopySource(), 'most frequent translation': new FrequentTranslation() };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      model.fit(pairs);
      const judged = test.map(({ source, target }) => ({
        source,
        said: words.join(model.translate(sourceWords(source))),
        reference: preprocessor.normalized('target', target),
      }));
      return [name, textMetrics(preprocessor, judged)];
    }),
  );
}
