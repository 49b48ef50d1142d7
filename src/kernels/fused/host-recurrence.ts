/**
 * A recurrence on plain float32 arrays, outside of any TensorFlow.js backend: what a kernel of our own implements, and
 * what `fused-recurrence.ts` makes an operation of. The caller gives the arrays that results are written into, so that they may be
 * views on a backend's own memory, and no value is copied twice.
 *
 * The meaning is that of recurrence/recurrence.ts: where the mask is 0, state and output hold; holes are allowed.
 */
import type { Named } from '../../cells/cell';
import type { RecurrenceOptions } from '../../recurrence/recurrence';

export interface HostSizes {
  batchSize: number;
  steps: number;
  inputSize: number;
}

export interface HostInputs {
  /** [B,T,I] */
  xs: Float32Array;
  /** As `cell.parameters(inputSize)` says. */
  weights: Named<Float32Array>;
  /** Each [B,H]; zeros unless given. */
  initialState?: Named<Float32Array>;
  /** [B,T], 1 for a real step, 0 for padding. */
  mask?: Uint8Array;
  /** Factors [B,H] for h where it enters the gates, the same at every step. */
  recurrentDropout?: Float32Array;
}

/** Written by `forward`. */
export interface HostOutputs {
  /** [B,T,H]; left out where only the last state is requested. */
  hs?: Float32Array;
  /** Each [B,H]. */
  lastState: Named<Float32Array>;
}

/** What is left out counts as zero. */
export interface HostOutputGradients {
  dhs?: Float32Array;
  dLastState?: Named<Float32Array>;
}

/** Written by `backward`, not added to; what is left out is not computed. */
export interface HostInputGradients {
  dxs?: Float32Array;
  dWeights: Named<Float32Array>;
  dInitialState?: Named<Float32Array>;
}

/** What a forward pass keeps for the backward pass, in memory that has to be freed. */
export interface SavedForward {
  /** Size in memory. */
  readonly bytes: number;
  /** Again is harmless. */
  free(): void;
}

export interface HostRecurrence {
  readonly options: RecurrenceOptions;
  /** @param save whether a gradient may be needed. @throws BackendError where memory runs out or a thread dies. */
  forward(sizes: HostSizes, inputs: HostInputs, outputs: HostOutputs, save: boolean): SavedForward | undefined;
  /** Reads what was saved and changes nothing: called twice it gives the same gradients twice. */
  backward(saved: SavedForward, gradients: HostOutputGradients, results: HostInputGradients): void;
}

export interface HostForward {
  sizes: HostSizes;
  inputs: HostInputs;
  outputs: HostOutputs;
  save: boolean;
}

export interface HostBackward {
  saved: SavedForward;
  gradients: HostOutputGradients;
  results: HostInputGradients;
}

/**
 * Recurrences none of which needs what another computes, such as the two directions of a layer: a kernel may run them
 * side by side. One call for each, in their order.
 */
export interface HostRecurrences {
  readonly options: readonly RecurrenceOptions[];
  /** As `HostRecurrence.forward`; where one fails, nothing is saved. */
  forward(calls: readonly HostForward[]): (SavedForward | undefined)[];
  backward(calls: readonly HostBackward[]): void;
}

/** One after the other. */
export function oneByOne(hosts: readonly HostRecurrence[]): HostRecurrences {
  return {
    options: hosts.map(({ options }) => options),
    forward(calls) {
      const saved: (SavedForward | undefined)[] = [];
      try {
        hosts.forEach((host, i) => {
          const { sizes, inputs, outputs, save } = calls[i];
          saved.push(host.forward(sizes, inputs, outputs, save));
        });
      } catch (error) {
        for (const pass of saved) pass?.free();
        throw error;
      }
      return saved;
    },
    backward(calls) {
      hosts.forEach((host, i) => host.backward(calls[i].saved, calls[i].gradients, calls[i].results));
    },
  };
}
