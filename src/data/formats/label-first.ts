/** A label and its text a line, separated by the first whitespace: `pos a quiet triumph`. Blank lines are skipped. */
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';

export interface LabelFirstLine {
  label: string;
  /** None, if the line is a label alone. */
  text: string | undefined;
  line: number;
}

/** @throws DataError as `readLines` */
export async function* readLabelFirst(source: ByteSource, options: LineOptions = {}): AsyncGenerator<LabelFirstLine> {
  for await (const { text, number: line } of readLines(source, options)) {
    if (!text.trim()) continue;
    const end = text.search(/\s/);
    yield end < 0
      ? { label: text, text: undefined, line }
      : { label: text.slice(0, end), text: text.slice(end + 1), line };
  }
}
