/**
 * Baselines of polyphonic music: the probability of each of K keys at the next step, each for itself.
 *
 *   independent      how often the key sounds, whatever came before: (on + 1) / (steps + 2)
 *   held             how often it sounds after a step where it did, and where it did not
 *   linear           logistic regression on all keys of the step before:
 *                    p_k = σ(b_k + Σ_j W[k,j] x[t−1,j]), 1/N Σ −ln p + 1/(2 C N) Σ W², C = 1
 */
import { DataError } from '../../errors';
import { minimize } from '../linear/minimize';

/** Keys that sound (1) or not (0), step after step, of one piece. */
export type KeySteps = Uint8Array; // [T,K]

/** Probabilities [T−1,K] of all steps of a piece but the first. */
export type NotePredictor = (piece: KeySteps) => Float64Array;

export interface NoteBaselines {
  independent: NotePredictor;
  held: NotePredictor;
  linear: NotePredictor;
}

/** @throws DataError for pieces without a second step. */
export function noteBaselines(pieces: readonly KeySteps[], keys: number): NoteBaselines {
  const steps = pieces.reduce((sum, piece) => sum + Math.max(0, piece.length / keys - 1), 0);
  if (steps === 0) {
    throw new DataError({
      where: 'noteBaselines',
      problem: 'no piece has a second step',
      expected: 'at least one step that follows another',
      fix: 'Check the pieces',
    });
  }
  return { independent: independent(pieces, keys), held: held(pieces, keys), linear: linear(pieces, keys, steps) };
}

function independent(pieces: readonly KeySteps[], K: number): NotePredictor {
  const on = new Float64Array(K).fill(1);
  let steps = 2;
  for (const piece of pieces) {
    for (let i = K; i < piece.length; i++) on[i % K] += piece[i];
    steps += Math.max(0, piece.length / K - 1);
  }
  return (piece) => Float64Array.from({ length: piece.length - K }, (_, i) => on[i % K] / steps);
}

function held(pieces: readonly KeySteps[], K: number): NotePredictor {
  const on = new Float64Array(2 * K).fill(1); // after silence, after sound
  const seen = new Float64Array(2 * K).fill(2);
  for (const piece of pieces) {
    for (let i = K; i < piece.length; i++) {
      const place = piece[i - K] * K + (i % K);
      on[place] += piece[i];
      seen[place]++;
    }
  }
  return (piece) =>
    Float64Array.from({ length: piece.length - K }, (_, i) => {
      const place = piece[i] * K + (i % K);
      return on[place] / seen[place];
    });
}

/** Keys that sound at each step but the last of each piece, and at the one after it. */
interface Transition {
  before: number[];
  after: Uint8Array; // [K]
}

function linear(pieces: readonly KeySteps[], K: number, steps: number): NotePredictor {
  const transitions = pieces.flatMap((piece) => transitionsOf(piece, K));
  const weights = Array.from({ length: K }, (_, k) => {
    const loss = (w: Float64Array, gradient: Float64Array) => lossOfKey(transitions, k, w, gradient) / steps;
    return minimize(loss, new Float64Array(K + 1), { tolerance: 1e-5, iterations: 100 }).x;
  });
  return (piece) =>
    Float64Array.from(transitionsOf(piece, K).flatMap(({ before }) => weights.map((w) => sigmoid(scoreOf(w, before)))));
}

/** Σ −ln p + 1/2 Σ W², and its gradient / N; the bias is last and not penalised. */
function lossOfKey(transitions: readonly Transition[], k: number, w: Float64Array, gradient: Float64Array): number {
  const bias = w.length - 1;
  let loss = 0;
  for (const { before, after } of transitions) {
    const z = scoreOf(w, before);
    loss += Math.max(z, 0) - after[k] * z + Math.log1p(Math.exp(-Math.abs(z)));
    const d = sigmoid(z) - after[k];
    for (const j of before) gradient[j] += d;
    gradient[bias] += d;
  }
  for (let j = 0; j < bias; j++) {
    loss += (w[j] * w[j]) / 2;
    gradient[j] += w[j];
  }
  for (let j = 0; j <= bias; j++) gradient[j] /= transitions.length;
  return loss;
}

function scoreOf(w: Float64Array, before: readonly number[]): number {
  let z = w[w.length - 1];
  for (const j of before) z += w[j];
  return z;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

function transitionsOf(piece: KeySteps, K: number): Transition[] {
  return Array.from({ length: Math.max(0, piece.length / K - 1) }, (_, t) => {
    const step = piece.subarray(t * K, (t + 1) * K);
    const before = Array.from(step.keys()).filter((j) => step[j] === 1);
    return { before, after: piece.subarray((t + 1) * K, (t + 2) * K) };
  });
}
