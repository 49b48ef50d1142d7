import { labeledText, parallelText } from '../../../src/data/kinds';
import { adviceLines, advisedCommands } from '../../../src/cli/output/advice';

const advice = (action: 'train' | 'continue' | 'tune', settings: Record<string, string | number>) => ({
  what: 'it',
  reason: 'measured',
  action,
  settings,
});
const training = {
  bundle: 'runs/my model/',
  data: { kind: labeledText, data: 'my data.csv', options: { textColumn: 'Review text', skipInvalid: true } },
  given: { settings: { cell: 'gru', classWeights: { good: 1, bad: 3 }, epochs: 2 } },
};
const commandOf = (one: ReturnType<typeof advice>, change: Partial<typeof training> = {}) =>
  advisedCommands([one], 'sentiment', { ...training, ...change })[0].command;

it('a new training repeats how data are read and the settings that were given, but for those that change', () => {
  expect(commandOf(advice('train', { epochs: 9, tokenizer: 'characters' }))).toBe(
    "npx tfseq train sentiment --data 'my data.csv' --text-column 'Review text' --skip-invalid" +
      ' --out \'runs/my model-epochs-tokenizer\' --set cell=gru \'classWeights={"good":1,"bad":3}\' epochs=9 tokenizer=characters',
  );
});

it('a training that goes on has both from the bundle', () => {
  expect(commandOf(advice('continue', { epochs: 2 }))).toBe(
    "npx tfseq train sentiment --data 'my data.csv' --skip-invalid" +
      " --out 'runs/my model-longer' --continue-from 'runs/my model/' --set epochs=2",
  );
});

it('a search is not bound to the settings that lost', () => {
  expect(commandOf(advice('tune', {}))).toBe(
    "npx tfseq tune sentiment --data 'my data.csv' --text-column 'Review text' --skip-invalid" +
      " --minutes 10 --out 'runs/my model-tuned'",
  );
});

it('a file of settings, the kind of inputs; columns that training found are not repeated', () => {
  const data = { kind: parallelText, data: 'x.dat', inputKind: 'pairs', options: { features: ['a', 'b'] } };
  const given = { config: 'runs/m/config.json', settings: {} };
  const [{ command }] = advisedCommands([advice('train', { epochs: 9 })], 'translation', { bundle: 'm', data, given });
  expect(command).toBe(
    'npx tfseq train translation --data x.dat --input-kind pairs --out m-epochs --config runs/m/config.json --set epochs=9',
  );
});

it('lines for a person, none without advice', () => {
  expect(adviceLines([])).toEqual([]);
  expect(adviceLines(advisedCommands([advice('train', { epochs: 9 })], 'sentiment', training))[1]).toBe(
    '  it: measured',
  );
});
