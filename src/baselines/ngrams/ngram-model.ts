/**
 * The n-gram language model, interpolated after Witten & Bell (1991, method C): the next token from the n − 1 before it,
 *
 *     p(w | h) = (c(h w) + T(h) p(w | h′)) / (c(h) + T(h))        p(w | nothing) mixes with 1 / V
 *
 *   c(h w)   how often w followed the context h in training        c(h)   how often h was followed by anything
 *   T(h)     how many different tokens followed it                 h′     h without its first token
 *
 * A context that training did not have passes on to the shorter one. Every token of the vocabulary has a probability
 * above 0. What a recurrent language model has to beat: it knows what lies further back than n − 1 tokens.
 */
import { ConfigError, DataError, show } from '../../errors';
import { checkCount, isIndex } from '../../validation';
import { grown, PairIds } from './pair-ids';

/** Size of an n-gram model. */
export interface NgramOptions {
  /** n: 1 counts tokens, 3 looks at two tokens before each. */
  order: number;
  /** V: ids are below it. */
  vocabularySize: number;
}

const nothing = 0; // the empty context

/** Interpolated n-gram language model of Witten & Bell over token ids. */
export class NgramModel {
  private readonly contexts = new PairIds(); // (shorter context, token before it) → context − 1
  private readonly followers = new PairIds(); // (context, token) → n-gram
  private counts = new Int32Array(16); // c(h w), by n-gram
  private totals = new Int32Array(16); // c(h), by context
  private kinds = new Int32Array(16); // T(h), by context
  private newest = new Int32Array(16).fill(-1); // by context: the n-gram that came last
  private earlier = new Int32Array(16); // by n-gram: the one of the same context before it

  /** @throws ConfigError for sizes that are no whole numbers above 0. */
  constructor(private readonly options: NgramOptions) {
    checkCount('NgramModel', 'order', options.order);
    checkCount('NgramModel', 'vocabularySize', options.vocabularySize);
  }

  /**
   * Counts a text: every token from `from` on, after those before it. Called for several texts, or for parts of one that
   * begin with the last tokens of the part before, which are not counted again.
   * @throws DataError for an id outside the vocabulary.
   */
  add(ids: Int32Array, from = 1): void {
    this.checkIds('NgramModel.add', ids);
    for (let t = from; t < ids.length; t++) {
      let context = nothing;
      for (let back = 1; ; back++) {
        this.count(context, ids[t]);
        if (back === this.options.order || back > t) break;
        context = this.longer(context, ids[t - back]);
      }
    }
  }

  /**
   * ln p of every token but the first, after those before it [T − 1].
   * @param order of a smaller model, which the counts hold as well
   * @throws DataError for an id outside the vocabulary; ConfigError before `add`.
   */
  logProbabilities(ids: Int32Array, order = this.options.order): Float64Array {
    this.checkIds('NgramModel.logProbabilities', ids);
    checkCount('NgramModel.logProbabilities', 'order', order, { most: this.options.order });
    this.checkCounted();
    const found = new Float64Array(Math.max(0, ids.length - 1));
    for (let t = 1; t < ids.length; t++) {
      let p = 1 / this.options.vocabularySize;
      for (const context of this.contextsOf(ids, t, order)) {
        const gram = this.followers.idOf(context, ids[t]);
        p = this.mixed(context, gram < 0 ? 0 : this.counts[gram], p);
      }
      found[t - 1] = Math.log(p);
    }
    return found;
  }

  /** Probabilities of the next token [V] after a text, of which the last n − 1 tokens count. @throws as `logProbabilities`. */
  distribution(ids: Int32Array): Float64Array {
    const { order, vocabularySize } = this.options;
    const last = ids.subarray(Math.max(0, ids.length - order + 1));
    this.checkIds('NgramModel.distribution', last);
    this.checkCounted();
    const p = new Float64Array(vocabularySize).fill(1 / vocabularySize);
    for (const context of this.contextsOf(last, last.length, order)) {
      for (let w = 0; w < p.length; w++) p[w] = this.mixed(context, 0, p[w]);
      const whole = this.totals[context] + this.kinds[context];
      for (let gram = this.newest[context]; gram >= 0; gram = this.earlier[gram]) {
        p[this.followers.secondOf(gram)] += this.counts[gram] / whole;
      }
    }
    return p;
  }

  private mixed(context: number, count: number, shorter: number): number {
    const kinds = this.kinds[context];
    return (count + kinds * shorter) / (this.totals[context] + kinds);
  }

  /** The contexts before position t that training had, the empty one first. */
  private contextsOf(ids: Int32Array, t: number, order: number): number[] {
    const found = [nothing];
    for (let back = 1; back < order && back <= t; back++) {
      const id = this.contexts.idOf(found[back - 1], ids[t - back]);
      if (id < 0) break;
      found.push(id + 1);
    }
    return found;
  }

  private longer(context: number, before: number): number {
    const id = this.contexts.idFor(context, before) + 1;
    if (id < this.totals.length) return id;
    const used = this.newest.length;
    [this.totals, this.kinds, this.newest] = [this.totals, this.kinds, this.newest].map(grown);
    this.newest.fill(-1, used);
    return id;
  }

  private count(context: number, token: number): void {
    const seen = this.followers.size;
    const gram = this.followers.idFor(context, token);
    if (gram >= this.counts.length) [this.counts, this.earlier] = [this.counts, this.earlier].map(grown);
    if (gram === seen) {
      this.kinds[context]++;
      this.earlier[gram] = this.newest[context];
      this.newest[context] = gram;
    }
    this.counts[gram]++;
    this.totals[context]++;
  }

  private checkIds(where: string, ids: Int32Array): void {
    const wrong = ids.findIndex((id) => !isIndex(id, this.options.vocabularySize));
    if (wrong < 0) return;
    throw new DataError({
      where,
      problem: `id ${wrong} is ${show(ids[wrong])}`,
      expected: `a whole number from 0 to ${this.options.vocabularySize - 1}`,
      fix: 'Pass ids of the vocabulary whose size the model was made with',
    });
  }

  private checkCounted(): void {
    if (this.totals[nothing] > 0) return;
    throw new ConfigError({
      where: 'NgramModel',
      problem: 'it has counted nothing yet',
      expected: 'a text of at least two tokens',
      fix: 'Call add',
    });
  }
}
