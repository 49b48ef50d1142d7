import { stripVTControlCharacters } from 'node:util';
import { evaluationTable } from '../../../src/cli/output/evaluation-table';

const document = {
  task: 'sentiment',
  data: 'toy',
  split: 'test',
  examples: 1200,
  metrics: { accuracy: 0.7, loss: 0.5 },
  baselines: { majority: { accuracy: 0.5, loss: 0.69 }, 'bag of words': { accuracy: 0.75, loss: 0.4 } },
  seconds: 1,
};

describe('evaluationTable', () => {
  it('puts the model beside its baselines, and says where it loses', () => {
    const table = stripVTControlCharacters(evaluationTable(document, { metric: 'accuracy', mode: 'max' }));
    expect(table.split('\n')).toEqual([
      'sentiment on toy, test split, 1,200 examples',
      '              accuracy    loss',
      'this model      70.0 %  0.5000',
      'majority        50.0 %  0.6900',
      'bag of words    75.0 %  0.4000',
      'This model loses to its baseline bag of words: accuracy 70.0 % against 75.0 %.',
    ]);
  });

  it('knows figures of which less is better', () => {
    const table = stripVTControlCharacters(evaluationTable(document, { metric: 'loss', mode: 'min' }));
    expect(table).toContain('loses to its baseline bag of words: loss 0.5000 against 0.4000.');
    expect(table).not.toContain('baseline majority');
  });
});
