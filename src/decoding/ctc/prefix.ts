/** A prefix of a beam search over labellings: a node of a tree, so that paths which spell the same one meet in it. */
import { logAdd } from './log-probabilities';
import type { PrefixScorer } from './prefix-scorer';

const NOTHING = -Infinity;

export class Prefix {
  /** log P∅ and log Py of the frames so far. */
  withBlank = NOTHING;
  withLabel = NOTHING;
  nextWithBlank = NOTHING;
  nextWithLabel = NOTHING;
  private readonly longer = new Map<number, Prefix>();
  /** Whether it is in the beam, so that the tree keeps it. */
  private isLive = true;

  private constructor(
    /** −1 for the empty one. */
    readonly last: number,
    readonly length: number,
    readonly scorerState: unknown,
    readonly scorerScore: number,
    private readonly parent?: Prefix,
  ) {}

  /** The beginning: no frames, no labels, probability 1. */
  static empty(scorer?: PrefixScorer): Prefix {
    const prefix = new Prefix(-1, 0, scorer?.start(), 0);
    prefix.withBlank = 0;
    return prefix;
  }

  get logProbability(): number {
    return logAdd(this.withBlank, this.withLabel);
  }

  /** With one more label; undefined where the scorer forbids it. */
  extended(label: number, scorer?: PrefixScorer): Prefix | undefined {
    const known = this.longer.get(label);
    if (known) {
      known.isLive = true;
      return known;
    }
    const scored = scorer?.extend(this.scorerState, label) ?? { state: undefined, score: scorer ? NOTHING : 0 };
    if (scored.score === NOTHING) return undefined;
    const prefix = new Prefix(label, this.length + 1, scored.state, this.scorerScore + scored.score, this);
    this.longer.set(label, prefix);
    return prefix;
  }

  /** To the next frame. */
  advance(): void {
    [this.withBlank, this.withLabel] = [this.nextWithBlank, this.nextWithLabel];
    this.nextWithBlank = this.nextWithLabel = NOTHING;
  }

  /** Out of the beam: the tree keeps it only while longer ones need it. */
  leave(): void {
    this.isLive = false;
    this.withBlank = this.withLabel = NOTHING;
    this.forgetUnused();
  }

  labels(): Int32Array {
    const labels = new Int32Array(this.length);
    let at: Prefix | undefined = this; // eslint-disable-line @typescript-eslint/no-this-alias
    for (let i = this.length - 1; i >= 0; i--, at = at?.parent) labels[i] = at?.last ?? -1;
    return labels;
  }

  private forgetUnused(): void {
    if (this.isLive || this.longer.size > 0 || !this.parent) return;
    this.parent.longer.delete(this.last);
    this.parent.forgetUnused();
  }
}
