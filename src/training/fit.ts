/**
 * THE training loop. It knows no task and no layer, prints nothing and stores nothing: progress is reported as events,
 * and states are handed to `checkpoint.save`.
 *
 * Runs with the same options and seed give the same weights, byte for byte, on the same backend; with the WebAssembly
 * kernels on the same kind of processor and number of threads (`describeArithmetic` in src/kernels/describe.ts), because
 * the order of a sum depends on both. So does a run that is stopped after any step and resumed from its state: a step
 * depends on the state and its own number alone. Its batch is `plan(epoch).batch(step)`, its random numbers are
 * `random.fork('step').fork(globalStep)`.
 */
import { TrainingError } from '../errors';
import type { FitResult, TrainingEvent } from './events';
import { checkOptions, type FitOptions } from './fit-options';
import { Run } from './run';

/**
 * Trains until all epochs are done, the monitored metric stalls, or the signal aborts. Leaving the generator early
 * (`break`) frees everything and keeps the weights of the last step.
 * @throws ConfigError, ShapeError for options or a state that do not fit, before the first step
 * @throws TrainingError for a loss, gradient, carried state or updated weight that is not finite; the weights are then
 * those of the best epoch, or where none is chosen those before the failed step
 */
export async function* fit<Batch>(options: FitOptions<Batch>): AsyncGenerator<TrainingEvent, FitResult> {
  checkOptions(options);
  const run = new Run(options);
  try {
    yield await run.start();
    while (!run.finished) {
      const plan = run.plan();
      try {
        while (run.progress.step < plan.length && !run.aborted) {
          yield await run.step(plan);
          if (run.saveDue(plan)) yield await run.save();
        }
      } finally {
        await plan.close?.();
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
    if (error instanceof TrainingError) run.restoreBest();
    throw error;
  } finally {
    run.dispose();
  }
}
