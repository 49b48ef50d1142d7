/** The types of options that say how files are read. A text is always parsed as on the command line. */
import { oneOf } from '../display/format';
import { ConfigError, show } from '../errors';
import { flagOf } from '../wording';
import { type Delimiter, delimiters } from './formats/tables/delimiters';
import type { DataOption, DataOptions, DataOptionValue } from './example-kind';

export interface TypedOption<Value extends DataOptionValue> extends DataOption {
  parse(text: string): Value;
  /** Its value among others. @throws ConfigError for one of another type. */
  from(options: DataOptions): Value | undefined;
}

interface Description {
  name: string;
  help: string;
  /** Placeholder of the value in help; `undefined` for a switch. */
  value?: string | undefined;
  /** `code`: no flag on the command line. Default `flag`. */
  by?: 'flag' | 'code';
  remembered?: boolean;
}

/** @param accepts whether a value that is no text is of the right type */
function option<Value extends DataOptionValue>(
  { name, help, by = 'flag', remembered = false, ...rest }: Description,
  parse: (text: string) => Value | undefined,
  accepts: (value: DataOptionValue) => value is Value,
  expected: string,
): TypedOption<Value> {
  const value = 'value' in rest ? rest.value : 'name';
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
    ...(by === 'flag' && { flag: value === undefined ? flagOf(name) : `${flagOf(name)} <${value}>` }),
    help,
    remembered,
    parse: typed,
    from: (options) => (options[name] === undefined ? undefined : typed(options[name])),
  };
}

const isText = (value: DataOptionValue): value is string => typeof value === 'string';
const isNumber = (value: DataOptionValue): value is number => typeof value === 'number';
const isList = (value: DataOptionValue): value is readonly string[] => Array.isArray(value);
const isSwitch = (value: DataOptionValue): value is boolean => typeof value === 'boolean';
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

/** `--skip-invalid`: without a value. */
export const switchOption = (description: Description): TypedOption<boolean> =>
  option(
    { ...description, value: undefined },
    (text) => (text === 'true' ? true : undefined),
    isSwitch,
    'true or false',
  );

const namedDelimiters: Readonly<Record<string, Delimiter>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  '\\t': '\t',
  pipe: '|',
};

/** By its name or as it is. */
export const delimiterOption = (description: Description): TypedOption<Delimiter> =>
  option(
    description,
    (text) => (Object.hasOwn(namedDelimiters, text) ? namedDelimiters[text] : delimiters.find((one) => one === text)),
    (value): value is Delimiter => delimiters.some((one) => one === value),
    'comma, semicolon, tab or pipe',
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
