/** A recurrent layer of any cell. Its weights are those that `cell.parameters` names. */
import * as tf from '@tensorflow/tfjs';
import type { Cell } from '../../cells/cell';
import { ConfigError } from '../../errors';
import { initialize } from '../../parameters';
import type { Random } from '../../random';
import { checkOptionNames, checkRate, type OptionNames } from '../../validation';
import { DropoutStream } from '../dropout-mask';
import { buildWithZeros, savedConfigNames, streamOf, writeValues } from '../initial-weights';
import { type CallArguments, onlyShape, type Shape } from '../stock';
import { callRecurrent } from './call';
import { cellNamed, checkIsCell } from './custom-cells';
import { type RecurrentOptions, recurrentOptionNames } from './options';
import type { DropoutRates, RecurrentLayer } from './recurrent-layer';

/** Options of the layer `Recurrent`. */
export interface RecurrentCellOptions extends Omit<RecurrentOptions, 'units'> {
  /** One time step: `lstm({ hiddenSize: 8 })`, or a cell of your own (examples/custom-cell.ts). */
  cell: Cell;
}

const { units, ...ofEveryLayer } = recurrentOptionNames;
const optionNames: OptionNames<RecurrentCellOptions> = { ...ofEveryLayer, cell: units };

/** What `getConfig` writes of the cell. */
interface SavedCell {
  name: string;
  hiddenSize: number;
}

/**
 * A recurrent layer of any cell, its gradients those of `stepBackward`: [B,T,I] → [B,T,H] with `returnSequences`, else
 * [B,H] after the last real step. `registerCell` makes its cell known to `tf.loadLayersModel`.
 */
export class Recurrent extends tf.layers.Layer implements RecurrentLayer {
  static readonly className = 'Recurrent';
  readonly equations: Cell;
  readonly rates: DropoutRates;
  readonly random: Random;
  readonly dropoutStream: DropoutStream;
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  private variables: Readonly<Record<string, tf.LayerVariable>> = {};

  /** @throws ConfigError for what is no cell, and for options that it cannot have. */
  constructor(private readonly options: RecurrentCellOptions) {
    checkOptionNames<object>('Recurrent', options, { ...optionNames, ...savedConfigNames });
    const { cell, dropout, recurrentDropout, weightDrop } = options;
    const { returnSequences, returnState, goBackwards, name, inputShape } = options;
    checkIsCell('Recurrent', cell);
    checkRate('Recurrent', 'dropout', dropout);
    checkRate('Recurrent', 'recurrentDropout', recurrentDropout);
    checkRate('Recurrent', 'weightDrop', weightDrop);
    if (weightDrop && !cell.parameters(1).some((spec) => spec.name === 'recurrentKernel')) throw nothingToDrop(cell);
    const { batchInputShape } = options as { batchInputShape?: (number | null)[] };
    super({ name, inputShape, batchInputShape, trainable: options.trainable });
    this.supportsMasking = true;
    this.equations = cell;
    this.rates = options;
    this.random = streamOf(options, this.name);
    this.dropoutStream = new DropoutStream(this.random);
    this.goBackwards = goBackwards ?? false;
    this.returnSequences = returnSequences ?? false;
    this.returnState = returnState ?? false;
  }

  /** By its name in `cell.parameters`. */
  get cellVariables(): Readonly<Record<string, tf.LayerVariable>> {
    return this.variables;
  }

  /** None is kept between calls; stock `Bidirectional` counts them. */
  get states(): null[] {
    return this.equations.stateNames.map(() => null);
  }

  /** Draws the initial weights. */
  override build(inputShape: Shape): void {
    const specs = this.equations.parameters(onlyShape(inputShape).at(-1) as number);
    const zeros = tf.initializers.zeros();
    buildWithZeros(this, () => {
      const added = specs.map(({ name, shape }) => [name, this.addWeight(name, [...shape], 'float32', zeros)] as const);
      this.variables = Object.fromEntries(added);
    });
    for (const spec of specs) writeValues(this.variables[spec.name], initialize(spec, this.random.fork(spec.name)));
    super.build(inputShape);
  }

  /** [B,T,I] → [B,T,H] or [B,H], with `returnState` the last states after it. @throws ShapeError, ConfigError. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor | tf.Tensor[] {
    return callRecurrent(this, inputs, kwargs);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [batch, time] = onlyShape(inputShape);
    const { hiddenSize, stateNames } = this.equations;
    const output = this.returnSequences ? [batch, time, hiddenSize] : [batch, hiddenSize];
    return this.returnState ? [output, ...stateNames.map(() => [batch, hiddenSize])] : output;
  }

  /** The mask goes on with the steps. */
  override computeMask(_: tf.Tensor | tf.Tensor[], mask?: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    const own = (this.returnSequences ? [mask].flat()[0] : undefined) ?? (null as unknown as tf.Tensor);
    return this.returnState ? [own, ...(this.states as unknown as tf.Tensor[])] : own;
  }

  /** The cell by its name. */
  override getConfig(): tf.serialization.ConfigDict {
    const { returnSequences, returnState, goBackwards, rates, equations } = this;
    const { dropout = 0, recurrentDropout = 0, weightDrop = 0 } = rates;
    const cell = { name: equations.name, hiddenSize: equations.hiddenSize };
    const all = { cell, returnSequences, returnState, goBackwards, dropout, recurrentDropout };
    return { ...super.getConfig(), ...all, ...(weightDrop && { weightDrop }) };
  }

  /** @throws ConfigError for a cell that is not registered. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    const { name, hiddenSize } = config.cell as unknown as SavedCell;
    const cell = cellNamed('Recurrent', name, hiddenSize);
    return new cls({ ...config, cell });
  }

  withOptions(changes: Partial<RecurrentCellOptions>): Recurrent {
    checkOptionNames<object>('Recurrent.withOptions', changes, optionNames);
    return new Recurrent({ ...this.options, name: this.name, ...changes });
  }
}

const nothingToDrop = (cell: Cell) =>
  new ConfigError({
    where: 'Recurrent',
    problem: `weightDrop is given, and the cell ${cell.name} has the weights ${namesOf(cell)}`,
    expected: 'a cell with a weight recurrentKernel',
    fix: 'Leave weightDrop out, or call the recurrent matrix so',
  });

const namesOf = (cell: Cell): string =>
  cell
    .parameters(1)
    .map(({ name }) => name)
    .join(', ');
