/** Rows that cannot be used: all of them are reported in one error, or skipped and counted in one note. */
import { DataError, type ErrorParts, show } from '../../errors';
import { worded, type Wording } from '../../wording';
import type { LocatedInput } from '../example-kind';
import { type DataNote, noteOf, type NoteOptions } from '../bytes/notes';
import { type OnInvalid, orInvalid } from '../formats/invalid-lines';

export interface SkipOptions {
  /** Rows that cannot be used (no label, an empty cell, a cell too many) are left out and noted. Default: refused. */
  skipInvalid?: boolean;
}

/** So many places are listed. */
const LISTED = 10;

/** Makes the example of a row, or throws why it is none. */
export type RowParser<Example> = () => Example;

/** What cannot be used of a file, the first ten places of it, and how many there are. */
export class InvalidRows {
  /** Examples, of which each may have several lines that cannot be used. */
  count = 0;
  private places = 0;
  private readonly listed: DataError[] = [];

  /** @param unit what an example is, in the plural */
  constructor(
    private readonly name: string,
    private readonly unit: string,
  ) {}

  readonly add: OnInvalid = (error, isFurther = false) => {
    if (!isFurther) this.count++;
    if (this.places++ < LISTED) this.listed.push(error);
  };

  /**
   * @param valid number of the examples that can be used
   * @param fixOf what can be done about it, after the fix of a single one or a general one
   * @throws DataError where there is any: of a single one its own
   */
  refuse(valid: number, fixOf: (fix: string, wording: Wording) => string): void {
    if (this.count === 0) return;
    const [{ parts }] = this.listed;
    if (this.places === 1) {
      const { fix = 'Correct it' } = parts;
      throw new DataError({ ...parts, fix: (wording) => fixOf(worded(fix, wording), wording) });
    }
    const expected = (wording: Wording) => {
      const all = this.listed.flatMap(({ parts }) => (parts.expected ? worded(parts.expected, wording) : []));
      return [...new Set(all)].join('; ');
    };
    throw new DataError({
      where: this.name,
      problem: (wording) => `${this.ofAll(valid)} cannot be used: ${this.lines(wording)}`,
      ...(parts.expected !== undefined && { expected }),
      fix: (wording) => fixOf('Correct or remove them', wording),
    });
  }

  skippedNote(valid: number): DataNote {
    const are = this.count === 1 ? 'is' : 'are';
    return noteOf(this.name, (wording) => `${this.ofAll(valid)} ${are} skipped: ${this.lines(wording)}`);
  }

  private ofAll(valid: number): string {
    return `${this.count} of ${this.count + valid} ${this.unit}`;
  }

  /** `line 3: the label is missing` of an error in the same file. */
  private lines(wording: Wording): string {
    const listed = this.listed.map(({ parts: { where, problem } }) => {
      return `${where.startsWith(this.name) ? where.slice(this.name.length).trim() : where}: ${worded(problem, wording)}`;
    });
    return [...listed, ...(this.places > LISTED ? [`and ${this.places - LISTED} more`] : [])].join('; ');
  }
}

/**
 * @param unit what an example is, in the plural
 * @param read the examples; what it passes to `onInvalid` is one that cannot be used
 * @param none the error of a file without examples
 * @throws DataError at the end of the file, with the first ten places that cannot be used and the number of examples
 */
export async function* validExamples<Example>(
  name: string,
  unit: string,
  options: SkipOptions & NoteOptions,
  read: (onInvalid: OnInvalid) => AsyncIterable<RowParser<Example>>,
  none: Omit<ErrorParts, 'where'>,
): AsyncGenerator<Example> {
  const invalid = new InvalidRows(name, unit);
  let count = 0;
  for await (const parse of read(invalid.add)) {
    const example = orInvalid({ onInvalid: invalid.add }, parse);
    if (example === undefined) continue;
    count++;
    yield example;
  }
  if (!options.skipInvalid)
    invalid.refuse(count, (fix, { set }) => `${fix}, or leave such ${unit} out with ${set('skipInvalid', true)}`);
  if (invalid.count > 0) options.onNote?.(invalid.skippedNote(count));
  if (count === 0) throw new DataError({ where: name, ...none });
}

/**
 * The inputs of rows for `predict`: every row has its place, also one that cannot be used.
 * @param read as in `validExamples`
 */
export async function* locatedInputs<Example extends { where?: string }>(
  name: string,
  read: (onInvalid: OnInvalid) => AsyncIterable<RowParser<Example>>,
  inputOf: (example: Example) => unknown,
): AsyncGenerator<LocatedInput> {
  const invalid: DataError[] = [];
  const onInvalid: OnInvalid = (error, isFurther) => {
    if (!isFurther) invalid.push(error); // one place among the inputs
  };
  const drained = () => invalid.splice(0).map((error) => ({ input: undefined, where: error.parts.where, error }));
  for await (const parse of read(onInvalid)) {
    yield* drained(); // of rows before this one
    const example = orInvalid({ onInvalid }, parse);
    if (example) yield { input: inputOf(example), where: example.where ?? name };
    yield* drained();
  }
  yield* drained();
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
