/**
 * Softmax regression on words in their context (word-context.ts), each tag by itself:
 *
 *   p_k = softmax_k(Σ_g W_gk)     g runs over the features of a word
 *
 * fitted by a few passes of AdaGrad (Duchi et al. 2011) over the words in random order: every weight has steps of its own,
 * the smaller, the more it has moved. Features of a single word are left out.
 */
import { Random } from '../../random';
import { fitted } from '../baseline';
import { checkLabels, type TaggedTokens, type TaggingBaseline } from '../tagging-baseline';
import { softmaxInPlace } from './softmax';
import { WordContexts } from './word-context';

const passes = 3;
const learningRate = 0.1;
/** Added to the sum of squared gradients, so that the first step is not as long as any. */
const initialSquares = 0.01;
/** A class whose probability is off by less moves nothing: nearly all classes of nearly all words. */
const smallError = 0.005;

interface Model {
  /** Feature → its row. */
  rows: ReadonlyMap<number, number>;
  weights: Float32Array; // [G,K]
  classes: number;
}

/** Words as their features: rows[starts[n] … starts[n + 1] − 1]. */
interface Words {
  starts: Int32Array; // [N+1]
  rows: Int32Array;
  labels: Int32Array; // [N]
}

export interface LinearTaggerOptions {
  /** With hundreds of tags only the more frequent features have weights. Default 2²⁵. */
  maximumWeights?: number;
}

export class LinearTagger implements TaggingBaseline {
  private readonly maximumWeights: number;
  private readonly contexts = new WordContexts();
  private model?: Model;

  constructor({ maximumWeights = 2 ** 25 }: LinearTaggerOptions = {}) {
    this.maximumWeights = maximumWeights;
  }

  fit(sentences: readonly TaggedTokens[], classes: number): void {
    const labels = sentences.map((sentence) => sentence.labels);
    const sizes = sentences.map(({ tokens }) => tokens.length);
    checkLabels('LinearTagger.fit', labels, sizes, classes);
    const { rows, words } = this.collect(sentences, classes);
    this.model = { rows, weights: descend(words, rows.size, classes), classes };
  }

  predict(tokens: readonly string[]): Int32Array {
    const { rows, weights, classes } = fitted('LinearTagger.predict', this.model);
    const scores = new Float64Array(classes);
    const tags = this.contexts.of(tokens).map((features) => {
      scores.fill(0);
      for (const feature of features) {
        const row = rows.get(feature);
        if (row !== undefined) for (let k = 0, j = row * classes; k < classes; k++, j++) scores[k] += weights[j];
      }
      return scores.indexOf(scores.reduce((most, score) => Math.max(most, score), -Infinity));
    });
    return Int32Array.from(tags);
  }

  private collect(sentences: readonly TaggedTokens[], classes: number): { rows: Map<number, number>; words: Words } {
    const counts = new Map<number, number>();
    const features = sentences.flatMap(({ tokens }) => this.contexts.of(tokens));
    for (const own of features) for (const feature of own) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const least = leastCount(counts, Math.floor(this.maximumWeights / classes));
    const rows = new Map<number, number>();
    for (const [feature, count] of counts) if (count >= least) rows.set(feature, rows.size);
    const starts = new Int32Array(features.length + 1);
    const all: number[] = [];
    features.forEach((own, n) => {
      for (const feature of own) {
        const row = rows.get(feature);
        if (row !== undefined) all.push(row);
      }
      starts[n + 1] = all.length;
    });
    const labels = Int32Array.from(sentences.flatMap((sentence) => Array.from(sentence.labels)));
    return { rows, words: { starts, rows: Int32Array.from(all), labels } };
  }
}

/** How many words must have a feature: two, or as many as leave few enough weights. */
function leastCount(counts: ReadonlyMap<number, number>, room: number): number {
  const frequent = [...counts.values()].filter((count) => count > 1).sort((a, b) => b - a);
  return frequent.length > room ? frequent[room] + 1 : 2;
}

/** @returns weights [G,K] */
function descend({ starts, rows, labels }: Words, G: number, K: number): Float32Array {
  const weights = new Float32Array(G * K);
  const squares = new Float32Array(G * K).fill(initialSquares);
  const p = new Float64Array(K);
  const active = new Int32Array(K);
  const random = Random.fromSeed(1);
  const order = Array.from(labels, (_, n) => n);
  for (let pass = 0; pass < passes; pass++) {
    random.shuffle(order);
    for (const n of order) {
      p.fill(0);
      for (let i = starts[n]; i < starts[n + 1]; i++)
        for (let k = 0, j = rows[i] * K; k < K; k++, j++) p[k] += weights[j];
      softmaxInPlace(p);
      p[labels[n]] -= 1; // now the gradient of the loss by the scores
      let count = 0;
      for (let k = 0; k < K; k++) if (Math.abs(p[k]) > smallError) active[count++] = k;
      for (let i = starts[n]; i < starts[n + 1]; i++) {
        for (let a = 0; a < count; a++) {
          const j = rows[i] * K + active[a];
          const gradient = p[active[a]];
          squares[j] += gradient * gradient;
          weights[j] -= (learningRate * gradient) / Math.sqrt(squares[j]);
        }
      }
    }
  }
  return weights;
}
