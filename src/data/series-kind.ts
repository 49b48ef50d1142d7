/** Series as a kind of data. */
import { hashOf } from './check/example-view';
import { choiceOption, listOption, textOption } from './data-options';
import { openTimeSeries, streamTimeSeries } from './datasets/openers';
import type { DataKind, DataOptions, LocatedInput } from './example-kind';
import { checkTimeSeries, columnsOf, nameOfSeries, rowsOf, type TimeSeries } from './examples/series/example';
import { nameOfFrequency } from './examples/series/frequency';
import { gapRules } from './examples/series/gaps';
import { readTimeSeries, seriesFormats } from './examples/series/reader';
import { delimiter, encoding, formatOption, quotes } from './table-options';

const timeColumn = textOption({
  name: 'timeColumn',
  help: 'column of the time; default: date, time or the like',
  remembered: true,
});
const seriesColumn = textOption({
  name: 'seriesColumn',
  help: 'in a table of several series: column of the name of the series; default: series or unique_id, if there',
  remembered: true,
});
const columns = (name: string, help: string) =>
  listOption({ name, help: `${help} (comma-separated)`, remembered: true });
const targetColumns = columns('targetColumns', 'what is forecast; default: all columns that are nothing else');
const pastColumns = columns('pastColumns', 'columns that are known until the present only');
const futureColumns = columns('futureColumns', 'columns that are known in advance, such as holidays');
const staticColumns = columns('staticColumns', 'columns with one value for a whole series');
const ignoreColumns = columns('ignoreColumns', 'columns that are not read');
const gaps = choiceOption(
  {
    name: 'gaps',
    value: 'rule',
    help: 'missing rows and values: error (default), forward, linear or mask',
    remembered: true,
  },
  gapRules,
);
const format = formatOption(seriesFormats);
const options = [timeColumn, seriesColumn, targetColumns, pastColumns, futureColumns, staticColumns, ignoreColumns, gaps, format, delimiter, quotes, encoding]; // prettier-ignore

const fromOptions = (given: DataOptions) => ({
  timeColumn: timeColumn.from(given),
  seriesColumn: seriesColumn.from(given),
  targetColumns: targetColumns.from(given),
  pastColumns: pastColumns.from(given),
  futureColumns: futureColumns.from(given),
  staticColumns: staticColumns.from(given),
  ignoreColumns: ignoreColumns.from(given),
  gaps: gaps.from(given),
  format: format.from(given),
  delimiter: delimiter.from(given),
  quotes: quotes.from(given),
  encoding: encoding.from(given),
});

export const timeSeries: DataKind<TimeSeries> = {
  name: 'series',
  input: 'series',
  plural: 'series of numbers',
  options,
  whyNot: { skipInvalid: 'a row that is left out would bring the others closer in time; see gaps' },
  endings: ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'json'],
  inputs: {
    unit: 'recordings',
    options,
    async *read(source, given, events): AsyncGenerator<LocatedInput> {
      for await (const input of readTimeSeries(source, { ...events, ...fromOptions(given) }))
        yield { input, where: input.where ?? source.name };
    },
    dataOptions: [],
  },
  recognizes: (example) => 'values' in example,
  check: checkTimeSeries,
  open: (name, host, given, events) => openTimeSeries(name, host, { ...events, ...fromOptions(given) }),
  stream: (name, host, given, events) => streamTimeSeries(name, host, { ...events, ...fromOptions(given) }),
  view: (series) => ({
    ...{
      key: `${nameOfSeries(series)} ${rowsOf(series)} ${series.start ?? 0} ${hashOf(series.values)}`,
      target: '',
      labels: [],
      texts: [],
    },
    where: series.where,
    lengths: { rows: rowsOf(series) - (series.start ?? 0) },
  }),
  line: (series) => {
    const every = series.frequency ? `, one every ${nameOfFrequency(series.frequency)}` : '';
    return `${nameOfSeries(series)}\t${rowsOf(series) - (series.start ?? 0)} rows of ${columnsOf(series).join(', ')}${every}`;
  },
  document: ({ values, times, past, future, ...rest }) => ({
    ...rest,
    numbers: values.length,
    ...(times && { times: times.length }),
    ...(past && { past: past.columns }),
    ...(future && { future: future.columns }),
  }),
};
