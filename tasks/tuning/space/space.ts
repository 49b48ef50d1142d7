/**
 * The declaration of what a search for settings may choose among. A task has one (`Task.searchSpace`), as a function of
 * the default settings, so that a changed default moves the values around it.
 */
import { ConfigError, show } from '../../../src/errors';
import { unknownOption } from '../../../src/validation';

/** One of these values. */
export interface Choice<Value> {
  readonly kind: 'choice';
  readonly values: readonly Value[];
}

/** A number between the two, drawn evenly by itself or by its logarithm. */
export interface NumberRange {
  readonly kind: 'uniform' | 'log-uniform';
  readonly low: number;
  readonly high: number;
}

/** What a setting may be. */
export type Dimension<Value> = Choice<Value> | ([Value] extends [number] ? NumberRange : never);

/** What a search may choose among. @typeParam Config all settings of a task, by their names */
export interface SearchSpace<Config> {
  readonly settings: { readonly [Name in keyof Config]?: Dimension<Config[Name]> };
  /** Settings that are tried together before anything is drawn. */
  readonly candidates?: readonly Partial<Config>[];
}

/** Settings that take the place of defaults. */
export type Settings = Readonly<Record<string, unknown>>;
export type AnyDimension = Choice<unknown> | NumberRange;
/** A space without the types of a task. */
export interface AnySpace {
  readonly settings: Readonly<Partial<Record<string, AnyDimension>>>;
  readonly candidates?: readonly Settings[];
}

/** One of the values. */
export const choice = <const Value>(...values: readonly Value[]): Choice<Value> => ({ kind: 'choice', values });
/** Numbers in [low, high]. */
export const uniform = (low: number, high: number): NumberRange => ({ kind: 'uniform', low, high });
/** Numbers in [low, high], as many below the geometric mean as above: for rates that differ by factors. */
export const logUniform = (low: number, high: number): NumberRange => ({ kind: 'log-uniform', low, high });

/** Whole numbers around a default: it times each factor, each once. */
export const scaled = (standard: number, ...factors: readonly number[]): Choice<number> =>
  choice(...new Set(factors.map((factor) => Math.max(1, Math.round(standard * factor)))));

/** Probabilities around a default, from 0 to 0.9. */
export const around = (standard: number, radius: number): NumberRange =>
  uniform(Math.max(0, standard - radius), Math.min(0.9, standard + radius));

/** The gated cells; the GRU alone where its convention is chosen. */
export const cellsFor = ({ resetAfter }: { readonly resetAfter: boolean }): Choice<'lstm' | 'gru'> =>
  resetAfter ? choice('gru') : choice('lstm', 'gru');

/** Learning rates around a default, to a quarter and to four times of it. */
export const ratesAround = (standard: number): NumberRange => logUniform(standard / 4, standard * 4);

/** What a search may change of every network, around its defaults. */
export const commonDimensions = (config: {
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly hiddenSize: number;
}) => ({
  learningRate: ratesAround(config.learningRate),
  epochs: scaled(config.epochs, 0.5, 1, 2),
  batchSize: scaled(config.batchSize, 0.5, 1, 2),
  hiddenSize: scaled(config.hiddenSize, 0.5, 1, 2),
});

/** Without the settings that are given: these stay. */
export function withoutGiven(space: AnySpace, given: Settings): AnySpace {
  const isFree = ([name]: [string, unknown]) => given[name] === undefined;
  return {
    settings: Object.fromEntries(Object.entries(space.settings).filter(isFree)),
    candidates: space.candidates?.filter((settings) => Object.entries(settings).every(isFree)),
  };
}

/** The named settings alone. @throws ConfigError for a name that the space does not have. */
export function restrictedTo(
  where: string,
  { settings, candidates = [] }: AnySpace,
  names: readonly string[],
): AnySpace {
  const unknown = names.find((name) => !Object.hasOwn(settings, name));
  if (unknown !== undefined) throw unknownOption(where, unknown, Object.keys(settings));
  return {
    settings: Object.fromEntries(names.map((name) => [name, settings[name]])),
    candidates: candidates.filter((one) => Object.keys(one).every((name) => names.includes(name))),
  };
}

/** @throws ConfigError for what is no space: unknown settings, no values, a range whose ends are not in order. */
export function checkSpace(where: string, { settings }: AnySpace, known: readonly string[]): void {
  for (const [name, dimension] of Object.entries(settings)) {
    if (!known.includes(name)) throw unknownOption(where, name, known);
    if (!dimension || !isDimension(dimension)) throw noDimension(where, name, dimension);
  }
}

function isDimension(dimension: AnyDimension): boolean {
  if (dimension.kind === 'choice') return Array.isArray(dimension.values) && dimension.values.length > 0;
  const { kind, low, high } = dimension;
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) return false;
  return kind === 'uniform' || (kind === 'log-uniform' && low > 0);
}

const noDimension = (where: string, name: string, dimension: unknown) =>
  new ConfigError({
    where,
    problem: `the values of ${name} are ${show(dimension)}`,
    expected: 'choice(…) of at least one value, uniform(low, high), or logUniform(low, high) with low above 0',
    fix: `Change them, or leave ${name} out`,
  });
