/**
 * Where in time each label of a known text is: the most probable path that spells it (Viterbi over its states with a
 * blank before, between and after the labels; `src/layers/ctc/paths.ts` has the sum over all such paths).
 */
import { DataError } from '../../errors';
import { isIndex } from '../../validation';
import { checkFrames, type CtcFrames } from './log-probabilities';
import type { LabelSpan } from './greedy';

/** What `ctcAlign` found. */
export interface CtcAlignment {
  /** One for each label of the text. */
  spans: LabelSpan[];
  /** The output of each frame [T]. */
  path: Int32Array;
  /** Of that path, in nats. */
  logProbability: number;
}

/**
 * @param labels the text, without blanks
 * @throws ShapeError for sizes that do not fit, or NaN; DataError for a label that is no output, and where no path with
 * a probability above 0 spells the text: a frame for each label is needed, and one more between equal neighbours.
 */
export function ctcAlign(frames: CtcFrames, labels: ArrayLike<number>): CtcAlignment {
  checkFrames('ctcAlign', frames);
  const { logProbabilities, outputs: K, blank = 0 } = frames;
  checkLabels(labels, K, blank);
  const T = logProbabilities.length / K;
  const S = 2 * labels.length + 1;
  const outputOf = (s: number) => (s % 2 === 1 ? labels[(s - 1) / 2] : blank);
  const moves = new Uint8Array(T * S); // how many states back the best path to state s at frame t was
  let best = new Float64Array(S).fill(-Infinity);
  for (let s = 0; s < Math.min(S, T > 0 ? 2 : 1); s++) best[s] = T > 0 ? logProbabilities[outputOf(s)] : 0;
  for (let t = 1; t < T; t++) {
    const next = new Float64Array(S);
    for (let s = 0; s < S; s++) {
      const skips = s % 2 === 1 && s > 1 && outputOf(s) !== outputOf(s - 2);
      let move = 0;
      for (let back = 1; back <= (skips ? 2 : Math.min(1, s)); back++) if (best[s - back] > best[s - move]) move = back;
      moves[t * S + s] = move;
      next[s] = best[s - move] + logProbabilities[t * K + outputOf(s)];
    }
    best = next;
  }
  let state = S > 1 && best[S - 2] > best[S - 1] ? S - 2 : S - 1;
  const logProbability = best[state];
  if (logProbability === -Infinity) throw noPath(T, labels.length);
  const states = new Int32Array(T);
  for (let t = T - 1; t >= 0; t--) {
    states[t] = state;
    state -= moves[t * S + state];
  }
  return { spans: spansOf(states, frames, labels), path: states.map(outputOf), logProbability };
}

function spansOf(states: Int32Array, { logProbabilities, outputs: K }: CtcFrames, labels: ArrayLike<number>) {
  return Array.from(labels, (label, i): LabelSpan => {
    const start = states.indexOf(2 * i + 1);
    const end = states.lastIndexOf(2 * i + 1) + 1;
    let sum = 0;
    for (let t = start; t < end; t++) sum += Math.exp(logProbabilities[t * K + label]);
    return { label, start, end, confidence: sum / (end - start) };
  });
}

function checkLabels(labels: ArrayLike<number>, K: number, blank: number): void {
  const wrong = Array.from(labels).findIndex((label) => !isIndex(label, K) || label === blank);
  if (wrong < 0) return;
  throw new DataError({
    where: 'ctcAlign',
    problem: `label ${wrong} is ${labels[wrong]}`,
    expected: `an output from 0 to ${K - 1} other than the blank, ${blank}`,
  });
}

const noPath = (frames: number, labels: number) =>
  new DataError({
    where: 'ctcAlign',
    problem: `no path of ${frames} frames with a probability above 0 spells these ${labels} labels`,
    expected: 'a frame for each label, and one more between equal neighbours',
    fix: 'Check that the text belongs to this recording',
  });
