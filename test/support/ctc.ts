/** CTC written out: every path, and what it spells. */

/** All sequences of T outputs among K. */
export const allPaths = (T: number, K: number): number[][] =>
  T === 0 ? [[]] : allPaths(T - 1, K).flatMap((path) => Array.from({ length: K }, (_, k) => [...path, k]));

/** Equal neighbours become one, then blanks are dropped. */
export const spelled = (path: readonly number[], blank: number): number[] =>
  path.filter((k, t) => (t === 0 || k !== path[t - 1]) && k !== blank);
