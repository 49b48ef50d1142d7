import { FrequentTag } from '../../src/baselines/frequent-tag';
import { LinearTagger } from '../../src/baselines/linear/tagger';
import { MajorityTag } from '../../src/baselines/majority-tag';
import type { TaggingBaseline } from '../../src/baselines/tagging-baseline';
import { ConfigError, DataError } from '../../src/errors';

const [VERB, NOUN, NAME] = [0, 1, 2];
const sentences = [
  { tokens: ['Bertha', 'walks', 'walking', 'dogs'], labels: [NAME, VERB, VERB, NOUN] },
  { tokens: ['walks', 'walks', 'Pluto'], labels: [NOUN, VERB, NAME] },
  { tokens: ['constructor', 'running', 'ending'], labels: [NOUN, VERB, NOUN] },
  { tokens: [], labels: [] },
];

const tagsOf = (baseline: TaggingBaseline, ...tokens: string[]) => {
  baseline.fit(sentences, 3);
  return [...baseline.predict(tokens)];
};

describe('MajorityTag', () => {
  it('gives every token the most frequent tag', () => {
    const more = [...sentences, { tokens: ['of', 'to'], labels: Int32Array.of(0, 0) }];
    const baseline = new MajorityTag();
    baseline.fit(more, 3);
    expect([...baseline.predict(['of', 'dogs', 'new'])]).toEqual([VERB, VERB, VERB]);
    expect(baseline.predict([])).toHaveLength(0);
  });
});

describe('FrequentTag', () => {
  it('gives a known word the tag that it had most often', () => {
    expect(tagsOf(new FrequentTag(), 'walks', 'dogs', 'constructor')).toEqual([VERB, NOUN, NOUN]);
  });

  it('gives an unknown word the tag of its longest known ending', () => {
    expect(tagsOf(new FrequentTag(), 'singing', 'spending', 'cats')).toEqual([VERB, NOUN, VERB]);
    expect(tagsOf(new FrequentTag({ longestSuffix: 3 }), 'spending')).toEqual([VERB]);
  });

  it('tells unknown words with a capital letter from others', () => {
    expect(tagsOf(new FrequentTag(), 'Xyz', 'xyz', 'toString', '__proto__')).toEqual([NAME, VERB, NAME, VERB]);
  });

  it('has an answer for a kind of word that training did not have', () => {
    const baseline = new FrequentTag();
    baseline.fit([{ tokens: ['a', 'b', 'c'], labels: [1, 2, 2] }], 3);
    expect([...baseline.predict(['Q'])]).toEqual([2]);
  });
});

describe.each([
  ['MajorityTag', () => new MajorityTag()],
  ['FrequentTag', () => new FrequentTag()],
  ['LinearTagger', () => new LinearTagger()],
])('%s', (name, create: () => TaggingBaseline) => {
  it('forgets what it learnt before', () => {
    const baseline = create();
    baseline.fit([{ tokens: ['walks'], labels: [2] }], 3);
    expect(tagsOf(baseline, 'walks', 'new')).toEqual(tagsOf(create(), 'walks', 'new'));
  });

  it('needs labels that fit, and fit before predict', () => {
    expect(() => create().predict(['a'])).toThrow(ConfigError);
    expect(() => create().fit([], 2)).toThrow(DataError);
    expect(() => create().fit([{ tokens: [], labels: [] }], 2)).toThrow('there are no labels');
    expect(() => create().fit([{ tokens: ['a', 'b'], labels: [0] }], 2)).toThrow('sequence 0 has 2 steps and 1 labels');
    for (const label of [2, -1, 0.5, NaN]) {
      expect(() => create().fit([{ tokens: ['a'], labels: [label] }], 2)).toThrow(`${name}.fit: label 0 of sequence 0`);
    }
  });
});
