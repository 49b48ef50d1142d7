import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { groupsOf } from '../../../src/cli/inputs/groups';
import { duration, figure, terminalProgress } from '../../../src/platform/terminal-progress';
import { evaluationTable } from '../../../src/cli/output/report';
import type { TrainingEvent } from '../../../src/training/events';

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

describe('terminalProgress', () => {
  const step = (number: number): TrainingEvent => ({
    type: 'step',
    epoch: 1,
    epochs: 2,
    step: number,
    steps: 10,
    globalStep: number,
    loss: 0.5,
    metrics: { accuracy: 0.25 },
    learningRate: 0.1,
    gradientNorm: 1,
    tokensPerSecond: 12345.6,
    secondsLeft: 61,
  });
  const epoch: TrainingEvent = {
    type: 'epoch',
    epoch: 1,
    epochs: 2,
    train: { loss: 0.5 },
    validation: { accuracy: 0.75 },
    learningRate: 0.1,
    seconds: 3,
    improved: true,
  };
  const stepText = 'epoch 1/2  step 1/10  loss 0.5000  accuracy 25.0 %  12,346 tokens/s  ETA 1 min 1 s';
  const epochText = 'epoch 1/2  training loss 0.5000 | validation accuracy 75.0 % | 3.0 s, best so far\n';

  function onStream(isTTY: boolean) {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 120 }) as unknown as NodeJS.WriteStream;
    const progress = terminalProgress(stream);
    return { progress, written: () => String((stream as unknown as PassThrough).read() ?? '') };
  }

  it('is one line in place on a terminal, which is given back', () => {
    const { progress, written } = onStream(true);
    progress(step(1));
    const live = written();
    expect(live).toContain(stepText);
    expect(live).not.toContain('\n');
    progress.close();
    expect(written()).toContain('\x1b[?7h'); // lines wrap again
    progress(step(2));
    progress(epoch);
    expect(written().endsWith(epochText)).toBe(true);
  });

  it('is plain lines elsewhere: epochs, notes, and the step every ten seconds', () => {
    jest.useFakeTimers({ now: 0 });
    const { progress, written } = onStream(false);
    progress(step(1));
    progress({ type: 'warning', message: 'mind' });
    jest.advanceTimersByTime(10_001);
    progress(step(1));
    progress(epoch);
    expect(written()).toBe(`note: mind\n${stepText}\n${epochText}`);
    jest.useRealTimers();
  });
});

describe('figures', () => {
  it('are shares in per cent, or have four places', () => {
    expect(figure('accuracy', 0.12345)).toBe('12.3 %');
    expect(figure('macroF1', 1)).toBe('100.0 %');
    expect(figure('loss', 0.12345)).toBe('0.1235');
  });

  it.each([
    [0.04, '0.0 s'],
    [9.96, '10 s'],
    [42.4, '42 s'],
    [59.7, '1 min 0 s'],
    [119.8, '2 min 0 s'],
    [7200, '2.0 h'],
    [Infinity, '–'],
  ])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe('groupsOf', () => {
  it('fills groups from a fast source and hands over what there is when it pauses', async () => {
    async function* items() {
      yield* [1, 2, 3];
      await new Promise((resolve) => setTimeout(resolve, 30));
      yield 4;
    }
    const groups: number[][] = [];
    for await (const group of groupsOf(items(), 2)) groups.push(group);
    expect(groups).toEqual([[1, 2], [3], [4]]);
  });
});
