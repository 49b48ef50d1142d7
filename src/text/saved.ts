/** Checks options, or what came out of a saved file, against a schema, before anything is built from it. */
import * as v from 'valibot';
import { ConfigError, show } from '../errors';

/** @param where a function of the name fromJSON for saved files. @throws ConfigError naming the first key that does not fit and its value. */
export function readSaved<S extends v.GenericSchema>(where: string, schema: S, json: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const entry = v.getDotPath(issue) ?? 'the value';
  const wasSaved = /fromJSON$/i.test(where);
  const extra = issue.expected === 'never';
  throw new ConfigError({
    where,
    problem: extra ? `unknown entry ${show(entry)}` : `${entry} is ${show(issue.input)}`,
    expected: extra ? 'no such entry' : (issue.expected ?? issue.message),
    fix: wasSaved ? 'Correct this entry, or pass unchanged what was saved' : `${extra ? 'Remove' : 'Change'} ${entry}`,
  });
}

export const wholeNumber = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
