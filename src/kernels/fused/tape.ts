/**
 * How long something lives that a forward pass keeps for its gradient, outside of TensorFlow.js' own memory: as long as
 * the tape. A tape disposes of what its nodes have saved when it ends, whether or not a gradient was requested; so what
 * is saved hangs there, beside the tensors.
 */
import * as tf from '@tensorflow/tfjs';

interface Saved {
  tape: unknown;
  free: () => void;
}

const alive = new Set<Saved>();

/** To be called right after the kernel has run under a tape, which made its node the last one. `free` is called once. */
export function freeWithTape(free: () => void): void {
  const tape = tf.engine().state.activeTape;
  const node = tape[tape.length - 1] as { saved?: { dispose(): void }[] };
  const saved: Saved = {
    tape,
    free: () => {
      if (alive.delete(saved)) free();
    },
  };
  alive.add(saved);
  node.saved?.push({ dispose: saved.free });
}

/** A function that throws under a tape leaves the tape unfinished, and TensorFlow.js forgets all that it has saved. */
export function freeAbandoned(): void {
  const { activeTape } = tf.engine().state;
  for (const { tape, free } of alive) if (tape !== activeTape) free();
}
