/** Data sets by name, file or directory: two functions a kind of data, one for arrays and one for streams. */
import type { FileHost } from '../bytes/file-host';
import type { LineOptions } from '../bytes/lines';
import type { FrameRecording } from '../examples/frames';
import type { LabeledFrames } from '../examples/labeled-frames/example';
import type { LabeledText } from '../examples/labeled-text';
import { labeledTextOptionNames, type LabeledTextOptions } from '../examples/labeled-text-reader';
import type { ParallelText } from '../examples/parallel-text';
import { type ParallelColumns, parallelTextOptionNames } from '../examples/parallel-text-reader';
import type { TaggedWords } from '../examples/tagged-words';
import { taggedWordsOptionNames, type TaggedWordsOptions } from '../examples/tagged-words-reader';
import { frameRowOptionNames, type FrameRowOptions } from '../examples/frame-rows';
import type { Dataset, StreamedDataset } from './dataset';
import type { PlainText } from '../examples/plain-text/example';
import { plainTextOptionNames, type PlainTextOptions } from '../examples/plain-text/reader';
import { fetchOptionNames, type FetchOptions } from './fetch-options';
import type { PianoRoll } from '../examples/piano-roll/example';
import { pianoRollOptionNames, type PianoRollOptions } from '../examples/piano-roll/reader';
import {
  framesFiles,
  labeledFramesFiles,
  labeledTextFiles,
  parallelTextFiles,
  pianoRollFiles,
  plainTextFiles,
  taggedWordsFiles,
  timeSeriesFiles,
} from './kind-readings';
import { inArrays, inFiles } from './holding';
import { openDataset } from './open';
import { directionOf, type SideNames, sideNames } from './parallel-files';
import { findEntry } from './registry';
import { type SeriesOptions, seriesOptionNames } from '../examples/series/reader';
import type { TimeSeries } from '../examples/series/example';
import { splitOptionNames, type SplitOptions } from './splits';
import { checkOptionNames, type OptionNames } from '../../validation';

const anyDataset = { ...splitOptionNames, ...fetchOptionNames };

/** Labelled texts in their splits. */
export type LabeledTextDataset = Dataset<LabeledText>;
/** Which columns are text and label, and where progress is reported. */
export type OpenOptions = LabeledTextOptions & SplitOptions & FetchOptions;
const openOptionNames: OptionNames<OpenOptions> = { ...labeledTextOptionNames, ...anyDataset };

/**
 * @param nameOrPath a name of the registry; else a file (split by text) or a directory with `train.*` and, where they
 * exist, `validation.*` (or `dev.*`, `valid.*`, `val.*`) and `test.*`
 * @param host needed for everything but data that the package brings itself
 * @throws DataError for what cannot be found or read, ConfigError for options that do not fit
 */
export const openLabeledText = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenOptions = {},
): Promise<LabeledTextDataset> => {
  checkOptionNames('openLabeledText', options, openOptionNames);
  return openDataset(nameOrPath, labeledTextFiles(options), host, options, inArrays());
};

/**
 * Like `openLabeledText`, for files that do not fit into memory: the examples of a split are read again for every pass.
 * The splits are the same. @throws DataError, ConfigError, while reading also.
 */
export const streamLabeledText = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenOptions = {},
): Promise<StreamedDataset<LabeledText>> => {
  checkOptionNames('streamLabeledText', options, openOptionNames);
  return openDataset(nameOrPath, labeledTextFiles(options), host, options, inFiles());
};

/** What source and target are: `de` and `en`. Unknown for a file with tabs. */
interface Sides {
  sides?: { source: string; target: string };
}
/** Pairs of texts in their splits, and their languages. */
export type ParallelTextDataset = Dataset<ParallelText> & Sides;
/** Which languages are source and target, and where progress is reported. */
export type ParallelTextOptions = LineOptions & ParallelColumns & SideNames & SplitOptions & FetchOptions;
const openParallelTextNames: OptionNames<ParallelTextOptions> = {
  ...parallelTextOptionNames,
  ...sideNames,
  ...anyDataset,
};

/**
 * Like `openLabeledText`, for pairs of texts. `source` and `target` choose the direction of a data set of the registry
 * (`{ source: 'en', target: 'de' }`). In a directory they find the files: `train.de` and `train.en`,
 * `train.lower.de.gz` and `train.lower.en.gz`; outside of one, `corpus` stands for `corpus.de` and `corpus.en`. A file
 * with tabs has its own options (`sourceColumn`, `targetColumn`). A file is split so that no source is in two splits.
 * @throws DataError, ConfigError
 */
export const openParallelText = async (
  nameOrPath: string,
  host?: FileHost,
  options: ParallelTextOptions = {},
): Promise<ParallelTextDataset> => {
  checkOptionNames('openParallelText', options, openParallelTextNames);
  return {
    ...(await openDataset(nameOrPath, parallelTextFiles(options), host, options, inArrays())),
    ...sidesOf(nameOrPath, options),
  };
};

/** Like `openParallelText`, read again for every pass (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamParallelText = async (
  nameOrPath: string,
  host?: FileHost,
  options: ParallelTextOptions = {},
): Promise<StreamedDataset<ParallelText> & Sides> => {
  checkOptionNames('streamParallelText', options, openParallelTextNames);
  return {
    ...(await openDataset(nameOrPath, parallelTextFiles(options), host, options, inFiles())),
    ...sidesOf(nameOrPath, options),
  };
};

function sidesOf(nameOrPath: string, options: SideNames): Sides {
  const entry = findEntry(nameOrPath);
  const { source, target } = entry?.kind === 'parallel text' ? directionOf(entry, options) : options;
  return source === undefined || target === undefined ? {} : { sides: { source, target } };
}

/** Tagged sentences in their splits. */
export type TaggedWordsDataset = Dataset<TaggedWords>;
/** Which columns are words and tags, and where progress is reported. */
export type OpenTaggedWordsOptions = TaggedWordsOptions & SplitOptions & FetchOptions;
const openTaggedWordsNames: OptionNames<OpenTaggedWordsOptions> = { ...taggedWordsOptionNames, ...anyDataset };

/**
 * Like `openLabeledText`, for sentences with a tag for every word. A file is split so that no sentence is in two
 * splits. @throws DataError, ConfigError
 */
export const openTaggedWords = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenTaggedWordsOptions = {},
): Promise<TaggedWordsDataset> => {
  checkOptionNames('openTaggedWords', options, openTaggedWordsNames);
  return openDataset(nameOrPath, taggedWordsFiles(options), host, options, inArrays());
};

/** Like `openTaggedWords`, read again for every pass (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamTaggedWords = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenTaggedWordsOptions = {},
): Promise<StreamedDataset<TaggedWords>> => {
  checkOptionNames('streamTaggedWords', options, openTaggedWordsNames);
  return openDataset(nameOrPath, taggedWordsFiles(options), host, options, inFiles());
};

/** Recordings of frames in their splits. */
export type FramesDataset = Dataset<FrameRecording>;
/** How files of frames are read, and where progress is reported. */
export type OpenFramesOptions = FrameRowOptions & SplitOptions & FetchOptions;
const openFramesNames: OptionNames<OpenFramesOptions> = { ...frameRowOptionNames, ...anyDataset };

/**
 * Like `openLabeledText`, for recordings of frames. A file is split by recording. @throws DataError, ConfigError
 */
export const openFrames = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenFramesOptions = {},
): Promise<FramesDataset> => {
  checkOptionNames('openFrames', options, openFramesNames);
  return openDataset(nameOrPath, framesFiles(options), host, options, inArrays());
};

/** Like `openFrames`, read again for every pass (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamFrames = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenFramesOptions = {},
): Promise<StreamedDataset<FrameRecording>> => {
  checkOptionNames('streamFrames', options, openFramesNames);
  return openDataset(nameOrPath, framesFiles(options), host, options, inFiles());
};

/** Recordings with a label each, in their splits. */
export type LabeledFramesDataset = Dataset<LabeledFrames>;

/**
 * Like `openFrames`, for recordings that have one label. A file is split by recording, or by group (`groupColumn`).
 * @throws DataError, ConfigError
 */
export const openLabeledFrames = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenFramesOptions = {},
): Promise<LabeledFramesDataset> => {
  checkOptionNames('openLabeledFrames', options, openFramesNames);
  return openDataset(nameOrPath, labeledFramesFiles(options), host, options, inArrays());
};

/** Like `openLabeledFrames`, read again for every pass (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamLabeledFrames = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenFramesOptions = {},
): Promise<StreamedDataset<LabeledFrames>> => {
  checkOptionNames('streamLabeledFrames', options, openFramesNames);
  return openDataset(nameOrPath, labeledFramesFiles(options), host, options, inFiles());
};

/** Running text in its splits. */
export type PlainTextDataset = Dataset<PlainText>;
/** How files of text are read, and where progress is reported. */
export type OpenPlainTextOptions = PlainTextOptions & SplitOptions & FetchOptions;
const openPlainTextNames: OptionNames<OpenPlainTextOptions> = { ...plainTextOptionNames, ...anyDataset };

/**
 * Like `openLabeledText`, for running text. A file is split in its order: training, validation, test.
 * @throws DataError, ConfigError
 */
export const openPlainText = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenPlainTextOptions = {},
): Promise<PlainTextDataset> => {
  checkOptionNames('openPlainText', options, openPlainTextNames);
  return openDataset(nameOrPath, plainTextFiles(options, false), host, options, inArrays());
};

/** Like `openPlainText`, read again for every pass, in pieces (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamPlainText = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenPlainTextOptions = {},
): Promise<StreamedDataset<PlainText>> => {
  checkOptionNames('streamPlainText', options, openPlainTextNames);
  return openDataset(nameOrPath, plainTextFiles(options, true), host, options, inFiles());
};

/** Piano rolls in their splits. */
export type PianoRollDataset = Dataset<PianoRoll>;
/** How files of piano rolls are read, and where progress is reported. */
export type OpenPianoRollOptions = PianoRollOptions & SplitOptions & FetchOptions;
const openPianoRollNames: OptionNames<OpenPianoRollOptions> = { ...pianoRollOptionNames, ...anyDataset };

/** Like `openLabeledText`, for pieces of polyphonic music. A file is split by piece. @throws DataError, ConfigError */
export const openPianoRolls = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenPianoRollOptions = {},
): Promise<PianoRollDataset> => {
  checkOptionNames('openPianoRolls', options, openPianoRollNames);
  return openDataset(nameOrPath, pianoRollFiles(options), host, options, inArrays());
};

/** Like `openPianoRolls`, read again for every pass (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamPianoRolls = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenPianoRollOptions = {},
): Promise<StreamedDataset<PianoRoll>> => {
  checkOptionNames('streamPianoRolls', options, openPianoRollNames);
  return openDataset(nameOrPath, pianoRollFiles(options), host, options, inFiles());
};

/** Series in their splits. */
export type TimeSeriesDataset = Dataset<TimeSeries>;
/** Which column is what, what becomes of gaps, and where progress is reported. */
export type OpenTimeSeriesOptions = SeriesOptions & SplitOptions & FetchOptions;
const openTimeSeriesNames: OptionNames<OpenTimeSeriesOptions> = { ...seriesOptionNames, ...anyDataset };

/**
 * Like `openLabeledText`, for series. Every series of a file is split by time: training first, then validation, then the
 * test; those have what came before them as known history. @throws DataError, ConfigError
 */
export const openTimeSeries = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenTimeSeriesOptions = {},
): Promise<TimeSeriesDataset> => {
  checkOptionNames('openTimeSeries', options, openTimeSeriesNames);
  return openDataset(nameOrPath, timeSeriesFiles(options), host, options, inArrays());
};

/** Like `openTimeSeries`, read again for every pass (see `streamLabeledText`). @throws DataError, ConfigError */
export const streamTimeSeries = async (
  nameOrPath: string,
  host?: FileHost,
  options: OpenTimeSeriesOptions = {},
): Promise<StreamedDataset<TimeSeries>> => {
  checkOptionNames('streamTimeSeries', options, openTimeSeriesNames);
  return openDataset(nameOrPath, timeSeriesFiles(options), host, options, inFiles());
};
