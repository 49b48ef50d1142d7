/** Frames of random probabilities, and everything that they can spell. */
import { Random } from '../../../src/random';
import { allPaths, spelled } from '../../support/ctc';

export function drawnFrames(T: number, K: number, seed: number, deviation = 1.5) {
  const logits = Random.fromSeed(seed).normalArray(T * K, deviation);
  const logProbabilities = logits.map((x, n) => {
    const row = logits.subarray(n - (n % K), n - (n % K) + K);
    return x - Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0));
  });
  return { logProbabilities, outputs: K };
}

type Frames = ReturnType<typeof drawnFrames>;

export const pathProbability = ({ logProbabilities, outputs: K }: Frames, path: readonly number[]): number =>
  path.reduce((sum, k, t) => sum + logProbabilities[t * K + k], 0);

/** Every labelling with the log-probability of all its paths, the most probable first. */
export function labellings(frames: Frames, blank = 0): { labels: number[]; logProbability: number }[] {
  const T = frames.logProbabilities.length / frames.outputs;
  const sums = new Map<string, { labels: number[]; probability: number }>();
  for (const path of allPaths(T, frames.outputs)) {
    const labels = spelled(path, blank);
    const known = sums.get(labels.join()) ?? { labels, probability: 0 };
    known.probability += Math.exp(pathProbability(frames, path));
    sums.set(labels.join(), known);
  }
  return [...sums.values()]
    .map(({ labels, probability }) => ({ labels, logProbability: Math.log(probability) }))
    .sort((a, b) => b.logProbability - a.logProbability);
}
