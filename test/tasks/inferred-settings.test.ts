import { inferred, type LengthRule, trainingLength } from '../../tasks/inferred-settings';

const rule: LengthRule = {
  ...{ epochs: 12, batchSize: 16, updates: 1000 },
  ...{ mostEpochs: 100, updatesPerEpoch: 20, smallestBatch: 4 },
};

describe('how long to train', () => {
  test.each([
    ['many examples: the defaults', 12_544, {}, { epochs: 12, batchSize: 16 }],
    ['as many as the floor just needs', 1_333, {}, { epochs: 12, batchSize: 16 }],
    ['fewer: more epochs', 400, {}, { epochs: 40, batchSize: 16 }],
    ['an epoch of few updates: smaller batches', 100, {}, { epochs: 40, batchSize: 4 }],
    ['very few: no more epochs than are of use, no batch below the smallest', 10, {}, { epochs: 100, batchSize: 4 }],
    ['a single example', 1, {}, { epochs: 100, batchSize: 4 }],
    ['a batch size that was given: epochs by it', 400, { batchSize: 100 }, { epochs: 100, batchSize: 100 }],
    ['epochs that were given', 40, { epochs: 3 }, { epochs: 3, batchSize: 4 }],
  ])('%s', (_, examples, given, expected) => {
    expect(trainingLength(examples, given, rule)).toEqual(expected);
  });

  test('a smallest batch that is no half of the default is not undercut', () => {
    expect(trainingLength(1, {}, { ...rule, batchSize: 10, smallestBatch: 3 }).batchSize).toBe(5);
  });
});

describe('what is told and passed on', () => {
  const settings = { found: { epochs: 40, batchSize: 4 }, defaults: { epochs: 12, batchSize: 4 }, reason: 'few' };
  const notes: string[] = [];
  const note = (sentence: string) => void notes.push(sentence);
  beforeEach(() => void notes.splice(0));

  test('what differs from the defaults is told with its reason', () => {
    expect(inferred({}, settings, note)).toEqual({ epochs: 40, batchSize: 4 });
    expect(notes).toEqual(['epochs=40: few']);
  });

  test('what the user gave is neither changed nor told', () => {
    expect(inferred({ epochs: 3 }, settings, note)).toEqual({ batchSize: 4 });
    expect(notes).toEqual([]);
  });
});
