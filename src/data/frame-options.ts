/** Options that say how files of frames are read, alike for frames with labels and recordings with one. */
import { listOption, textOption } from './data-options';
import type { DataOptions } from './example-kind';
import { frameFormats, type FrameRowOptions } from './examples/frame-rows';
import { delimiter, encoding, formatOption, quotes } from './table-options';

const recordingColumn = textOption({
  name: 'recordingColumn',
  help: "column of the recording's name",
  remembered: true,
});
const frameLabelColumn = textOption({ name: 'labelColumn', help: 'column of the label', remembered: true });
const ignoreColumns = listOption({
  name: 'ignoreColumns',
  help: 'columns that are not features (comma-separated)',
  remembered: true,
});
const featureColumns = listOption({
  name: 'featureColumns',
  by: 'code',
  help: 'the columns to read, in this order, such as those of training; all others are ignored',
});
export const groupColumn = textOption({
  name: 'groupColumn',
  help: 'column of what must not be in two splits, such as the person who was recorded',
  remembered: true,
});
const frameFormat = formatOption(frameFormats);
const frameTable = [delimiter, quotes, encoding];
export const frameOptions = [
  frameLabelColumn,
  recordingColumn,
  ignoreColumns,
  featureColumns,
  frameFormat,
  ...frameTable,
];
/** Of a file of inputs. */
export const frameInputOptions = [
  frameFormat,
  recordingColumn,
  frameLabelColumn,
  ignoreColumns,
  featureColumns,
  ...frameTable,
];

export const framesOptions = (options: DataOptions) => ({
  labelColumn: frameLabelColumn.from(options),
  recordingColumn: recordingColumn.from(options),
  ignoreColumns: ignoreColumns.from(options),
  featureColumns: featureColumns.from(options),
  groupColumn: groupColumn.from(options),
  format: frameFormat.from(options),
  delimiter: delimiter.from(options),
  quotes: quotes.from(options),
  encoding: encoding.from(options),
});

export const unlabelledFrames = (options: DataOptions): FrameRowOptions => ({
  ...framesOptions(options),
  labels: 'optional',
});
