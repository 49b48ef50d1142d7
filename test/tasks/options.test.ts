/** Values that are no options: a ConfigError that names them, and no TypeError from inside. */
import { ConfigError } from '../../src/errors';
import { load } from '../../tasks';
import { SentimentClassifier } from '../../tasks/sentiment/sentiment';
import { onCpu, toyExamples, toyOptions } from './support';

const examples = toyExamples(20, 1);
const model = new SentimentClassifier({ ...toyOptions, epochs: 1 });

beforeAll(async () => {
  await onCpu();
  await model.fit(examples);
});
afterAll(() => model.dispose());

async function expectConfigError(work: () => unknown, message: string): Promise<void> {
  const error: unknown = await Promise.resolve()
    .then(work)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as Error).message).toContain(message);
}

describe.each<[string, never]>([
  ['null', null as never],
  ['5', 5 as never],
  ['"mine"', 'mine' as never],
  ['[]', [] as never],
])('options that are %s', (shown, value) => {
  it.each<[string, () => unknown]>([
    ['fit', () => model.fit(examples, value)],
    ['evaluate', () => model.evaluate(examples, value)],
    ['evaluate', () => model.evaluate(examples, { predictOptions: value })],
    ['predict', () => model.predict('red', value)],
    ['save', () => model.save('/nowhere', value)],
    ['load', () => load('/nowhere', value)],
    ['load', () => SentimentClassifier.load('/nowhere', value)],
  ])('%s', (_, work) => expectConfigError(work, `the options are ${shown}. Expected an object`));
});

describe.each<[string, never]>([
  ['null', null as never],
  ['5', 5 as never],
  ['{}', {} as never],
])('in place of another value: %s', (shown, value) => {
  it.each<[string, () => unknown]>([
    ['location is', () => load(value)],
    ['location is', () => SentimentClassifier.load(value)],
    ['location is', () => model.save(value)],
    ['checkpoints is', () => model.fit(examples, { checkpoints: value })],
    ['signal is', () => model.fit(examples, { signal: value })],
    ['onEvent is', () => model.fit(examples, { onEvent: value })],
    ['locations is', () => model.predict(['red'], { locations: value })],
  ])('%s', (problem, work) => expectConfigError(work, `${problem} ${shown}`));
});
