/** A small classifier with dropout on made-up points: enough to see every property of the loop. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '../../src/random';
import type { FitResult, TrainingEvent } from '../../src/training/events';
import type { EpochPlan } from '../../src/training/batches/epoch-plan';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit-options';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { Trainable } from '../../src/training/trainable';
import type { NamedVariable } from '../../src/parameters';
import { disposeVariables } from '../../src/training/variables';

export interface Batch {
  xs: Float32Array; // [B,2]
  targets: Int32Array; // [B]
}

const hidden = 8;
const dropout = 0.25;

export class TinyModel implements Trainable<Batch> {
  private readonly variables: NamedVariable[];
  /** Steps whose loss is to be made NaN, counted from 0. */
  poisoned = -1;
  /** Steps whose loss is to stay, but not its gradient: that of √0 is infinite, and 0 times it no number. */
  poisonedGradient = -1;
  calls = 0;

  constructor(seed = 1) {
    const random = Random.fromSeed(seed);
    const variable = (name: string, shape: number[]) => {
      const values = random.fork(name).normalArray(tf.util.sizeFromShape(shape), 0.5);
      return { name, variable: tf.tidy(() => tf.variable(tf.tensor(values, shape), true)) };
    };
    this.variables = [
      variable('in/kernel', [2, hidden]),
      variable('in/bias', [hidden]),
      variable('out/kernel', [hidden, 2]),
    ];
  }

  parameters(): NamedVariable[] {
    return this.variables;
  }

  loss(batch: Batch, { random }: { random: Random }) {
    const logits = this.logits(batch.xs, random);
    const loss = softmaxCrossEntropy(logits, { targets: batch.targets });
    const call = this.calls++;
    const nothing = () => tf.sqrt<tf.Scalar>(tf.mul<tf.Scalar>(tf.sum(this.variables[0].variable), 0));
    return {
      loss:
        call === this.poisoned
          ? tf.mul<tf.Scalar>(loss, NaN)
          : call === this.poisonedGradient
            ? tf.add<tf.Scalar>(loss, nothing())
            : loss,
      totals: { accuracy: countCorrect(logits, { targets: batch.targets }) },
    };
  }

  logits(xs: Float32Array, random?: Random): tf.Tensor {
    const [W, b, U] = this.variables.map(({ variable }) => variable as tf.Tensor<tf.Rank.R2>);
    const B = xs.length / 2;
    const h = tf.tanh(tf.add<tf.Tensor2D>(tf.matMul(tf.tensor2d(xs, [B, 2]), W), b)); // [B,H]
    if (!random) return tf.matMul(h, U);
    const mask = Float32Array.from({ length: B * hidden }, () => (random.uniform() < dropout ? 0 : 1 / (1 - dropout)));
    return tf.matMul(tf.mul(h, tf.tensor2d(mask, [B, hidden])), U);
  }

  countUnits(batch: Batch): number {
    return batch.targets.length;
  }

  countTokens(batch: Batch): number {
    return batch.xs.length;
  }

  evaluate({ xs, targets }: Batch): { loss: number; accuracy: number } {
    return tf.tidy(() => {
      const logits = this.logits(xs);
      const [loss] = softmaxCrossEntropy(logits, { targets }).dataSync();
      return { loss, accuracy: countCorrect(logits, { targets }).dataSync()[0] / targets.length };
    });
  }

  /** All weights, one after the other. */
  weights(): number[] {
    return this.variables.flatMap(({ variable }) => [...variable.dataSync()]);
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}

/** Points in a square; the class says whether both coordinates have one sign. */
export function points(seed: number, count: number): Batch {
  const random = Random.fromSeed(seed);
  const xs = random.uniformArray(2 * count, -1, 1);
  return { xs, targets: Int32Array.from({ length: count }, (_, i) => Number(xs[2 * i] * xs[2 * i + 1] > 0)) };
}

/** 50 points in batches of 8, the last one smaller, shuffled anew in every epoch. */
export function plan(epoch: number): EpochPlan<Batch> {
  const all = points(11, 50);
  const order = Random.fromSeed(12).fork(epoch).permutation(50);
  return {
    length: 7,
    batch(index) {
      const chosen = order.slice(8 * index, 8 * index + 8);
      return {
        xs: Float32Array.from({ length: 2 * chosen.length }, (_, k) => all.xs[2 * chosen[k >> 1] + (k & 1)]),
        targets: Int32Array.from(chosen, (i) => all.targets[i]),
      };
    },
  };
}

export function optionsFor(model: TinyModel, changes: Partial<FitOptions<Batch>> = {}): FitOptions<Batch> {
  return {
    model,
    plan,
    epochs: 4,
    optimizer: { kind: 'adam' },
    schedule: { kind: 'constant', learningRate: 0.05 },
    random: Random.fromSeed(3),
    clock: () => 0,
    ...changes,
  };
}

/** Runs to the end; every event, and the result. */
export async function runToEnd(options: FitOptions<Batch>, onEvent: (event: TrainingEvent) => void = () => {}) {
  const events: TrainingEvent[] = [];
  const run = fit(options);
  for (;;) {
    const { done, value } = await run.next();
    if (done) return { events, result: value satisfies FitResult };
    events.push(value);
    onEvent(value);
  }
}

export function eventsOf<Type extends TrainingEvent['type']>(events: TrainingEvent[], type: Type) {
  return events.filter((event): event is Extract<TrainingEvent, { type: Type }> => event.type === type);
}
