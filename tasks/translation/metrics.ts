/** How near translations come to their references, by any model or by none. */
import { CopySource } from '../../src/baselines/copy-source';
import { FrequentTranslation } from '../../src/baselines/frequent-translation';
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { bleu, type BleuOptions, bleuSignature } from '../../src/metrics/text/bleu';
import { chrf, chrfSignature } from '../../src/metrics/text/chrf';
import { WordTokenizer } from '../../src/text/words/tokenizer';
import type { GeneratedText } from '../targets/generated-text';
import type { TranslationPreprocessor } from './preprocessor';

/** BLEU and chrF in [0, 100]; part of the texts that have all tokens right, in [0, 1]. */
export type TextMetrics = { bleu: number; chrf: number; sequenceAccuracy: number };

export interface ScoredText {
  source: string;
  generated: string;
  /** As it came, but in the case that the model writes. */
  reference: string;
}

/** A source that occurs several times counts once, with all its targets for references. */
export function textMetrics(target: GeneratedText, scored: readonly ScoredText[]): TextMetrics {
  const sources = new Map<string, { generated: string; references: string[] }>();
  for (const { source, generated, reference } of scored) {
    const known = sources.get(source);
    if (known) known.references.push(reference);
    else sources.set(source, { generated, references: [reference] });
  }
  const all = [...sources.values()];
  const generated = all.map((one) => one.generated);
  const references = all.map((one) => one.references);
  const right = all.filter(({ generated, references }) =>
    references.some((text) => target.written(text) === generated),
  );
  return {
    bleu: bleu(generated, references, bleuOptions(target)).score,
    chrf: chrf(generated, references).score,
    sequenceAccuracy: right.length / all.length,
  };
}

const bleuOptions = (target: GeneratedText): BleuOptions => ({
  tokenizer: target.isTokenized ? 'none' : '13a',
});

/** What BLEU and chrF of these pairs are to be quoted with, as sacreBLEU writes it. */
export function metricSignatures(
  { target: generated }: TranslationPreprocessor,
  pairs: readonly ParallelText[],
): Record<string, string> {
  const sources = new Map<string, string[]>();
  for (const { source, target } of pairs) sources.set(source, [...(sources.get(source) ?? []), target]);
  const references = [...sources.values()];
  return { bleu: bleuSignature(references, bleuOptions(generated)), chrf: chrfSignature(references) };
}

/** What copying and looking up reach, whole words for tokens. */
export function translationBaselines(
  preprocessor: TranslationPreprocessor,
  train: readonly ParallelText[],
  test: readonly ParallelText[],
): Record<string, TextMetrics> {
  const words = new WordTokenizer({ mode: preprocessor.target.isTokenized ? 'whitespace' : 'unicode' });
  const sourceWords = (text: string) => words.tokenize(preprocessor.normalizedSource(text));
  const targetWords = (text: string) => words.tokenize(preprocessor.target.normalized(text));
  const pairs = train.map(({ source, target }) => ({ source: sourceWords(source), target: targetWords(target) }));
  const models = { 'copy of the source': new CopySource(), 'most frequent translation': new FrequentTranslation() };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      model.fit(pairs);
      const scored = test.map(({ source, target }) => ({
        source,
        generated: words.join(model.translate(sourceWords(source))),
        reference: preprocessor.target.normalized(target),
      }));
      return [name, textMetrics(preprocessor.target, scored)];
    }),
  );
}
