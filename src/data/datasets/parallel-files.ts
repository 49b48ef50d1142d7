/** Which files, and which direction, the names of the two sides of parallel text choose. */
import { ConfigError, show } from '../../errors';
import type { FileHost } from '../bytes/file-host';
import type { ParallelTextEntry } from './registry/entry';
import { type OptionNames } from '../../validation';

export interface SideNames {
  /** For example `de`. */
  source?: string;
  target?: string;
}

export const sideNames: OptionNames<SideNames> = { source: true, target: true };

/**
 * Source and target of a data set of the registry; one name is enough, none means its usual direction.
 * @returns also whether the sides are to be swapped
 * @throws ConfigError for a side that it does not have
 */
export function directionOf({ name, sides: [first, second] }: ParallelTextEntry, { source, target }: SideNames) {
  const swap = source === undefined ? target === first : source === second;
  const direction = swap ? { source: second, target: first } : { source: first, target: second };
  const fits = (given: string | undefined, chosen: string) => given === undefined || given === chosen;
  if (fits(source, direction.source) && fits(target, direction.target)) return { ...direction, swap };
  throw new ConfigError({
    where: name,
    problem: `source is ${show(source)} and target is ${show(target)}`,
    expected: `the two sides ${first} and ${second}`,
    fix: ({ set }) => `Pass for example ${set('source', first)} and ${set('target', second)}`,
  });
}

/**
 * Of the files of one split, source and target if the names tell them apart, else the only one.
 * @param where the directory, for messages
 * @returns none where it is not clear
 * @throws ConfigError where nobody says which sides are meant, or a side has no file
 */
export function chooseSides(names: readonly string[], { source, target }: SideNames, where: string): readonly string[] {
  if (names.length <= 1) return names;
  const endingWith = (side?: string) => names.filter((name) => name.replace(/\.gz$/i, '').endsWith(`.${side}`));
  const [sources, targets] = [endingWith(source), endingWith(target)];
  if (sources.length === 0 || targets.length === 0 || source === target) {
    throw unclearSides(names, { source, target }, where);
  }
  return sources.length === 1 && targets.length === 1 ? [sources[0], targets[0]] : [];
}

function unclearSides(names: readonly string[], { source, target }: SideNames, where: string): ConfigError {
  const sides = [...new Set(names.map((name) => name.replace(/\.gz$/i, '').replace(/^.*\./, '')))];
  const [first, second = first] = sides;
  return new ConfigError({
    where,
    problem: `source is ${show(source)} and target is ${show(target)}, and the files are ${names.join(', ')}`,
    expected: `for source and target two of the sides that are there: ${sides.join(', ')}`,
    fix: ({ set }) => `Pass for example ${set('source', first)} and ${set('target', second)}`,
  });
}

/** `corpus` stands for `corpus.de` and `corpus.en`, each also with .gz. */
export async function expandSides(
  path: string,
  host: FileHost,
  { source, target }: SideNames,
): Promise<readonly string[]> {
  if (source === undefined || target === undefined) return [];
  const found = async (side: string) => {
    for (const name of [`${path}.${side}`, `${path}.${side}.gz`])
      if ((await host.describe(name)).kind === 'file') return [name];
    return [];
  };
  const both = [...(await found(source)), ...(await found(target))];
  return both.length === 2 ? both : [];
}
