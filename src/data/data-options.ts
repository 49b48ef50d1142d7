/** The types of options that say how files are read. A text is always parsed as on the command line. */
import { oneOf } from '../display/format';
import { ConfigError, show } from '../errors';
import { flagOf } from '../wording';
import type { DataOption, DataOptions, DataOptionValue } from './example-kind';

export interface TypedOption<Value extends DataOptionValue> extends DataOption {
  parse(text: string): Value;
  /** Its value among others. @throws ConfigError for one of another type. */
  from(options: DataOptions): Value | undefined;
}

interface Description {
  name: string;
  help: string;
  /** Placeholder of the value in help. */
  value?: string;
  /** `code`: no flag on the command line. Default `flag`. */
  by?: 'flag' | 'code';
  remembered?: boolean;
}

/** @param accepts whether a value that is no text is of the right type */
function option<Value extends DataOptionValue>(
  { name, help, value = 'name', by = 'flag', remembered = false }: Description,
  parse: (text: string) => Value | undefined,
  accepts: (value: DataOptionValue) => value is Value,
  expected: string,
): TypedOption<Value> {
  const typed = (given: DataOptionValue): Value => {
    const result = typeof given === 'string' ? parse(given) : given;
    if (result !== undefined && accepts(result)) return result;
    throw new ConfigError({
      where: 'data',
      problem: ({ option: named }) => `${by === 'flag' ? named(name) : name} is ${show(given)}`,
      expected,
      fix: ({ option: named }) => `Correct ${by === 'flag' ? named(name) : name}`,
    });
  };
  return {
    name,
    ...(by === 'flag' && { flag: `${flagOf(name)} <${value}>` }),
    help,
    remembered,
    parse: typed,
    from: (options) => (options[name] === undefined ? undefined : typed(options[name])),
  };
}

const isText = (value: DataOptionValue): value is string => typeof value === 'string';
const isNumber = (value: DataOptionValue): value is number => typeof value === 'number';
const isList = (value: DataOptionValue): value is readonly string[] => Array.isArray(value);
const isWholeNumber = (text: string) => /^\d+$/.test(text);

/** A column by name, or by number counted from 1. */
export const columnOption = (description: Description): TypedOption<string | number> =>
  option(
    description,
    (text) => (isWholeNumber(text) ? Number(text) : text),
    (value): value is string | number => isText(value) || isNumber(value),
    'the name of a column, or its number counted from 1',
  );

export const textOption = (description: Description): TypedOption<string> =>
  option(description, (text) => text, isText, 'a name');

/** On the command line separated by commas. */
export const listOption = (description: Description): TypedOption<readonly string[]> =>
  option<readonly string[]>({ value: 'names', ...description }, (text) => text.split(','), isList, 'a list of names');

/** A column by number, counted from 1, or one of the given names. */
export const numberedColumnOption = <Name extends string = never>(
  description: Description,
  names: readonly Name[] = [],
): TypedOption<Name | number> =>
  option<Name | number>(
    { value: 'n', ...description },
    (text) => (isWholeNumber(text) ? Number(text) : names.find((name) => name === text)),
    (value): value is Name | number => isNumber(value) || names.some((name) => name === value),
    ['the number of a column, counted from 1', ...names].join(', or '),
  );

export const choiceOption = <Choice extends string>(
  description: Description,
  choices: readonly Choice[],
): TypedOption<Choice> =>
  option(
    description,
    (text) => choices.find((choice) => choice === text),
    (value): value is Choice => choices.some((choice) => choice === value),
    oneOf(choices),
  );
