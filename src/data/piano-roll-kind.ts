/** Piano rolls as a kind of data. */
import { hashOf } from './check/example-view';
import { openPianoRolls, streamPianoRolls } from './datasets/openers';
import type { DataKind, DataOptions, LocatedInput } from './example-kind';
import { checkPianoRoll, type PianoRoll } from './examples/piano-roll/example';
import { pianoRollFormats, readPianoRolls } from './examples/piano-roll/reader';
import { encoding, formatOption } from './table-options';

const format = formatOption(pianoRollFormats);
const fromOptions = (options: DataOptions) => ({ format: format.from(options), encoding: encoding.from(options) });

export const pianoRolls: DataKind<PianoRoll> = {
  name: 'piano rolls',
  input: 'notes',
  plural: 'pieces of notes',
  options: [format, encoding],
  whyNot: { skipInvalid: 'a piece is a whole' },
  endings: ['jsonl', 'ndjson', 'json'],
  startsLike: (line) => /^\s*[[{].*"notes"\s*:/.test(line),
  inputs: {
    unit: 'recordings',
    options: [format, encoding],
    async *read(source, options, events): AsyncGenerator<LocatedInput> {
      for await (const { notes, where } of readPianoRolls(source, { ...events, ...fromOptions(options) }))
        yield { input: { notes }, where: where ?? source.name };
    },
    dataOptions: [],
  },
  recognizes: (example) => 'notes' in example,
  check: checkPianoRoll,
  open: (name, host, options, events) => openPianoRolls(name, host, { ...events, ...fromOptions(options) }),
  stream: (name, host, options, events) => streamPianoRolls(name, host, { ...events, ...fromOptions(options) }),
  view: ({ notes, where }) => ({
    ...{ key: `${notes.length} ${hashOf(JSON.stringify(notes))}`, target: '', labels: [], texts: [], where },
    lengths: { steps: notes.length },
  }),
  line: ({ piece, notes }) => `${piece ?? 'piece'}\t${notes.length} steps`,
  document: ({ notes, ...rest }) => ({ ...rest, steps: notes.length }),
};
