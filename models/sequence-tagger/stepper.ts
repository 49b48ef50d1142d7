/**
 * A tagger of one direction, frame by frame, with the weights that it has when the stepper is made. Frames of values
 * create no tensors; images go through their convolutions as tensors of one step.
 */
import { RecurrentStepper } from '../../src/layers/recurrent/stepper';
import type { RecurrentStack } from '../recurrent-stack';

/** Of each layer h, and c of an LSTM. */
export type StepperState = Record<string, Float32Array>[];

export interface TaggerStepperParts {
  stack: RecurrentStack;
  /** [H,K] and [K] */
  kernel: Float32Array;
  bias: Float32Array;
  /** Frame [F] → input of the recurrent layers [D]. */
  embed: (frame: Float32Array) => Float32Array;
}

export class TaggerStepper {
  private readonly recurrent: RecurrentStepper;
  private readonly scores: Float32Array; // [K]

  constructor(private readonly parts: TaggerStepperParts) {
    this.recurrent = new RecurrentStepper(parts.stack.layers);
    this.scores = new Float32Array(parts.bias.length);
  }

  get state(): StepperState {
    return this.recurrent.state;
  }

  set state(state: StepperState) {
    this.recurrent.state = state;
  }

  /** @returns scores of all tags [K], in the same array at every step. @throws ShapeError for another size. */
  step(frame: Float32Array): Float32Array {
    const { kernel, bias, embed } = this.parts;
    const h = this.recurrent.step(embed(frame)); // [H]
    const { scores } = this;
    const K = bias.length;
    scores.set(bias);
    for (let i = 0; i < h.length; i++) {
      for (let k = 0; k < K; k++) scores[k] += h[i] * kernel[i * K + k];
    }
    return scores;
  }

  /** Gives the memory back. The stepper is of no use after that. */
  dispose(): void {
    this.recurrent.dispose();
  }
}
