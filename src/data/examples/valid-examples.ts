/** Rows that cannot be used: all of them are reported in one error, or skipped and counted in one note. */
import { DataError, type ErrorParts, show } from '../../errors';
import { type Text, worded } from '../../wording';
import type { LocatedInput } from '../example-kind';
import { noteOf, type NoteOptions } from '../bytes/notes';

export interface SkipOptions {
  /** Rows that cannot be used (no label, an empty cell, a cell too many) are left out and noted. Default: refused. */
  skipInvalid?: boolean;
}

/** So many are listed. */
const LISTED = 10;

/** Makes the example of a row, or throws why it is none. */
export type RowParser<Example> = () => Example;

/**
 * @param read the rows; what it passes to `onInvalid` counts as one that cannot be used
 * @param none the error of a file without examples
 * @throws DataError at the end of the file, with the first ten of the rows that cannot be used and their number
 */
export async function* validExamples<Example>(
  name: string,
  options: SkipOptions & NoteOptions,
  read: (onInvalid: (error: DataError) => void) => AsyncIterable<RowParser<Example>>,
  none: Omit<ErrorParts, 'where'>,
): AsyncGenerator<Example> {
  const invalid: DataError[] = [];
  let [count, invalidCount] = [0, 0];
  const onInvalid = (error: DataError) => {
    if (invalidCount++ < LISTED) invalid.push(error);
  };
  for await (const parse of read(onInvalid)) {
    const example = validOr(onInvalid, parse);
    if (example === undefined) continue;
    count++;
    yield example;
  }
  const [first] = invalid;
  if (first && !options.skipInvalid)
    throw invalidCount > 1 ? manyInvalid(name, invalid, invalidCount, count) : one(first);
  if (first) options.onNote?.(noteOf(name, skipped(name, invalid, invalidCount, count)));
  if (count === 0) throw new DataError({ where: name, ...none });
}

/**
 * The inputs of rows for `predict`: every row has its place, also one that cannot be used.
 * @param read as in `validExamples`
 */
export async function* locatedInputs<Example extends { where?: string }>(
  name: string,
  read: (onInvalid: (error: DataError) => void) => AsyncIterable<RowParser<Example>>,
  inputOf: (example: Example) => unknown,
): AsyncGenerator<LocatedInput> {
  const invalid: DataError[] = [];
  const onInvalid = (error: DataError) => void invalid.push(error);
  const drained = () => invalid.splice(0).map((error) => ({ input: undefined, where: error.parts.where, error }));
  for await (const parse of read(onInvalid)) {
    yield* drained(); // of rows before this one
    const example = validOr(onInvalid, parse);
    if (example) yield { input: inputOf(example), where: example.where ?? name };
    yield* drained();
  }
  yield* drained();
}

function validOr<Example>(onInvalid: (error: DataError) => void, parse: RowParser<Example>): Example | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    onInvalid(error);
    return undefined;
  }
}

/** `line 3: the label is missing` of an error in the same file. */
const lines = (name: string, invalid: readonly DataError[], count: number): Text => {
  return (wording) => {
    const listed = invalid.map(({ parts: { where, problem } }) => {
      return `${where.startsWith(name) ? where.slice(name.length).trim() : where}: ${worded(problem, wording)}`;
    });
    return [...listed, ...(count > LISTED ? [`and ${count - LISTED} more`] : [])].join('; ');
  };
};

const skipped = (name: string, invalid: readonly DataError[], count: number, valid: number): Text => {
  return (wording) =>
    `${count} of ${count + valid} rows ${count === 1 ? 'is' : 'are'} skipped: ${worded(lines(name, invalid, count), wording)}`;
};

function manyInvalid(name: string, invalid: readonly DataError[], count: number, valid: number): DataError {
  const { expected } = invalid[0].parts;
  return new DataError({
    where: name,
    problem: (wording) =>
      `${count} of ${count + valid} rows cannot be used: ${worded(lines(name, invalid, count), wording)}`,
    ...(expected !== undefined && { expected }),
    fix: ({ set }) => `Correct or remove them, or leave them out with ${set('skipInvalid', true)}`,
  });
}

function one({ parts }: DataError): DataError {
  const { fix = 'Correct the row' } = parts;
  return new DataError({
    ...parts,
    fix: (wording) => `${worded(fix, wording)}, or leave such rows out with ${wording.set('skipInvalid', true)}`,
  });
}

/** Of a row for `predict`, before what stands in for its target. @throws DataError for no text. */
export function checkInputText(text: unknown, where: string): void {
  if (typeof text === 'string' && text.trim() !== '') return;
  throw new DataError({
    where,
    problem: typeof text === 'string' ? 'the text is empty' : `the text is ${show(text)}`,
    expected: 'a text',
    fix: 'Correct or remove the row',
  });
}
