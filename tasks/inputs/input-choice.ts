/** Which kind of input the options of a task are for that takes several. */
import * as v from 'valibot';
import { ConfigError, show } from '../../src/errors';
import { oneOf } from '../../src/display/format';
import { nearest } from '../../src/spelling';

/**
 * @param where the class, for messages
 * @param entries settings of every kind of input, by its name; those of the first kind are what is meant in doubt
 */
export function inputChoice<Input extends string>(where: string, entries: Readonly<Record<Input, v.ObjectEntries>>) {
  const inputs = Object.keys(entries) as Input[];
  const [first, ...others] = inputs;
  const ownersOf = (key: string) => inputs.filter((input) => Object.hasOwn(entries[input], key));
  const names = inputs.flatMap((input) => Object.keys(entries[input]));
  /** A misspelt setting is refused by the kind of input that it may be of. */
  const meant = (key: string) => (names.includes(key) ? key : (nearest(key, names) ?? key));
  /** @throws ConfigError for what is no input. */
  const inputOf = (options: unknown): Input | undefined => {
    const { input } = (options ?? {}) as { input?: unknown };
    const named = inputs.find((one) => one === input);
    if (named !== undefined) return named;
    if (input !== undefined) throw notAnInput(where, inputs, input);
    const owners = Object.keys(options ?? {}).map((key) => ownersOf(meant(key)));
    return owners.find((kinds) => kinds.length === 1 && kinds[0] !== first)?.[0];
  };
  const further = others.flatMap((input) =>
    Object.entries(entries[input]).filter(([name]) => ownersOf(name)[0] === input),
  );
  const settings: v.ObjectEntries = {
    ...entries[first],
    input: v.optional(v.picklist(inputs), first),
    ...Object.fromEntries(further),
  };
  return { inputOf, settings };
}

const notAnInput = (where: string, inputs: readonly string[], input: unknown) =>
  new ConfigError({
    where,
    problem: `input is ${show(input)}`,
    expected: oneOf(inputs.map((one) => `"${one}"`)),
    fix: 'Leave it out: the data decide',
  });
