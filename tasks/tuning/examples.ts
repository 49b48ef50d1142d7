/** The examples of a search: training, and validation that says something. */
import { exampleCheck } from '../../src/data/example-check';
import type { DataKind } from '../../src/data/example-kind';
import type { ExampleSource } from '../../src/data/example-source';
import { splitSequence } from '../../src/data/datasets/contiguous-splits';
import { type Splits, splitByKey, toArray } from '../../src/data/datasets/splits';
import { DataError, show } from '../../src/errors';
import { collect } from '../examples/collect';

export interface SearchExamples {
  training: readonly object[];
  validation: readonly object[];
  /** What a user should know of them. */
  notes: string[];
}

/** Part of the distinct training inputs that is held out where there are no validation examples. */
const HELD_OUT = 0.1;

/** @throws DataError for what is no example, and for validation examples on which all settings are alike. */
export async function searchExamples(
  kinds: readonly DataKind[],
  examples: ExampleSource<object>,
  validation: ExampleSource<object> | undefined,
): Promise<SearchExamples> {
  const all = await collect(examples, 'tune', exampleCheck(kinds, 'training example'));
  const kind = kinds.find((one) => one.recognizes(all[0])) ?? kinds[0];
  const given =
    validation && (await collect(validation, 'tune validation', exampleCheck([kind], 'validation example')));
  const found = given ? { training: all, validation: given, notes: [] } : await heldOut(all, kind);
  refuseSingleLabel(found, kind);
  return found;
}

async function heldOut(all: readonly object[], kind: DataKind): Promise<SearchExamples> {
  const { train, validation = [] } = await splitOff(all, kind);
  if (validation.length === 0 || train.length === 0) throw tooFew(all.length, kind);
  const note =
    `there are no validation examples: settings are compared on ${kind.sequence ? 'the last tenth' : validation.length} of the ` +
    `${all.length} training examples, which ${kind.sequence ? 'is' : 'are'} held out`;
  return { training: train, validation, notes: [note] };
}

/** Examples with the same input stay together; of a sequence the last part is split off. */
async function splitOff(all: readonly object[], kind: DataKind): Promise<Splits<object>> {
  const { sequence } = kind;
  const options = { testFraction: 0, validationFraction: HELD_OUT };
  if (!sequence) return splitByKey(all, (example) => kind.view(example).key, options);
  const { train, validation } = await splitSequence(() => oneByOne(all), sequence, options);
  return { train: await toArray(train()), ...(validation && { validation: await toArray(validation()) }) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a reader of sequences takes files as well
async function* oneByOne(all: readonly object[]): AsyncGenerator<object> {
  yield* all;
}

const tooFew = (count: number, kind: DataKind) =>
  new DataError({
    where: 'tune',
    problem: `there are no validation examples, and ${count} training ${count === 1 ? 'example is' : 'examples are'} too few to hold a tenth of them out`,
    expected: `validation examples, or more ${kind.plural}`,
    fix: 'Give a validation split',
  });

/** Labels alone can be all the same; texts are generated. */
function refuseSingleLabel({ training, validation }: SearchExamples, kind: DataKind): void {
  const labelsOf = (list: readonly object[]) => new Set(list.flatMap((example) => kind.view(example).labels));
  const [label, ...others] = labelsOf(validation);
  const known = labelsOf(training).size;
  if (label === undefined || others.length > 0 || known < 2) return;
  throw new DataError({
    where: 'tune',
    problem: `all ${validation.length} validation examples have the label ${show(label)}, one of ${known} in training: a model that always predicts it would be the best`,
    expected: 'validation examples with at least two labels',
    fix: 'Shuffle the examples before they are split, or give other validation examples',
  });
}
