/**
 * One training step: loss → gradients → global norm → update. What is not finite stops it, and the weights stay as they
 * were before it.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, ShapeError, TrainingError } from '../errors';
import type { NamedVariable } from '../parameters';
import type { Random } from '../random';
import { clipScale, globalNorm } from './optimizers/clipping';
import type { Optimizer, VariableRate } from './optimizers/optimizer';
import type { OverflowGuard } from './optimizers/overflow-guard';
import type { LossContext, Trainable } from './trainable';
import { checkOptionNames, type OptionNames } from '../validation';

/** What one training step needs. */
export interface StepOptions {
  optimizer: Optimizer;
  learningRate: number;
  /** For each parameter its part of the learning rate; one with the factor 0 stays as it is, and has no gradient. */
  rates?: readonly VariableRate[];
  /** Largest global norm of the gradients; none without it. */
  clipNorm?: number;
  /** Undoes an update that leaves weights which are not finite; without it that is not noticed. */
  guard?: OverflowGuard;
  /** Number of this update, from 1. */
  step: number;
  random: Random;
  /** Part of the run that is done, default 0. */
  progress?: number;
}

const stepOptionNames: OptionNames<StepOptions> = {
  optimizer: true,
  learningRate: true,
  rates: true,
  clipNorm: true,
  guard: true,
  step: true,
  random: true,
  progress: true,
};

/** What one training step measured. */
export interface StepResult {
  loss: number;
  totals: Record<string, number>;
  /** Before clipping. */
  gradientNorm: number;
}

/**
 * @throws TrainingError where the loss, the gradient, a carried state or an updated weight is not finite; weights and
 * carried states are then those before the step.
 */
export async function trainStep<Batch>(
  model: Trainable<Batch>,
  batch: Batch,
  options: StepOptions,
): Promise<StepResult> {
  checkOptionNames('trainStep', options, stepOptionNames);
  const { optimizer, learningRate, rates, clipNorm, guard, step, random, progress = 0 } = options;
  const carried = model.carried?.() ?? [];
  const context = { training: true, random, progress } as const;
  const { gradients, scalars, names, nextCarried } = gradientsOf(model, batch, context, rates);
  try {
    checkCarriedShapes(carried, nextCarried);
    const [loss, gradientNorm, ...totals] = await Promise.all(scalars.map(async (x) => (await x.data())[0]));
    checkFinite(loss, gradientNorm, step, learningRate);
    await checkCarried(carried, nextCarried, step);
    const gradientScale = clipScale(gradientNorm, clipNorm);
    const update = () => optimizer.apply(gradients, { learningRate, step, gradientScale, rates });
    if (guard) await guard.apply(update, { learningRate, gradientNorm: gradientNorm * gradientScale, step });
    else update();
    carried.forEach(({ variable }, i) => variable.assign(nextCarried[i]));
    return { loss, gradientNorm, totals: Object.fromEntries(names.map((name, i) => [name, totals[i]])) };
  } finally {
    tf.dispose([gradients.filter((one) => one !== undefined), scalars, nextCarried]);
  }
}

/** Gradients in the order of the parameters, of those that are trained; loss, norm and totals, so that they are read together; carried states. */
function gradientsOf<Batch>(
  model: Trainable<Batch>,
  batch: Batch,
  context: LossContext,
  rates: readonly VariableRate[] | undefined,
): Measured {
  const parts = model.split?.(batch) ?? [batch];
  if (parts.length < 2) return gradientsAtOnce(model, batch, context, rates);
  const units = model.countUnits(batch);
  let sum: Measured | undefined;
  parts.forEach((part, i) => {
    const random = context.random.fork('part').fork(i);
    const next = gradientsAtOnce(model, part, { ...context, random }, rates);
    const share = model.countUnits(part) / units;
    const before = sum;
    sum = tf.tidy(() => added(before, next, share));
    tf.dispose([next.gradients, next.scalars, before?.gradients ?? [], before?.scalars ?? []]);
  });
  return sum as Measured;
}

type Measured = {
  /** Undefined for a parameter that is not trained. */
  gradients: (tf.Tensor | undefined)[];
  /** Loss, global norm of the gradients, totals. */
  scalars: tf.Scalar[];
  names: string[];
  nextCarried: tf.Tensor[];
};

/** @param share of `next` in the loss of the batch */
function added(sum: Measured | undefined, next: Measured, share: number): Measured {
  const scaled = (x: tf.Tensor) => tf.mul(x, share);
  const plus = (x: tf.Tensor, before?: tf.Tensor) => (before ? tf.add(before, x) : tf.clone(x));
  const gradients = next.gradients.map((gradient, i) => gradient && plus(scaled(gradient), sum?.gradients[i]));
  const norm = globalNorm(gradients.filter((gradient) => gradient !== undefined));
  const [loss, , ...totals] = next.scalars;
  const [lossBefore, , ...totalsBefore] = sum?.scalars ?? [];
  const sums = totals.map((total, i) => plus(total, totalsBefore[i]));
  const scalars = [plus(scaled(loss), lossBefore), norm, ...sums] as tf.Scalar[];
  return { gradients, scalars, names: next.names, nextCarried: [] };
}

function gradientsAtOnce<Batch>(
  model: Trainable<Batch>,
  batch: Batch,
  context: LossContext,
  rates: readonly VariableRate[] | undefined,
): Measured {
  const parameters = model.parameters();
  const isTrained = (i: number) => rates?.[i].factor !== 0;
  let totals: Record<string, tf.Scalar> = {};
  let nextCarried: tf.Tensor[] = [];
  const lossOf = () => {
    const parts = model.loss(batch, context);
    totals = parts.totals ?? {};
    // variableGrads disposes all tensors but the loss
    Object.values(totals).forEach((total) => tf.keep(total));
    nextCarried = (parts.carried ?? []).map((state) => tf.keep(tf.clone(state))); // a clone: the state may be a variable
    return parts.loss;
  };
  try {
    const trained = parameters.filter((_, i) => isTrained(i));
    const [found, scalars] = tf.tidy((): [tf.Tensor[], tf.Scalar[]] => {
      const { value, grads } = tf.variableGrads(
        lossOf,
        trained.map(({ variable }) => variable),
      );
      const ordered = trained.map(({ name, variable }) => grads[variable.name] ?? missingGradient(name));
      return [ordered, [value, globalNorm(ordered)]];
    });
    const rest = found.values();
    return {
      gradients: parameters.map((_, i): tf.Tensor | undefined => (isTrained(i) ? rest.next().value : undefined)),
      scalars: [...scalars, ...Object.values(totals)],
      names: Object.keys(totals),
      nextCarried,
    };
  } catch (error) {
    tf.dispose([totals, nextCarried]);
    freeTape();
    throw error;
  }
}

/** TensorFlow.js frees what operations saved for their gradients once there are gradients, and not where there is an error. */
function freeTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0 || !state.activeTape) return; // of somebody else
  tf.dispose(state.activeTape.flatMap(({ saved }) => saved ?? []));
  state.activeTape = [];
}

function missingGradient(name: string): never {
  throw new ConfigError({
    where: 'training step',
    problem: `the loss does not depend on parameter ${name}`,
    expected: 'a gradient for every parameter',
    fix: 'Leave it out of parameters(), or use it in loss()',
  });
}

const notApplied =
  'This step was not applied, the last good weights are kept. Lower the learning rate, clip the gradients (clipNorm: 1), or look for extreme values in the data';

function checkFinite(loss: number, gradientNorm: number, step: number, learningRate: number): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const what = Number.isFinite(loss)
    ? `the norm of the gradients is ${gradientNorm} (loss ${loss})`
    : `the loss is ${loss}`;
  throw new TrainingError({
    where: `training step ${step}`,
    problem: `${what} at learning rate ${learningRate}`,
    expected: 'finite numbers',
    fix: notApplied,
  });
}

function checkCarriedShapes(variables: readonly NamedVariable[], states: readonly tf.Tensor[]): void {
  const describe = (all: readonly tf.Tensor[]) => all.map(({ shape }) => `[${shape.join(',')}]`).join(', ') || 'none';
  const expected = describe(variables.map(({ variable }) => variable));
  const found = describe(states);
  if (found === expected) return;
  throw new ShapeError({
    where: 'training step',
    problem: `the carried states that loss() returns are ${found}`,
    expected: `${expected}, as carried() has them`,
    fix: 'Return the next value of every carried state, in the same order',
  });
}

async function checkCarried(
  variables: readonly NamedVariable[],
  states: readonly tf.Tensor[],
  step: number,
): Promise<void> {
  for (let i = 0; i < states.length; i++) {
    const values = await states[i].data<'float32'>();
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) continue;
    throw new TrainingError({
      where: `training step ${step}`,
      problem: `the carried state ${variables[i].name} has the value ${values[bad]}`,
      expected: 'finite numbers',
      fix: notApplied,
    });
  }
}
