/**
 * What the suite needs to know of a model's inside. Its names for that are here and nowhere else: who renames them in
 * tasks/ changes this file, and the tests stay.
 */
import * as tf from '@tensorflow/tfjs';
import { type AnyTaskModel, Random } from '../../../src/node';
import { adviceFor } from '../../../tasks/advice/advise';
import type { Advice } from '../../../tasks/advice/measured-model';
import type { Fitted } from '../../../tasks/bundles';
import type { Metrics, TaskTypes } from '../../../tasks/task';

export type Encoded = Record<string, unknown>;

interface ToyTypes extends TaskTypes {
  encoded: Encoded;
}

const fittedOf = (model: AnyTaskModel) => (model as unknown as { fitted: Fitted<ToyTypes> }).fitted;

export const encode = (model: AnyTaskModel, example: object): Encoded =>
  fittedOf(model).preprocessor.encode(example, 'example');

export const encodeInput = (model: AnyTaskModel, input: unknown): Encoded =>
  fittedOf(model).preprocessor.encodeInput(input, 'input');

export const predictEncoded = (model: AnyTaskModel, batch: readonly Encoded[]): Promise<object[]> =>
  fittedOf(model).predictor.predict(batch);

/** Of these predictions against what the encoded examples say. */
export const measure = async (model: AnyTaskModel, encoded: readonly Encoded[], predictions: readonly object[]) =>
  fittedOf(model).predictor.evaluate(encoded, predictions);

/** What a model with these metrics is advised, where a baseline has these. */
export const adviceAgainst = (
  model: AnyTaskModel,
  baseline: Metrics,
  { metrics, examples }: { metrics: Metrics; examples: readonly object[] },
): Advice[] => {
  const { config } = model;
  const { preprocessor } = fittedOf(model);
  return adviceFor<ToyTypes>(model.task, {
    config,
    preprocessor,
    examples,
    metrics,
    baselines: { linear: baseline },
  });
};

/** Float32, little-endian, in the order of the parameters. */
export async function weightsOf(model: AnyTaskModel): Promise<Buffer> {
  const { network } = fittedOf(model).predictor;
  const all = [...network.parameters(), ...(network.frozen?.() ?? [])];
  const values = await Promise.all(all.map(({ variable }) => variable.data<'float32'>()));
  return Buffer.concat(values.map((one) => Buffer.from(one.slice().buffer)));
}

/** The largest gradient of every parameter, in a network that is built anew and not trained. */
export function gradientsOf(model: AnyTaskModel, examples: readonly object[]): Record<string, number> {
  const { preprocessor } = fittedOf(model);
  const { task, config } = model;
  const predictor = task.createPredictor(config, preprocessor, Random.fromSeed(1));
  const batch =
    preprocessor.encodeTraining?.(examples, String) ??
    examples.map((example, i) => preprocessor.encode(example, String(i)));
  const parameters = predictor.network.parameters();
  const largest = tf.tidy(() => {
    const context = { training: true, random: Random.fromSeed(2), progress: 0.5 } as const;
    const variables = parameters.map(({ variable }) => variable);
    const { grads } = tf.variableGrads(() => predictor.loss(batch, context).loss, variables);
    return parameters.map(({ name, variable }) => {
      const gradient = grads[variable.name] as tf.Tensor | undefined;
      return [name, gradient ? gradient.abs().max().dataSync()[0] : 0] as const;
    });
  });
  predictor.network.dispose();
  return Object.fromEntries(largest);
}
