/**
 * A learning rate range test (Smith 2017, §3.3): one short training whose rate rises exponentially. The loss falls the
 * fastest where a rate is about right, and rises where it is too large.
 */
import type { ExampleSource } from '../../../src/data/example-source';
import { TrainingError } from '../../../src/errors';
import type { FitOptions } from '../../options';
import { controllerWith } from '../abort';

const STEPS = 100;
/** The rates around the default's that are tested: from a hundredth of it to a hundred times of it. */
const RANGE = 100;
/** Decay of the moving average of the losses. */
const SMOOTHING = 0.9;
/** The first losses, of rates near 0, say nothing about slopes. */
const SKIPPED = 10;
/** A loss that is so many times the smallest one is out of hand. */
const TOO_LARGE = 1.5;

/** What a learning rate range test has found; learning rates and losses of its steps. */
export interface RangeTest {
  /** Learning rates of the steps, rising. */
  rates: number[];
  /** The loss of each, smoothed. */
  losses: number[];
  /** Where the loss falls the fastest; null where it falls nowhere. */
  suggested: number | null;
  /** From where it rises; null where it does not up to the last rate. */
  largest: number | null;
}

interface Trainable<Example> {
  readonly config: { readonly learningRate: number };
  fit(examples: ExampleSource<Example>, options?: FitOptions<Example>): Promise<unknown>;
}

/** @param model fresh; it is of no use afterwards @param options of `fit`, such as files that it needs */
export async function rangeTest<Example>(
  model: Trainable<Example>,
  examples: ExampleSource<Example>,
  options: FitOptions<Example>,
): Promise<RangeTest> {
  const { learningRate } = model.config;
  const ended = controllerWith(options.signal);
  const steps: { rate: number; loss: number }[] = [];
  try {
    await model.fit(examples, {
      ...options,
      epochs: STEPS, // of one step at least
      schedule: {
        kind: 'exponential',
        learningRate: learningRate * RANGE,
        minimum: learningRate / RANGE,
        rangeSteps: STEPS,
      },
      signal: ended.signal,
      onEvent(event) {
        options.onEvent?.(event);
        if (event.type !== 'step') return;
        steps.push({ rate: event.learningRate, loss: event.loss });
        if (steps.length >= STEPS) ended.abort();
      },
    });
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error; // a loss that is not a number: the rates before are measured
  } finally {
    ended.release();
  }
  const losses = smoothed(steps.map(({ loss }) => loss));
  return readRangeTest(
    steps.map(({ rate }) => rate),
    losses,
  );
}

/** Exponential moving average, corrected for its start at 0. */
function smoothed(values: readonly number[]): number[] {
  let average = 0;
  return values.map((value, i) => {
    average = SMOOTHING * average + (1 - SMOOTHING) * value;
    return average / (1 - SMOOTHING ** (i + 1));
  });
}

/** @param rates rising by the same factor from step to step */
export function readRangeTest(rates: number[], losses: number[]): RangeTest {
  const low = losses.reduce((best, loss, i) => (loss < losses[best] ? i : best), 0);
  const rise = losses.findIndex((loss, i) => i > low && loss > TOO_LARGE * losses[low]);
  const slopes = losses.map((loss, i) => (i > SKIPPED && i <= low ? loss - losses[i - 1] : 0));
  const steepest = slopes.reduce((best, slope, i) => (slope < slopes[best] ? i : best), 0);
  return {
    rates,
    losses,
    suggested: slopes[steepest] < 0 ? rates[steepest] : null,
    largest: rise < 0 ? null : rates[rise],
  };
}
