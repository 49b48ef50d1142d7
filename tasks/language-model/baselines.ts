/** N-gram models of the same tokens, on the same texts: what a language model without memory beyond n − 1 tokens reaches. */
import { NgramModel } from '../../src/baselines/ngrams/ngram-model';
import type { LanguageExample } from './examples';
import type { Metrics } from '../task';
import type { LanguageModelPreprocessor } from './preprocessor';
import { metricsOf } from './scores';
import { joinTexts } from './streams/windows';

const ORDERS = { unigram: 1, trigram: 3, '5-gram': 5 };

export function ngramBaselines(
  train: readonly LanguageExample[],
  test: readonly LanguageExample[],
  preprocessor: LanguageModelPreprocessor,
): Record<string, Metrics> {
  const model = new NgramModel({ order: 5, vocabularySize: preprocessor.size });
  for (const pieces of wholeTexts(train)) {
    model.add(joinTexts(pieces.map((piece) => preprocessor.encodeQuietly(piece))));
  }
  const encoded = test.map((text) => preprocessor.encodeQuietly(text));
  const metricsOfOrder = (order: number) => {
    const scores = encoded.map(({ ids }) => ({
      logProbability: model.logProbabilities(ids, order).reduce((sum, one) => sum + one, 0),
    }));
    return metricsOf(encoded, scores, preprocessor.isSubwords);
  };
  return Object.fromEntries(Object.entries(ORDERS).map(([name, order]) => [name, metricsOfOrder(order)]));
}

/** Pieces that go on with each other, text by text. */
function wholeTexts(texts: readonly LanguageExample[]): LanguageExample[][] {
  const whole: LanguageExample[][] = [];
  texts.forEach((text, i) => {
    const before = texts[i - 1];
    if (i > 0 && 'continues' in before && before.continues) whole[whole.length - 1].push(text);
    else whole.push([text]);
  });
  return whole;
}
