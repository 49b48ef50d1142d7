/**
 * THE training loop. It knows no task and no layer, prints nothing and stores nothing: it tells what happens as events
 * and hands states to `checkpoint.save`.
 *
 * The same options and seed give the same weights, byte for byte, on the same backend. So does a run that is stopped
 * after any step and resumed from its state, because a step depends on the state and its own number alone: its batch is
 * `plan(epoch).batch(step)`, its random numbers are `random.fork('step').fork(globalStep)`.
 */
import { TrainingError } from '../errors';
import type { FitResult, TrainingEvent } from './events';
import { checkOptions, type FitOptions } from './fit-options';
import { Run } from './run';

/**
 * Trains until all epochs are done, the metric stalls, or the signal says so. Leaving the generator early (`break`)
 * frees everything, and leaves the weights as the last step did.
 * @throws ConfigError, ShapeError for options or a state that do not fit, before the first step
 * @throws TrainingError for a loss or gradient that is not finite; the weights are then those of the best
 * epoch, or where none is chosen those of the step before
 */
export async function* fit<Batch>(options: FitOptions<Batch>): AsyncGenerator<TrainingEvent, FitResult> {
  checkOptions(options);
  const run = new Run(options);
  try {
    yield run.start();
    while (!run.finished) {
      const plan = run.plan();
      while (run.progress.step < plan.length && !run.aborted) {
        yield await run.step(plan);
        if (run.saveDue(plan)) yield await run.save();
      }
      if (run.aborted) break;
      yield* run.endEpoch();
      if (run.unsaved) yield await run.save();
    }
    if (run.unsaved) yield await run.save(); // aborted inside an epoch
    const result = run.finish();
    yield { type: 'end', ...result };
    return result;
  } catch (error) {
    if (error instanceof TrainingError) run.fallBack();
    throw error;
  } finally {
    run.dispose();
  }
}
