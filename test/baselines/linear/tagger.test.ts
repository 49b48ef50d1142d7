import { LinearTagger } from '../../../src/baselines/linear/tagger';
import type { TaggedTokens } from '../../../src/baselines/tagging-baseline';
import { Random } from '../../../src/random';

const [OTHER, NAME, VERB] = [0, 1, 2];

const random = Random.fromSeed(1);
const invented = () => Array.from({ length: 4 }, () => random.choice(['ka', 'lo', 'mi', 'ter'])).join('');

/** Words that come once: what ends in "ing" is a verb, what stands between "Mr" and "of" a name, without a capital. */
const sentences: TaggedTokens[] = Array.from({ length: 60 }, () => ({
  tokens: ['Mr', invented(), 'of', invented(), 'was', `${invented()}ing`, 'the', invented()],
  labels: [OTHER, NAME, OTHER, OTHER, OTHER, VERB, OTHER, OTHER],
}));

it('knows words that training did not have by their letters and by what stands beside them', () => {
  const tagger = new LinearTagger();
  tagger.fit(sentences, 3);
  expect([...tagger.predict(['Mr', 'unseen', 'of', 'unseen', 'was', 'unseeing', 'the', 'unseen'])]).toEqual([
    ...[OTHER, NAME, OTHER, OTHER, OTHER, VERB, OTHER, OTHER],
  ]);
  expect([...tagger.predict(['was', 'Unseen', 'of'])]).not.toContain(VERB);
});

it('is the same every time', () => {
  const tags = () => {
    const tagger = new LinearTagger();
    tagger.fit(sentences.slice(0, 5), 3);
    return [...tagger.predict(sentences.flatMap(({ tokens }) => tokens))];
  };
  expect(tags()).toEqual(tags());
});

it('with less room it keeps the most frequent features only', () => {
  const verbs = (maximumWeights: number) => {
    const tagger = new LinearTagger({ maximumWeights });
    tagger.fit(sentences, 3);
    return [...tagger.predict(['was', 'unseeing', 'the'])].filter((tag) => tag === VERB).length;
  };
  expect(verbs(3 * 500)).toBe(1);
  expect(verbs(3)).toBe(0); // what every word has: the most frequent tag
});
