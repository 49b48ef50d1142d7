/** Candidates: settings drawn from a search space around those of a parent, each once. */
import type { Random } from '../../../src/random';
import type { AnyDimension, AnySpace, Settings } from './space';

/** Part of the settings that a candidate draws anew; the others are its parent's. */
const REDRAWN = 0.3;
/** Draws without a new candidate before a space counts as tried as a whole. */
const MAX_DRAWS = 200;

/** What makes two candidates the same: their settings in any order. */
export const keyOf = (settings: Settings): string =>
  JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));

export interface Drawing {
  space: AnySpace;
  /** All settings of the default. */
  base: Settings;
  /** What the parent has in place of the default's. */
  parent: Settings;
  /** Keys of the candidates before. */
  tried: ReadonlySet<string>;
  /** Whether the settings go together. */
  isValid: (settings: Settings) => boolean;
}

/**
 * The next candidate: the first of the declared ones that was not tried, else one that is drawn.
 * @returns what differs from the default; undefined where nothing new is left
 */
export function nextCandidate(drawing: Drawing, random: Random): Settings | undefined {
  const { space, base, tried, isValid } = drawing;
  const isNew = (settings: Settings) => !tried.has(keyOf(settings)) && isValid(settings);
  const declared = (space.candidates ?? []).map((settings) => differing(settings, base)).find(isNew);
  if (declared) return declared;
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const drawn = differing({ ...drawing.parent, ...redrawn(space, random.fork(draw)) }, base);
    if (isNew(drawn)) return drawn;
  }
  return undefined;
}

function redrawn({ settings }: AnySpace, random: Random): Settings {
  const dimensions = Object.entries(settings) as [string, AnyDimension][];
  if (dimensions.length === 0) return {};
  const chosen = dimensions.filter(() => random.uniform() < REDRAWN);
  const some = chosen.length ? chosen : [random.choice(dimensions)];
  return Object.fromEntries(some.map(([name, dimension]) => [name, valueOf(dimension, random)]));
}

function valueOf(dimension: AnyDimension, random: Random): unknown {
  if (dimension.kind === 'choice') return random.choice(dimension.values);
  const { kind, low, high } = dimension;
  if (kind === 'uniform') return rounded(random.uniform(low, high), 2, low, high);
  return rounded(Math.exp(random.uniform(Math.log(low), Math.log(high))), 2, low, high);
}

/** To so many digits, for people who read it; never outside of the range. */
const rounded = (value: number, digits: number, low: number, high: number) =>
  Math.min(high, Math.max(low, Number(value.toPrecision(digits))));

/** The settings that are not the default's. */
export const differing = (settings: Settings, base: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(base[name])),
  );
