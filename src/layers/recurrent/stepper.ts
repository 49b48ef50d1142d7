/**
 * Recurrent layers, stacked, one step at a time: for streams, generation and decoders, where the next input depends on
 * the last output. A step makes no tensors and, on the WebAssembly kernel, allocates nothing.
 *
 *     const stepper = new RecurrentStepper([first, second]);
 *     for await (const x of stream) use(stepper.step(x));
 *     stepper.dispose();
 *
 * Weights are those that the layers have when the stepper is made: after more training, make a new one. No dropout.
 */
import type { Cell, Named } from '../../cells/cell';
import { ConfigError, ShapeError, show } from '../../errors';
import { checkOptionNames, isIndex } from '../../validation';
import type { CellStepper } from '../../kernels/cell-stepper';
import { type PassedOver, selectStepper } from '../../kernels/select';
import type { Bidirectional } from './bidirectional';
import type { RecurrentLayer } from './recurrent-layer';
import { checkBatchSize, checkStack, weightValues } from './stepper-checks';

/** Options of `RecurrentStepper`. */
export interface StepperOptions {
  /** B, rows that go on side by side: streams, hypotheses of a beam. Default 1. */
  batchSize?: number;
}

/** Stacked recurrent layers one step at a time, without TensorFlow.js: for streams, generation and decoders. */
export class RecurrentStepper {
  readonly batchSize: number;
  /** I of the first layer. */
  readonly inputSize: number;
  /** H of the last layer. */
  readonly outputSize: number;
  /** What computes each layer, and what might have been faster. */
  readonly kernels: readonly { kernel: string; passedOver: PassedOver[] }[];
  private readonly where: string;
  private readonly cells: readonly Cell[];
  private readonly steppers: CellStepper[] = [];

  /**
   * @param layers with weights, of one direction; h of each is x of the next.
   * @throws ConfigError for a layer that cannot go step by step or has no weights yet; ShapeError if sizes do not fit;
   * BackendError if the memory of the kernel is full.
   */
  constructor(layers: readonly (RecurrentLayer | Bidirectional)[], options: StepperOptions = {}) {
    checkOptionNames('RecurrentStepper', options, { batchSize: true });
    const { batchSize = 1 } = options;
    this.where = `RecurrentStepper(${layers.map(({ name }) => name).join(', ')})`;
    const stack = checkStack(this.where, layers);
    this.batchSize = checkBatchSize(this.where, batchSize);
    this.cells = stack.map(({ layer }) => layer.equations);
    this.inputSize = stack[0].inputSize;
    this.outputSize = this.cells[stack.length - 1].hiddenSize;
    const selected = this.cells.map(selectStepper);
    this.kernels = selected.map(({ kernel, passedOver }) => ({ kernel: kernel.name, passedOver }));
    try {
      stack.forEach(({ layer, inputSize }, i) => {
        const options = { cell: this.cells[i], inputSize, batchSize, weights: weightValues(layer) };
        this.steppers.push(selected[i].kernel.stepper(options));
      });
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /**
   * State by layer, each part [B,H]: `h`, for an LSTM also `c`. Reading copies, and so does assigning.
   * @throws ShapeError for what does not fit.
   */
  get state(): Named<Float32Array>[] {
    return this.steppers.map((stepper) => stepper.readState());
  }

  set state(state: readonly Named<Float32Array>[]) {
    this.checkState(state, this.batchSize);
    this.steppers.forEach((stepper, i) => stepper.writeState(state[i]));
  }

  /**
   * @param x [B,I] @returns h of the last layer [B,H], in the same array at every step.
   * @throws ShapeError for another length; ConfigError after `dispose`.
   */
  step(x: Float32Array): Float32Array {
    this.checkLength('x', x, 'I', this.inputSize);
    if (this.steppers.length === 0) throw disposed(this.where);
    let h = x;
    for (const stepper of this.steppers) h = stepper.step(h);
    return h;
  }

  /**
   * A step from states that the caller owns, such as those of hypotheses, which stay as they are. Its own state is lost.
   * @param x [N,I], N ≤ B @param state by layer, each part [N,H] @returns the next state; `h` of the last layer is the output.
   * @throws ShapeError for what does not fit; ConfigError after `dispose`.
   */
  stepFrom(x: Float32Array, state: readonly Named<Float32Array>[]): Named<Float32Array>[] {
    const { where, batchSize, inputSize } = this;
    if (this.steppers.length === 0) throw disposed(where);
    const N = x.length / inputSize;
    if (!Number.isInteger(N) || N > batchSize) {
      const expected = `[N,I] with N of at most ${batchSize}, I=${inputSize}`;
      throw new ShapeError({ where, problem: `x is ${x.length} numbers`, expected });
    }
    this.checkState(state, N);
    let h = x;
    return this.steppers.map((stepper, i) => {
      stepper.writeState(state[i]);
      h = stepper.step(h);
      return stepper.readState(N);
    });
  }

  /** Back to zeros. */
  reset(): void {
    this.state = this.cells.map(({ stateNames, hiddenSize }) =>
      Object.fromEntries(stateNames.map((name) => [name, new Float32Array(this.batchSize * hiddenSize)])),
    );
  }

  /**
   * For beam search: row b goes on from where row `rows[b]` was. B rows, repeated or left out as they come.
   * @throws ShapeError for another number of rows, or a row that is not there.
   */
  selectRows(rows: ArrayLike<number>): void {
    const { where, batchSize } = this;
    const isRow = (row: number) => isIndex(row, batchSize);
    if (rows.length !== batchSize || !Array.from(rows).every(isRow)) {
      const problem = `rows are ${show(Array.from(rows))}`;
      throw new ShapeError({ where, problem, expected: `${batchSize} whole numbers from 0 to ${batchSize - 1}` });
    }
    this.steppers.forEach((stepper) => stepper.selectRows(rows));
  }

  /** Gives the memory back. Steps after that are refused. */
  dispose(): void {
    for (const stepper of this.steppers.splice(0)) stepper.dispose();
  }

  private checkState(state: readonly Named<Float32Array>[], rows: number): void {
    this.cells.forEach(({ stateNames, hiddenSize }, i) => {
      for (const name of stateNames) this.checkLength(`state[${i}].${name}`, state[i]?.[name], 'H', hiddenSize, rows);
    });
  }

  private checkLength(
    name: string,
    values: Float32Array | undefined,
    axis: string,
    columns: number,
    rows = this.batchSize,
  ): void {
    if (values?.length === rows * columns) return;
    const problem = `${name} is ${values ? `${values.length} numbers` : 'missing'}`;
    throw new ShapeError({ where: this.where, problem, expected: `[B,${axis}] with B=${rows}, ${axis}=${columns}` });
  }
}

const disposed = (where: string) =>
  new ConfigError({ where, problem: 'it has been disposed of', fix: 'Make a new stepper from the layers' });
