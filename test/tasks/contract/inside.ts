/**
 * What the suite needs to know of a model's inside. Its names for that are here and nowhere else: who renames them in
 * tasks/ changes this file, and the tests stay.
 */
import * as tf from '@tensorflow/tfjs';
import { type AnyTaskModel, Random } from '../../../src/node';
import type { Fitted } from '../../../tasks/bundles';

export type Encoded = Record<string, unknown>;
type Metrics = Record<string, number>;

const learntBy = (model: AnyTaskModel) =>
  (model as unknown as { learnt: Fitted<unknown, unknown, Encoded, unknown, Metrics> }).learnt;

export const encode = (model: AnyTaskModel, example: unknown): Encoded =>
  learntBy(model).preprocessor.encode(example, 'example');

export const encodeInput = (model: AnyTaskModel, input: unknown): Encoded =>
  learntBy(model).preprocessor.encodeInput(input, 'input');

export const predictEncoded = (model: AnyTaskModel, batch: readonly Encoded[]): Promise<unknown[]> =>
  learntBy(model).net.answer(batch);

/** Of these predictions against what the encoded examples say. */
export const measure = async (model: AnyTaskModel, encoded: readonly Encoded[], predictions: readonly unknown[]) =>
  learntBy(model).net.evaluate(encoded, predictions);

/** Float32, little-endian, in the order of the parameters. */
export async function weightsOf(model: AnyTaskModel): Promise<Buffer> {
  const { network } = learntBy(model).net;
  const all = [...network.parameters(), ...(network.frozen?.() ?? [])];
  const values = await Promise.all(all.map(({ variable }) => variable.data<'float32'>()));
  return Buffer.concat(values.map((one) => Buffer.from(one.slice().buffer)));
}

/** The largest gradient of every parameter, in a network that is built anew and not trained. */
export function gradientsOf(model: AnyTaskModel, examples: readonly unknown[]): Record<string, number> {
  const { preprocessor } = learntBy(model);
  const net = model.task.build(model.config, preprocessor, Random.fromSeed(1));
  const batch = examples.map((example) => preprocessor.encodeTraining(example, 'example'));
  const parameters = net.network.parameters();
  const largest = tf.tidy(() => {
    const context = { training: true, random: Random.fromSeed(2), progress: 0.5 } as const;
    const variables = parameters.map(({ variable }) => variable);
    const { grads } = tf.variableGrads(() => net.loss(batch, context).loss, variables);
    return parameters.map(({ name, variable }) => {
      const gradient = grads[variable.name] as tf.Tensor | undefined;
      return [name, gradient ? gradient.abs().max().dataSync()[0] : 0] as const;
    });
  });
  net.network.dispose();
  return Object.fromEntries(largest);
}
