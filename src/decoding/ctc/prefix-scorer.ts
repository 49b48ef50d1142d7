/** What else a beam search over prefixes may ask besides the network: a language model, a list of words. */

/** Scores labels after a prefix. States are values: `extend` leaves the given one as it is. */
export interface PrefixScorer<State = unknown> {
  /** Before any label. */
  start(): State;
  /** The state after one more label, and what it adds to the score; undefined for a label that may not follow. */
  extend(state: State, label: number): { state: State; score: number } | undefined;
  /** What ending here adds, −Infinity where a text may not end. Default 0. */
  end?(state: State): number;
}

/** All of them, their scores added up. */
export function allScorers(scorers: readonly PrefixScorer[]): PrefixScorer<readonly unknown[]> {
  return {
    start: () => scorers.map((scorer) => scorer.start()),
    extend(states, label) {
      const extended = [];
      let score = 0;
      for (const [i, scorer] of scorers.entries()) {
        const one = scorer.extend(states[i], label);
        if (!one) return undefined;
        extended.push(one.state);
        score += one.score;
      }
      return { state: extended, score };
    },
    end: (states) => scorers.reduce((sum, scorer, i) => sum + (scorer.end?.(states[i]) ?? 0), 0),
  };
}

interface Letters {
  next: Map<number, Letters>;
  isWord: boolean;
}

/**
 * Words of a list alone, with one separator between two of them.
 * @param words each as its labels; empty ones are ignored
 * @param separator the label between words, such as that of the space; without it one word is all there is
 */
export function onlyWords(words: Iterable<ArrayLike<number>>, separator?: number): PrefixScorer {
  const root: Letters = { next: new Map(), isWord: false };
  for (const word of words) {
    let at = root;
    for (let i = 0; i < word.length; i++) {
      let next = at.next.get(word[i]);
      if (!next) at.next.set(word[i], (next = { next: new Map(), isWord: false }));
      at = next;
    }
    if (word.length > 0) at.isWord = true;
  }
  const scorer: PrefixScorer<{ at: Letters; isFirst: boolean }> = {
    start: () => ({ at: root, isFirst: true }),
    extend({ at, isFirst }, label) {
      if (label === separator) return at.isWord ? { state: { at: root, isFirst: false }, score: 0 } : undefined;
      const next = at.next.get(label);
      return next && { state: { at: next, isFirst }, score: 0 };
    },
    end: ({ at, isFirst }) => (at.isWord || (at === root && isFirst) ? 0 : -Infinity),
  };
  return scorer;
}
