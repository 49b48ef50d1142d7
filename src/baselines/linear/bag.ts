/**
 * Bags of words: which n-grams (runs of 1 … `longest` tokens) a text contains, without order or count. Binary bags
 * suit sentences, where a word hardly ever comes twice (Wang & Manning 2012, section 3).
 */

/** Feature ids, text by text; those of text n are columns[starts[n] … starts[n + 1] − 1]. */
export interface Bags {
  starts: Int32Array; // [N+1]
  columns: Int32Array; // [number of entries]
}

export class BagFeatures {
  private readonly ids = new Map<string, number>();

  constructor(private readonly longest: number) {}

  get size(): number {
    return this.ids.size;
  }

  /** Bags of training texts; their n-grams become features. */
  collect(texts: readonly (readonly string[])[]): Bags {
    const starts = new Int32Array(texts.length + 1);
    const columns: number[] = [];
    texts.forEach((tokens, n) => {
      for (const gram of this.grams(tokens)) {
        let id = this.ids.get(gram);
        if (id === undefined) this.ids.set(gram, (id = this.ids.size));
        columns.push(id);
      }
      starts[n + 1] = columns.length;
    });
    return { starts, columns: Int32Array.from(columns) };
  }

  /** Adds the weights [G,K] of a text's n-grams to its scores [K]; an n-gram that training did not have adds none. */
  addWeights(tokens: readonly string[], weights: Float64Array, scores: Float64Array): void {
    for (const gram of this.grams(tokens)) {
      const id = this.ids.get(gram);
      if (id === undefined) continue;
      for (let k = 0; k < scores.length; k++) scores[k] += weights[id * scores.length + k];
    }
  }

  private grams(tokens: readonly string[]): Set<string> {
    const grams = new Set<string>();
    for (let t = 0; t < tokens.length; t++) {
      let gram = tokens[t];
      grams.add(gram);
      for (let next = t + 1; next < Math.min(t + this.longest, tokens.length); next++) {
        gram += '\0' + tokens[next];
        grams.add(gram);
      }
    }
    return grams;
  }
}
