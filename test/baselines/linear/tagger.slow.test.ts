/** What an independent linear model reaches (affixes, shapes, two words to both sides), ours reaches too. */
import { LinearTagger } from '../../../src/baselines/linear/tagger';
import { tokenAccuracy } from '../../../src/metrics/sequence-accuracy';
import { spanScores } from '../../../src/metrics/span-scores';
import { openTaggedWords } from '../../../src/node';
import { describeWithData } from '../../support/real-data';

async function predicted(name: string): Promise<{ gold: string[][]; predicted: string[][] }> {
  const { splits } = await openTaggedWords(name);
  const test = splits.test ?? [];
  const tags = [...new Set(splits.train.flatMap((sentence) => sentence.tags))];
  const tagger = new LinearTagger();
  tagger.fit(
    splits.train.map(({ words, tags: own }) => ({ tokens: words, labels: own.map((tag) => tags.indexOf(tag)) })),
    tags.length,
  );
  return {
    gold: test.map((sentence) => [...sentence.tags]),
    predicted: test.map(({ words }) => Array.from(tagger.predict(words), (id) => tags[id])),
  };
}

describeWithData('ud-english-ewt', () => {
  it('over 94.5 % of tags', async () => {
    const { gold, predicted: tags } = await predicted('ud-english-ewt');
    expect(tokenAccuracy(gold, tags)).toBeGreaterThan(0.945);
  });
});

describeWithData('conll2003-ner', () => {
  it('span F1 over 76.6', async () => {
    const { gold, predicted: tags } = await predicted('conll2003-ner');
    expect(spanScores(gold, tags).f1).toBeGreaterThan(0.766);
  });
});
