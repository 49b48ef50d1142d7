/** How `predict` reads texts and words: a line each, or by the columns of a file that training reads. */
import { readLines } from './bytes/lines';
import type { NoteOptions } from './bytes/notes';
import type { ByteSource } from './bytes/source';
import type { DataOption, DataOptions, InputReading, LocatedInput } from './example-kind';
import { encoding } from './table-options';

/** A text a line. An empty line is an empty text, so that outputs can be put beside their lines. */
const lines: InputReading = {
  unit: 'lines',
  options: [encoding],
  async *read(source: ByteSource, options: DataOptions, events?: NoteOptions): AsyncGenerator<LocatedInput> {
    for await (const { text, number } of readLines(source, { ...events, encoding: encoding.from(options) }))
      yield { input: text, where: `${source.name} line ${number}` };
  },
};

/** Lines, or with `--data` a file as training reads it. */
export const linesOr = (dataOptions: readonly DataOption[], readData: InputReading['readData']): InputReading => ({
  ...lines,
  dataOptions,
  readData,
});
