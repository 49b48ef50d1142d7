/**
 * Truncated back-propagation through time (Williams & Peng 1990): a stream is cut into windows of k steps. The state at
 * the end of a window starts the next one, detached: gradients stop there. So memory depends on k, not on the length of
 * the stream. Within a window the gradient is that of full BPTT from the window's start state; with k ≥ T it is full BPTT.
 *
 * B streams run side by side, example b of every step belonging to stream b. A stream that has ended goes on with mask 0:
 * its state holds, its loss does not count.
 */
import type { Named } from '../cells/cell';
import type { Matrix } from '../cells/float64';
import { ConfigError } from '../errors';
import { checkCount, checkOptionNames } from '../validation';
import type { Network, NetworkForward, NetworkGradients } from './network';

/** One step of B parallel streams. */
export interface StreamStep {
  /** [B,I] */
  x: Matrix;
  /** [B,K] */
  target: Matrix;
  /** [B,1], 1 where the stream goes on; all unless given, alike for every step. */
  mask?: Matrix;
}

/** Weights, length of a window and initial state of `truncated`. */
export interface TruncatedOptions {
  /** Read anew for every window: change it between windows (`sgd`) to train. */
  weights: Named<Matrix>;
  /** k: steps a window. The last one may be shorter. */
  window: number;
  initialState?: Named<Matrix>;
}

/** One window of a stream: its loss, outputs and gradients. */
export interface Window extends NetworkForward {
  /** Number of its first step in the stream, from 0. */
  start: number;
  steps: number;
  gradients: NetworkGradients;
}

/**
 * Runs the network over a stream and yields every window with its loss and gradients, reading no further than it.
 * @throws ConfigError for a network with a backward direction, for a loss at the last step only, for k < 1.
 */
export function* truncated(net: Network, stream: Iterable<StreamStep>, options: TruncatedOptions): Generator<Window> {
  checkOptionNames('truncated', options, { weights: true, window: true, initialState: true });
  check(net, options.window);
  let state = options.initialState;
  let start = 0;
  for (const steps of windows(stream, options.window)) {
    const inputs = {
      xs: steps.map(({ x }) => x),
      weights: options.weights,
      initialState: state,
      mask: steps[0].mask && steps.map(({ mask }) => mask as Matrix),
    };
    const targets = steps.map(({ target }) => target);
    const forward = net.forward(inputs, targets);
    yield { ...forward, start, steps: steps.length, gradients: net.backward(forward) };
    state = forward.lastState; // values only: no gradient flows back into the window before
    start += steps.length;
  }
}

function* windows<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let window: T[] = [];
  for (const item of items) {
    window.push(item);
    if (window.length < size) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

function check({ layers, lossAt }: Network, window: number): void {
  const where = 'truncated';
  checkCount(where, 'window', window);
  if (layers.some(({ merge }) => merge)) {
    throw new ConfigError({
      where,
      problem: 'a layer runs in both directions',
      expected: 'one direction: the backward one would have to begin at the end of the stream',
      fix: 'Leave out merge, or use full BPTT on whole sequences',
    });
  }
  if (lossAt === 'last-step') {
    throw new ConfigError({
      where,
      problem: "lossAt is 'last-step'",
      expected: "'every-step'",
      fix: 'A stream has no last step',
    });
  }
}
