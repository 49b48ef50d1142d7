/** What trivial and linear models reach on the same words; printed beside every result. */
import { FrequentTag } from '../../../src/baselines/frequent-tag';
import { LinearTagger } from '../../../src/baselines/linear/tagger';
import { MajorityTag } from '../../../src/baselines/majority-tag';
import type { TaggingBaseline } from '../../../src/baselines/tagging-baseline';
import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import type { Metrics } from '../../task';
import { wordMetrics } from './predictions';
import type { WordsPreprocessor } from './types';

export function wordBaselines(
  preprocessor: WordsPreprocessor,
  train: readonly TaggedWords[],
  test: readonly TaggedWords[],
): Record<string, Metrics> {
  const { input, target } = preprocessor;
  const encode = (examples: readonly TaggedWords[]) =>
    examples.map((example, i) => {
      const { ids: labels, gold } = preprocessor.encode(example, `example ${i + 1}`).target;
      return { tokens: example.words, labels, gold };
    });
  const training = encode(train);
  const tested = encode(test);
  preprocessor.drainWarnings(); // the model has given the same ones
  const isKnown = (word: string) => input.features.has(word);
  const models: Record<string, TaggingBaseline> = {
    'most frequent tag': new MajorityTag(),
    'most frequent tag per word': new FrequentTag(),
    'linear on 2 words to both sides': new LinearTagger(),
  };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      model.fit(training, target.labels.length);
      const predicted = tested.map(({ tokens }) => target.decode(model.predict(tokens)).tags);
      const words = tested.map(({ tokens }) => tokens);
      const gold = tested.map((one) => one.gold);
      return [name, wordMetrics(target, isKnown, { words, gold, predicted })];
    }),
  );
}
