/** What no task takes, and how an error is read. */
import { SequenceError } from '../../../src/node';
import type { Refused, Row } from './row';

const examples: readonly Refused[] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 42],
  ['a text', 'red'],
  ['an object without entries', {}],
];

const inputs: readonly Refused[] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 42],
  ['true', true],
  ['an object without entries', {}],
];

const options: readonly Refused[] = [
  ['null', null],
  ['a list', []],
  ['an unknown option', { hiddenSise: 3 }],
  ['no epochs', { epochs: 0 }],
  ['half a seed', { seed: 0.5 }],
  ['a learning rate below 0', { learningRate: -1 }],
  ['a size that is a text', { hiddenSize: '8' }],
  ['a rate of dropout of 1', { dropout: 1 }],
  ['an unknown cell', { cell: 'ltsm' }],
  ['a warm-up of a schedule without', { schedule: 'constant', warmup: 0.1 }],
];

const trainings: readonly Refused[] = [
  ['nothing', undefined],
  ['no examples', []],
  ['an object', {}],
];

export function refusedBy({ refused, training, test }: Row) {
  const after = (list: readonly unknown[]) => (one: Refused) => [one[0], [...list, one[1]]] as const;
  const bad = [...examples, ...refused.examples];
  return {
    trainings: [...trainings, ...refused.trainings, ...bad.map(after(training))],
    measured: [...trainings, ...[...bad, ...refused.measured].map(after(test))],
    inputs: [...inputs, ...refused.inputs],
    options: [...options, ...refused.options],
  };
}

/** Where a list is refused whose last example is bad: by the number of that example, or as a whole. */
export function placeIn(list: unknown, method: string): RegExp {
  const last = Array.isArray(list) ? list.length : 0;
  return new RegExp(`^(Data|Config)Error at (${method}|training (data|frames)|(training )?example ${last}\\b.*)$`);
}

/** Class and place of what is thrown: `DataError at input 2`. What is no error of ours is thrown on. */
export async function errorOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SequenceError)) throw error;
    return `${error.name} at ${error.where}`;
  }
  throw new Error('nothing was thrown');
}
