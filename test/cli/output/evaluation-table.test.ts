import { stripVTControlCharacters } from 'node:util';
import { evaluationDocument, evaluationTable } from '../../../src/cli/output/evaluation-table';

const measured = {
  task: 'sentiment',
  data: 'toy',
  split: 'test',
  examples: 1200,
  metrics: { accuracy: 0.7, loss: 0.5, macroF1: 0.4, oovAccuracy: NaN },
  baselines: {
    majority: { accuracy: 0.7, loss: 0.69, macroF1: 0.41 },
    'bag of words': { accuracy: 0.75, loss: 0.4, macroF1: 0.3, oovAccuracy: 0.2 },
    nothing: { accuracy: 0.2 },
  },
  advice: [],
  signatures: {},
  seconds: 1,
};

describe('evaluationTable', () => {
  it('puts the model beside its baselines, and names every metric in which it loses', () => {
    const table = stripVTControlCharacters(evaluationTable(evaluationDocument(measured)));
    expect(table.split('\n')).toEqual([
      'sentiment on toy, test split, 1,200 examples',
      '              accuracy    loss  macroF1  oovAccuracy',
      'this model      70.0 %  0.5000   40.0 %        NaN %',
      'majority        70.0 %  0.6900   41.0 %            –',
      'bag of words    75.0 %  0.4000   30.0 %       20.0 %',
      'nothing         20.0 %       –        –            –',
      'This model loses to its baseline majority: macroF1 40.0 % against 41.0 %.',
      'This model loses to its baseline bag of words: accuracy 70.0 % against 75.0 %, loss 0.5000 against 0.4000.',
    ]);
  });
});

describe('evaluationDocument', () => {
  it('has them in JSON too, and signatures where there are any', () => {
    const { worseThan, ...rest } = evaluationDocument(measured);
    expect(worseThan).toEqual([
      { baseline: 'majority', metric: 'macroF1', value: 0.4, baselineValue: 0.41 },
      { baseline: 'bag of words', metric: 'accuracy', value: 0.7, baselineValue: 0.75 },
      { baseline: 'bag of words', metric: 'loss', value: 0.5, baselineValue: 0.4 },
    ]);
    expect(rest).not.toHaveProperty('signatures');
    const signatures = { bleu: 'nrefs:1' };
    expect(evaluationDocument({ ...measured, signatures })).toMatchObject({ signatures });
  });

  it('of losses, perplexities and bits less is better', () => {
    const metrics = { perplexity: 5, bitsPerCharacter: 2, valueLoss: 1, bleu: 30 };
    const better = { perplexity: 4, bitsPerCharacter: 1, valueLoss: 0.5, bleu: 31 };
    const lost = (own: typeof metrics, baseline: typeof metrics) =>
      evaluationDocument({ ...measured, metrics: own, baselines: { baseline } }).worseThan.map(({ metric }) => metric);
    expect(lost(metrics, better)).toEqual(Object.keys(metrics));
    expect(lost(better, metrics)).toEqual([]);
    expect(lost(metrics, metrics)).toEqual([]);
  });
});
