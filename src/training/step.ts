/**
 * One training step: loss → gradients → global norm → update. Whatever is not finite stops it before the update, so
 * the last good weights stand.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, TrainingError } from '../errors';
import type { Random } from '../random';
import { clipScale, globalNorm } from './optimizers/clipping';
import type { Optimizer } from './optimizers/optimizer';
import type { LossContext, Trainable } from './trainable';

export interface StepOptions {
  optimizer: Optimizer;
  learningRate: number;
  /** Largest global norm of the gradients; none without it. */
  clipNorm?: number;
  /** How many updates this one makes, from 1. */
  step: number;
  random: Random;
  /** Part of the run that is done, default 0. */
  progress?: number;
}

export interface StepResult {
  loss: number;
  totals: Record<string, number>;
  /** Before clipping. */
  gradientNorm: number;
}

/** @throws TrainingError, before the update, where the loss or the gradient is not finite. */
export async function trainStep<Batch>(
  model: Trainable<Batch>,
  batch: Batch,
  { optimizer, learningRate, clipNorm, step, random, progress = 0 }: StepOptions,
): Promise<StepResult> {
  const { gradients, scalars, names } = gradientsOf(model, batch, { training: true, random, progress });
  try {
    const [loss, gradientNorm, ...totals] = await Promise.all(scalars.map(async (x) => (await x.data())[0]));
    checkFinite(loss, gradientNorm, step, learningRate);
    optimizer.apply(gradients, { learningRate, step, gradientScale: clipScale(gradientNorm, clipNorm) });
    return { loss, gradientNorm, totals: Object.fromEntries(names.map((name, i) => [name, totals[i]])) };
  } finally {
    tf.dispose([gradients, scalars]);
  }
}

/** Gradients in the order of the parameters; loss, norm and totals, so that they can be read at one go. */
function gradientsOf<Batch>(model: Trainable<Batch>, batch: Batch, context: LossContext) {
  const parameters = model.parameters();
  let totals: Record<string, tf.Scalar> = {};
  const lossOf = () => {
    const parts = model.loss(batch, context);
    totals = parts.totals ?? {};
    Object.values(totals).forEach((total) => tf.keep(total)); // variableGrads lets nothing but the loss out
    return parts.loss;
  };
  try {
    const [gradients, scalars] = tf.tidy((): [tf.Tensor[], tf.Scalar[]] => {
      const variables = parameters.map(({ variable }) => variable);
      const { value, grads } = tf.variableGrads(lossOf, variables);
      const ordered = parameters.map(({ name, variable }) => grads[variable.name] ?? missingGradient(name));
      return [ordered, [value, globalNorm(ordered)]];
    });
    return { gradients, scalars: [...scalars, ...Object.values(totals)], names: Object.keys(totals) };
  } catch (error) {
    tf.dispose(totals);
    throw error;
  }
}

function missingGradient(name: string): never {
  throw new ConfigError({
    where: 'training step',
    problem: `the loss does not depend on parameter ${name}`,
    expected: 'a gradient for every parameter',
    fix: 'Leave it out of parameters(), or use it in loss()',
  });
}

function checkFinite(loss: number, gradientNorm: number, step: number, learningRate: number): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const what = Number.isFinite(loss)
    ? `the norm of the gradients is ${gradientNorm} (loss ${loss})`
    : `the loss is ${loss}`;
  throw new TrainingError({
    where: `training step ${step}`,
    problem: `${what} at learning rate ${learningRate}`,
    expected: 'finite numbers',
    fix: 'This step was not applied, the last good weights are kept. Lower the learning rate, clip the gradients (clipNorm: 1), or look for extreme values in the data',
  });
}
