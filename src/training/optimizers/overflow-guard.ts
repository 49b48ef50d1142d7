/**
 * An update can leave weights that are not finite although loss and gradient are: θ - ηg with η = 1e30 and g = 1e9 is
 * beyond float32 (3.4e38). Optimizers update in place, so undoing it needs a copy of the weights, which would cost a
 * pass over all of them at every step. The copy is made only where an update can be that large:
 *
 *   every optimizer here moves a weight by at most about η max(1, ‖g‖), times a constant of its own (1/(1-μ) for
 *   momentum, (1-β₁)/√(1-β₂) for Adam); so as long as η ‖g‖, η and ‖g‖ stay below 1e15, it takes some 1e20 steps to get
 *   from 1e15 to 3.4e38. Once they are beyond, the optimizer's state may be large as well, and all later updates count.
 */
import { TrainingError } from '../../errors';
import type { NamedVariable } from '../../parameters';
import { readVariables, writeVariables } from '../variables';

const large = 1e15;

export interface UpdateSize {
  learningRate: number;
  /** ‖g‖ as the optimizer sees it: after clipping. */
  gradientNorm: number;
  /** Number of the update, for messages. */
  step: number;
}

export class OverflowGuard {
  /** Whether updates are checked, at the cost of a copy each. */
  private active = false;

  /** @param weightDecay λ: with ηλ > 2 a decay alone makes weights grow. */
  constructor(
    private readonly variables: readonly NamedVariable[],
    private readonly weightDecay = 0,
  ) {}

  /** Values that are large from the start: given weights, the state of an optimizer that goes on. */
  async inspect(variables: readonly NamedVariable[]): Promise<void> {
    const arrays = await readVariables(variables);
    this.active ||= arrays.some(({ values }) => values.some((value) => !(Math.abs(value) <= large)));
  }

  /** @throws TrainingError for an update that leaves weights which are not finite; they are then those before it. */
  async apply(update: () => void, { learningRate, gradientNorm, step }: UpdateSize): Promise<void> {
    const size = Math.max(learningRate, gradientNorm, learningRate * gradientNorm);
    this.active ||= size > large || learningRate * this.weightDecay > 2;
    if (!this.active) return update();
    const before = await readVariables(this.variables);
    update();
    const after = await readVariables(this.variables);
    const overflown = after.filter(({ values }) => values.some((value) => !Number.isFinite(value)));
    if (!overflown.length) return;
    writeVariables('weights before the step', this.variables, before);
    throw new TrainingError({
      where: `training step ${step}`,
      problem: `the update leaves values that are not finite in ${overflown.map(({ name }) => name).join(', ')} at learning rate ${learningRate}`,
      expected: 'finite numbers',
      fix: 'This step was undone, the last good weights are kept. Lower the learning rate, or clip the gradients (clipNorm: 1)',
    });
  }
}
