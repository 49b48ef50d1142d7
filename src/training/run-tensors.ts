/** Everything of a run that is tensors: weights, optimizer state, moving average, carried states, best weights. */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../parameters';
import { WeightAverage } from './averaging';
import type { TrainingState } from './checkpoint/checkpoint';
import type { FitOptions } from './fit-options';
import type { Trainable } from './trainable';
import { createOptimizer, type OptimizerConfig } from './optimizers/create-optimizer';
import type { Optimizer } from './optimizers/optimizer';
import { OverflowGuard } from './optimizers/overflow-guard';
import { checkAgree, readVariables, writeVariables } from './variables';

/** What of a run's options has tensors. */
type TensorOwner = Pick<FitOptions<never>, 'optimizer' | 'averaging'> & {
  model: Pick<Trainable<never>, 'parameters' | 'carried'>;
};

export class RunTensors {
  readonly weights: readonly NamedVariable[];
  readonly optimizer: Optimizer;
  readonly average?: WeightAverage;
  readonly guard: OverflowGuard;
  private readonly carried: readonly NamedVariable[];
  private best: TrainingState['best'] = null;

  constructor({ model, optimizer, averaging }: TensorOwner) {
    this.weights = model.parameters();
    this.carried = model.carried?.() ?? [];
    this.optimizer = createOptimizer(optimizer, this.weights);
    if (averaging) this.average = new WeightAverage(averaging, this.weights);
    this.guard = new OverflowGuard(this.weights, weightDecayOf(optimizer));
  }

  get hasBest(): boolean {
    return this.best !== null;
  }

  async start(resume: TrainingState | undefined): Promise<void> {
    if (resume) this.write(resume);
    await this.guard.inspect([...this.weights, ...(resume ? this.optimizer.slots() : [])]);
  }

  /** Copies, for a checkpoint. */
  async read(): Promise<Omit<TrainingState, 'progress'>> {
    return {
      weights: await readVariables(this.weights),
      slots: await readVariables(this.optimizer.slots()),
      average: this.average ? await readVariables(this.average.averages) : null,
      best: this.best,
      carried: await readVariables(this.carried),
    };
  }

  /** @throws ShapeError for a state of another model or optimizer; the weights are then as they were. */
  private write({ slots, average, best, carried, weights }: TrainingState): void {
    if (best) checkAgree('best weights of the checkpoint', this.weights, best);
    writeVariables('optimizer of the checkpoint', this.optimizer.slots(), slots);
    writeVariables('average of the checkpoint', this.average?.averages ?? [], average ?? []);
    writeVariables('carried states of the checkpoint', this.carried, carried);
    writeVariables('weights of the checkpoint', this.weights, weights);
    this.best = best;
  }

  /** The streams start: their states are 0. */
  resetCarried(): void {
    for (const { variable } of this.carried) tf.tidy(() => variable.assign(tf.zerosLike(variable)));
  }

  /** Keeps a copy of the present weights as the best so far. */
  async keepBest(): Promise<void> {
    this.best = await readVariables(this.weights);
  }

  /** The best weights take the place of the present ones; without any, these stay. */
  restoreBest(): void {
    if (this.best) writeVariables('best weights', this.weights, this.best);
  }

  /** The weights to keep take the place of the present ones: the best, else their average, else the present ones. */
  keepFinal(): 'best' | 'average' | 'last' {
    if (this.best) {
      this.restoreBest();
      return 'best';
    }
    this.average?.apply();
    return this.average ? 'average' : 'last';
  }

  /** The model keeps its weights and carried states. */
  dispose(): void {
    this.optimizer.dispose();
    this.average?.dispose();
  }
}

const weightDecayOf = (config: OptimizerConfig) => (config.kind === 'adamw' ? (config.weightDecay ?? 0.01) : 0);
