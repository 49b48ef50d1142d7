/**
 * From a value that does not fit to an error: the one way for options, for what was saved, for counts and rates. Of
 * several misfits the first is reported; looking for the others costs memory without bound on a hostile file.
 */
import * as v from 'valibot';
import { BundleError, ConfigError, show } from './errors';
import { nearest } from './spelling';
import { oneOf } from './display/format';

/** The first entry of a value that does not fit its schema. */
export interface Misfit {
  fault: 'missing' | 'unknown' | 'wrong';
  /** Keys from the value down to the entry; none for the value itself. */
  keys: readonly string[];
  value: unknown;
  /** What was wrong, with the name of the entry and its value. */
  problem: string;
  expected: string;
}

export type Parsed<Output> = { success: true; output: Output } | { success: false; misfit: Misfit };

/** @param whole what the value is called when it does not fit as a whole */
export function parse<S extends v.GenericSchema>(schema: S, value: unknown, whole: string): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result;
  return { success: false, misfit: misfitOf(result.issues[0], whole) };
}

function misfitOf(issue: v.BaseIssue<unknown>, whole: string): Misfit {
  const { input: value, path = [], expected } = issue;
  const keys = path.map(({ key }) => String(key));
  const entry = keys.join('.') || whole;
  if (issue.kind === 'schema' && /object/.test(issue.type)) {
    if (expected === 'never') {
      return { fault: 'unknown', keys, value, problem: `unknown entry ${show(entry)}`, expected: 'no such entry' };
    }
    if (expected?.startsWith('"')) {
      return { fault: 'missing', keys, value, problem: `${entry} is missing`, expected: 'a value for it' };
    }
  }
  return { fault: 'wrong', keys, value, problem: `${entry} is ${show(value)}`, expected: expectedOf(issue) };
}

/** The message that a schema was given, else what valibot expects: `("lstm" | "gru")` is read as `"lstm" or "gru"`. */
function expectedOf({ message, expected }: v.BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid')) return message;
  return oneOf((expected ?? 'another value').replace(/^\(|\)$/g, '').split(' | '));
}

/** What `toJSON` gave, inside a bundle or elsewhere. @param where its `fromJSON` @throws ConfigError for a misfit. */
export function readSaved<S extends v.GenericSchema>(where: string, schema: S, json: unknown): v.InferOutput<S> {
  const parsed = parse(schema, json, 'the value');
  if (parsed.success) return parsed.output;
  const { problem, expected } = parsed.misfit;
  throw new ConfigError({ where, problem, expected, fix: 'Correct this entry, or pass unchanged what was saved' });
}

/** The JSON of a file of a bundle or checkpoint. @param fix what a reader of the file can do @throws BundleError for a misfit. */
export function parseFile<S extends v.GenericSchema>(
  where: string,
  schema: S,
  json: unknown,
  fix: string,
): v.InferOutput<S> {
  const parsed = parse(schema, json, 'content');
  if (parsed.success) return parsed.output;
  const { problem, expected, fault } = parsed.misfit;
  const isMissing = fault === 'missing';
  const entries = 'the entries that saving writes';
  throw new BundleError({ during: 'load', where, problem, expected: isMissing ? entries : expected, fix });
}

/** Options by their names. @throws ConfigError for a misfit; for an unknown option with the nearest known one. */
export function parseOptions<S extends v.GenericSchema & { entries: v.ObjectEntries }>(
  where: string,
  schema: S,
  options: unknown,
): v.InferOutput<S> {
  const parsed = parse(schema, Array.isArray(options) ? undefined : options, 'the value');
  if (parsed.success) return parsed.output;
  const { problem, expected, fault, keys } = parsed.misfit;
  const name = keys.at(-1) ?? 'the value';
  if (fault === 'unknown') throw unknownOption(where, name, Object.keys(schema.entries));
  throw new ConfigError({ where, problem, expected, fix: `Change ${name}` });
}

type NameOf<Options> = Options extends unknown ? keyof Options & string : never;
/** Every name of an options type: with a name too few or too many it does not compile. */
export type OptionNames<Options> = Readonly<Record<NameOf<Options>, true>>;

/**
 * Options that are not parsed by a schema, by their names: a misspelt one would be passed over in silence.
 * @throws ConfigError for what is no object, and for an unknown option, with the nearest known one.
 */
export function checkOptionNames<Options extends object>(
  where: string,
  options: Options,
  names: OptionNames<NoInfer<Options>>,
): void {
  checkIsOptions(where, options);
  const unknown = Object.entries(options).find(([name, value]) => value !== undefined && !Object.hasOwn(names, name));
  if (unknown) throw unknownOption(where, unknown[0], Object.keys(names));
}

/** Of more options those of one type, for a function that takes no others. */
export const pickOptions = <Options extends object>(options: Options, names: OptionNames<Options>): Options =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(names, name))) as Options;

/** @throws ConfigError for null, a list, a text or a number. */
export function checkIsOptions(where: string, options: unknown): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw new ConfigError({
    where,
    problem: `the options are ${show(options)}`,
    expected: 'an object',
    fix: 'Pass { … }, or leave them out where none is needed',
  });
}

export function unknownOption(where: string, name: string, known: readonly string[]): ConfigError {
  const near = nearest(name, known);
  return new ConfigError({
    where,
    problem: `unknown option ${show(name)}`,
    expected: near || known.length === 0 ? `one of its ${known.length} options` : `one of ${known.join(', ')}`,
    fix: near ? `Did you mean ${near}?` : 'Remove it',
  });
}

/** Schemas of numbers, as options and saved files have them. */
export const numberOfAtLeast = (least: number) =>
  v.pipe(
    v.number(`a number of at least ${least}`),
    v.finite(`a number of at least ${least}`),
    v.minValue(least, `a number of at least ${least}`),
  );
export const positiveNumber = v.pipe(
  v.number('a number above 0'),
  v.check((x) => x > 0 && Number.isFinite(x), 'a number above 0'),
);
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number('a whole number'),
    v.safeInteger('a whole number'),
    v.minValue(least, `a number of at least ${least}`),
    v.maxValue(most, `a number of at most ${most}`),
  );

export const isCount = (value: unknown, least = 1, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/** Whether it names an entry of a list of this size, as an id names a token and a class number a class. */
export const isIndex = (value: unknown, size: number): boolean => isCount(value, 0, size - 1);

/** @throws ConfigError unless the value is a whole number from `least` to `most`. */
export function checkCount(where: string, name: string, value: unknown, { least = 1, most = Infinity } = {}): void {
  checkOption(where, name, value, isCount(value, least, most), countsExpected(least, most));
}

function countsExpected(least: number, most: number): string {
  if (most !== Infinity) return `a whole number from ${least} to ${most}`;
  return least === 1 ? 'a whole number above 0' : `a whole number of at least ${least}`;
}

/** A probability that leaves something. @throws ConfigError unless the value is absent or in [0, 1). */
export function checkRate(where: string, name: string, value: number | undefined): void {
  checkOption(where, name, value, value === undefined || (value >= 0 && value < 1), 'a number in [0, 1)');
}

/** @throws ConfigError naming the option and its value, unless it fits. */
export function checkOption(where: string, name: string, value: unknown, fits: boolean, expected: string): void {
  if (fits) return;
  throw new ConfigError({ where, problem: `${name} is ${show(value)}`, expected, fix: `Change ${name}` });
}
