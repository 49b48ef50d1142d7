/** A row trained, the same on every machine. */
import * as tf from '@tensorflow/tfjs';
import { type AnyTaskModel, type FitResult, useRecurrenceKernel } from '../../../src/node';
import type { FitOptions } from '../../../tasks/options';
import type { Row } from './row';

/**
 * Backend `cpu` and the generic kernel of recurrences: all of it is then JavaScript, whose numbers V8 computes alike on
 * every processor (its exp and tanh are its own). Our WebAssembly would do for neither bytes nor 1e-6: relaxed SIMD
 * rounds as the processor likes, and sums over a batch are added up in another order for another number of threads.
 */
export async function pinArithmetic(): Promise<void> {
  await tf.setBackend('cpu');
  useRecurrenceKernel('generic');
}

/** @param options beside the row's. */
export async function train(
  { class: Class, options, training, validation }: Row,
  fit: FitOptions<object> = {},
): Promise<{ model: AnyTaskModel; result: FitResult }> {
  const model = new Class(options);
  const result = await model.fit(training, { validation, name: 'toy', onEvent: () => {}, ...fit });
  return { model, result };
}

/** The model has a signature for one input and one for many; to it, `unknown` is one. */
export const predict = (model: AnyTaskModel, inputs: readonly unknown[]) => model.predict(inputs) as Promise<object[]>;

/** Every input of a row: those of its test examples, and its others. */
export const inputsOf = ({ test, inputOf, inputs }: Row): unknown[] => [
  ...test.map((example) => inputOf(example as never)),
  ...inputs,
];
