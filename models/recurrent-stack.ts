/**
 * Recurrent layers on top of each other, every output of one the input of the next, with dropout before, between and
 * after them: the same numbers at all steps of a sequence (Gal & Ghahramani 2016).
 */
import type * as tf from '@tensorflow/tfjs';
import { Bidirectional } from '../src/layers/recurrent/bidirectional';
import { Dropout } from '../src/layers/dropout';
import type { RecurrentLayer } from '../src/layers/recurrent/recurrent-layer';
import type { Random } from '../src/random';
import type { CallContext } from './network';
import { recurrentLayer } from './recurrent-layers';
import type { SequenceTaggerConfig } from './sequence-tagger/config';

/** Of one direction: for each layer h, and c of an LSTM, each [B,H]. */
export type StackState = tf.Tensor[][];

export class RecurrentStack {
  readonly layers: (RecurrentLayer | Bidirectional)[];
  private readonly drops: Dropout[];

  constructor(
    private readonly config: SequenceTaggerConfig,
    random: Random,
  ) {
    const { layers = 1, inputDropout = 0, dropout = 0 } = config;
    this.layers = Array.from({ length: layers }, (_, i) => this.makeLayer(i, random));
    this.drops = Array.from({ length: layers + 1 }, (_, i) => {
      const name = `dropout_${i}`;
      const rate = i ? dropout : inputDropout;
      return new Dropout({ name, rate, noiseShape: [null, 1, null], random: random.fork(name) });
    });
  }

  /**
   * [B,T,D] → [B,T,H]
   * @param start of each layer, for one direction only; zeros without it
   * @returns also the last state of each layer, for one direction only
   */
  run(x: tf.Tensor, mask: tf.Tensor | undefined, context: CallContext, start?: StackState) {
    const last: StackState = [];
    const outputs = this.layers.reduce(
      (x, layer, i) => {
        const [output, ...state] = [
          layer.apply(x, { ...context, mask, initialState: start?.[i] }),
        ].flat() as tf.Tensor[];
        last.push(state);
        return this.drop(i + 1, output, context);
      },
      this.drop(0, x, context),
    );
    return { outputs: outputs as tf.Tensor3D, last };
  }

  /** The same for a layers model. */
  symbolic(x: tf.SymbolicTensor): tf.SymbolicTensor {
    const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor) => [layer.apply(x)].flat()[0] as tf.SymbolicTensor;
    return this.layers.reduce((x, layer, i) => apply(this.drops[i + 1], apply(layer, x)), apply(this.drops[0], x));
  }

  private drop(place: number, x: tf.Tensor, { training, random }: CallContext): tf.Tensor {
    return this.drops[place].apply(x, { training, random }) as tf.Tensor;
  }

  private makeLayer(i: number, random: Random): RecurrentLayer | Bidirectional {
    const { cell, hiddenSize: units, bidirectional, merge, recurrentDropout, resetAfter } = this.config;
    const name = `${cell.replace('-', '_')}_${i + 1}`;
    const options = { name, units, recurrentDropout, returnSequences: true, random: random.fork(name) };
    if (!bidirectional) return recurrentLayer(cell, { ...options, returnState: true }, resetAfter);
    const layer = recurrentLayer(cell, options, resetAfter);
    return new Bidirectional({ layer, mergeMode: merge, name: `bidirectional_${i + 1}` });
  }
}
