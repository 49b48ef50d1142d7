/** Running text as a kind of data. */
import { wordsOf } from './check/example-view';
import { columnOption } from './data-options';
import { openPlainText, streamPlainText } from './datasets/openers';
import type { DataKind, DataOptions, LocatedInput } from './example-kind';
import { checkPlainText, type PlainText, textSequence } from './examples/plain-text/example';
import { plainTextFormats, readPlainText, wholeTexts } from './examples/plain-text/reader';
import { linesOr } from './line-inputs';
import { delimiter, encoding, formatOption, header, quotes, readingOptions } from './table-options';

const SHOWN_LETTERS = 90;

const textColumn = columnOption({
  name: 'textColumn',
  help: 'column of the text in a CSV or TSV file, key in JSON',
  remembered: true,
});
const format = formatOption(plainTextFormats);

const plainTextOptions = (options: DataOptions) => ({
  textColumn: textColumn.from(options),
  format: format.from(options),
  delimiter: delimiter.from(options),
  quotes: quotes.from(options),
  header: header.from(options),
  encoding: encoding.from(options),
});

export const plainText: DataKind<PlainText> = {
  name: 'plain text',
  input: 'text',
  plural: 'texts',
  options: [textColumn, format, ...readingOptions],
  whyNot: { skipInvalid: 'a language model learns what follows what, and a gap would join what does not' },
  endings: ['txt', 'text', 'md', 'abc'],
  inputs: linesOr([textColumn, format, ...readingOptions], async function* (source, options, events) {
    const texts = wholeTexts(readPlainText(source, { ...events, ...plainTextOptions(options) }));
    for await (const { text, where } of texts)
      yield { input: text, where: where ?? source.name } satisfies LocatedInput;
  }),
  sequence: textSequence,
  recognizes: (example) => 'text' in example && !('label' in example),
  check: checkPlainText,
  open: (name, host, options, events) => openPlainText(name, host, { ...events, ...plainTextOptions(options) }),
  stream: (name, host, options, events) => streamPlainText(name, host, { ...events, ...plainTextOptions(options) }),
  view: ({ text, where }) => ({
    ...{ key: text, target: '', labels: [], texts: [text], where },
    lengths: { words: wordsOf(text), characters: text.length },
  }),
  line: ({ text }) => text.slice(0, SHOWN_LETTERS).replace(/\s+/g, ' ').trim(),
  document: ({ text, ...rest }) => ({ ...rest, characters: text.length, text: text.slice(0, SHOWN_LETTERS) }),
};
