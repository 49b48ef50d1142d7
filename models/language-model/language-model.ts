/**
 * The next token from all before it: ids [B,T] → scores of the following ones [B·T,V].
 *
 *     embedding → recurrent layers, forwards only → z = h W + b
 *
 * With `tied` W is the transposed table of the embedding (Press & Wolf 2017). States go in and out, so that a text may
 * be read in windows.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { Dense } from '../../src/layers/dense';
import type { Dropout } from '../../src/layers/dropout';
import { type OutputMatrices, TokenStepper } from '../../src/layers/recurrent/token-stepper';
import type { RecurrentLayer } from '../../src/layers/recurrent/recurrent-layer';
import { TokenLogits } from '../../src/layers/token-logits';
import type { NamedVariable } from '../../src/parameters';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { checkSizes } from '../check-sizes';
import { TokenEmbedder } from '../embedders/tokens';
import { disposeVariables, layerGroupsOf, trainableVariables } from '../layer-variables';
import type { CallContext, WeightedNetwork } from '../network';
import {
  type RecurrentConfig,
  RecurrentStack,
  type StackState,
  stateNamesOf,
  variationalDropout,
} from '../recurrent-stack';

export type { TokenState, TokenStepper } from '../../src/layers/recurrent/token-stepper';

export interface LanguageModelConfig extends Omit<RecurrentConfig, 'bidirectional' | 'merge'> {
  /** V */
  vocabularySize: number;
  embeddingSize: number;
  /** The output shares its matrix with the embedding, whose vectors then are as long as h. */
  tied?: boolean;
  /** On the vectors of the embedding, one mask for all steps of a window ("variational", Gal & Ghahramani 2016). */
  embeddingDropout?: number;
  /** Between recurrent layers, in the same way. */
  dropout?: number;
  /** Before the output, in the same way. */
  outputDropout?: number;
}

export interface LanguageModelInputs {
  ids: tf.Tensor2D; // [B,T]
  /** [B,T]; without it all are real. */
  mask?: tf.Tensor2D;
  /** Zeros without it. */
  start?: StackState;
}

export class LanguageModel implements WeightedNetwork {
  readonly name = 'language-model';
  /** V */
  readonly vocabularySize: number;
  private readonly embedder: TokenEmbedder;
  private readonly stack: RecurrentStack;
  private readonly outputDropout: Dropout;
  private readonly output: Dense | TokenLogits;
  private readonly weights: NamedVariable[];
  private streams: { rows: number; variables: NamedVariable[] } = { rows: 0, variables: [] };

  /** Creates all weights. @throws ConfigError for sizes that cannot be. */
  constructor(
    private readonly config: LanguageModelConfig,
    random: Random,
  ) {
    const { vocabularySize, embeddingSize, hiddenSize, layers = 1, tied } = config;
    const { embeddingDropout, dropout, outputDropout } = config;
    checkSizes(this.name, { vocabularySize, embeddingSize, hiddenSize, layers });
    if (tied && embeddingSize !== hiddenSize) throw cannotTie(embeddingSize, hiddenSize);
    this.vocabularySize = vocabularySize;
    this.embedder = new TokenEmbedder({ vocabularySize, embeddingSize, initializer: { uniform: 0.1 } }, random);
    const dropoutBefore = (i: number) => variationalDropout(`dropout_${i}`, i ? dropout : embeddingDropout, random);
    this.stack = new RecurrentStack({ ...config, bidirectional: false }, random, { returnState: true, dropoutBefore });
    this.outputDropout = variationalDropout(`dropout_${layers}`, outputDropout, random);
    this.output = tied
      ? new TokenLogits({ name: 'token_logits', vocabularySize, embedding: this.embedder.embedding })
      : new Dense({ name: 'logits', units: vocabularySize, random: random.fork('logits') });
    this.weights = this.build();
  }

  parameters(): NamedVariable[] {
    return this.weights;
  }

  layerGroups(): string[][] {
    return layerGroupsOf([this.embedder.layers, ...this.stack.layers.map((layer) => [layer]), []]);
  }

  /** @returns scores [B·T,V], row by row, and the states after the last real step. @throws ShapeError for what does not fit. */
  forward({ ids, mask, start }: LanguageModelInputs, context: CallContext): { logits: tf.Tensor2D; last: StackState } {
    if (mask) checkShape(this.name, 'mask', mask.shape, ids.shape);
    return tf.tidy(() => {
      const { outputs, last } = this.stack.run(this.embedder.embedIds(ids), mask, context, start);
      const h = this.outputDropout.apply(outputs, { ...context }) as tf.Tensor3D; // [B,T,H]
      const rows = tf.reshape(h, [-1, this.config.hiddenSize]); // [B·T,H]
      return { logits: this.output.apply(rows) as tf.Tensor2D, last };
    });
  }

  /** States of B parallel streams, which belong to the network: zeros when they are made. */
  carried(rows: number): readonly NamedVariable[] {
    if (this.streams.rows !== rows) {
      disposeVariables(this.streams.variables);
      this.streams = { rows, variables: this.stateNames().map((name) => this.zeroState(name, rows)) };
    }
    return this.streams.variables;
  }

  /** Tensors in the order of `carried` as states by layer. */
  statesOf(tensors: readonly tf.Tensor[]): StackState {
    const { length } = stateNamesOf(this.config.cell);
    return this.stack.layers.map((_, i) => tensors.slice(i * length, (i + 1) * length));
  }

  /** One token at a time, without tensors, with the weights of this moment. @throws BackendError where memory is full. */
  stepper(rows = 1): TokenStepper {
    const recurrent = this.stack.layers as RecurrentLayer[]; // of one direction
    const embedding = this.embedder.embedding.weights[0].read() as tf.Tensor2D;
    return new TokenStepper({ embedding, recurrent, output: this.matrices() }, rows);
  }

  /** ids [B,T] → probabilities [B,T,V]; of a tied model stock layers cannot express the output, and it is empty. */
  topology(): object {
    const symbolic = this.embedder.symbolic();
    if (!symbolic || this.output instanceof TokenLogits) return {};
    const softmax = tf.layers.activation({ activation: 'softmax', name: 'probabilities' });
    const h = this.outputDropout.apply(this.stack.symbolic(symbolic.vectors)) as tf.SymbolicTensor;
    const outputs = softmax.apply(this.output.apply(h)) as tf.SymbolicTensor;
    return tf.model({ name: 'language_model', inputs: symbolic.input, outputs }).toJSON(null, false) as object;
  }

  dispose(): void {
    disposeVariables([...this.weights, ...this.streams.variables]);
  }

  private matrices(): OutputMatrices {
    if (this.output instanceof TokenLogits) return this.output.matrices;
    const [weights, bias] = this.output.weights.map((weight) => weight.read() as tf.Variable);
    return { weights, bias, transposed: false };
  }

  private stateNames(): string[] {
    const names = stateNamesOf(this.config.cell);
    return this.stack.layers.flatMap((layer) => names.map((name) => `${layer.name}/${name}`));
  }

  private zeroState(name: string, rows: number): NamedVariable {
    const zeros = () => tf.variable(tf.zeros([rows, this.config.hiddenSize]), false);
    return { name, variable: tf.tidy(zeros) };
  }

  private build(): NamedVariable[] {
    tf.tidy(() => void this.forward({ ids: tf.ones([1, 1], 'int32') }, { training: false }));
    return trainableVariables([...this.embedder.layers, ...this.stack.layers, this.output]);
  }
}

const cannotTie = (embeddingSize: number, hiddenSize: number) =>
  new ConfigError({
    where: 'language-model',
    problem: `tied is true, embeddingSize is ${embeddingSize} and hiddenSize is ${hiddenSize}`,
    expected: 'the same size: the output reads h with the vectors of the embedding',
    fix: 'Change one of the two, or do not tie',
  });
