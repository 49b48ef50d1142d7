/** Options that say how a file is written, alike for several kinds of examples. */
import { oneOf } from '../display/format';
import { encodings } from './bytes/encodings';
import { choiceOption, delimiterOption, switchOption } from './data-options';
import type { DataOptions } from './example-kind';
import { headerChoices } from './formats/tables/columns';
import { quotings } from './formats/tables/records';

export const encoding = choiceOption(
  { name: 'encoding', remembered: true, help: `${oneOf(encodings)}; default: detected, utf-8 in doubt` },
  encodings,
);
/** Where the ending of the file does not say it. */
export const formatOption = <Format extends string>(formats: readonly Format[]) =>
  choiceOption(
    { name: 'format', remembered: true, help: `${oneOf(formats)}, if the file name does not tell` },
    formats,
  );

export const delimiter = delimiterOption({
  name: 'delimiter',
  value: 'separator',
  help: 'between the cells of a table: comma, semicolon, tab or pipe; default: detected in .csv, a tab in .tsv',
  remembered: true,
});
export const quotes = choiceOption(
  {
    name: 'quotes',
    help: 'double: cells of a table may stand in double quotes; none: quotes are ordinary characters; default: detected',
    remembered: true,
  },
  quotings,
);
export const header = choiceOption(
  {
    name: 'header',
    value: 'choice',
    help: 'yes or no: whether the first row of a table is a header; default: detected by its names',
    remembered: true,
  },
  headerChoices,
);
const skipInvalid = switchOption({
  name: 'skipInvalid',
  help: 'leave out rows that cannot be used (no label, empty cells), and count them',
});
/** Of a file of inputs. */
export const readingOptions = [delimiter, quotes, header, encoding];
export const tableOptions = [...readingOptions, skipInvalid];
/** Of tables, and of all files with an example a row. */
export const tableOptionsOf = (options: DataOptions) => ({
  delimiter: delimiter.from(options),
  quotes: quotes.from(options),
  header: header.from(options),
  encoding: encoding.from(options),
  skipInvalid: skipInvalid.from(options),
});
