/** "Did you mean …?": the nearest of the names that there are. */
import { distance } from 'fastest-levenshtein';

/** The candidate at most two edits away from a misspelt name, whatever the case; undefined where none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(candidate.toLowerCase(), name.toLowerCase()) }))
    .sort(
      (a, b) =>
        a.edits - b.edits ||
        sharedStart(b.candidate, name) - sharedStart(a.candidate, name) ||
        lengthened(a.candidate, name) - lengthened(b.candidate, name),
    );
  return ranked[0] && ranked[0].edits <= Math.min(2, name.length - 1) ? ranked[0].candidate : undefined;
}

/** The first letters are seldom wrong. */
function sharedStart(candidate: string, name: string): number {
  const differs = [...candidate].findIndex((letter, i) => letter !== name[i]);
  return differs < 0 ? candidate.length : differs;
}

/** Letters that were exchanged are likelier than some that were left out. */
const lengthened = (candidate: string, name: string) => Math.abs(candidate.length - name.length);

/** The `fix` of an error: the nearest name, or else what to do. */
export function didYouMean(name: string, candidates: readonly string[], otherwise: string): string {
  const near = nearest(name, candidates);
  return near === undefined ? otherwise : `Did you mean ${near}?`;
}
