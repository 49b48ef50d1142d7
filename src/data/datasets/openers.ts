/** Data sets by name, file or directory: one function a kind of data. */
import type { FetchOptions } from './fetch-options';
import type { FrameRowOptions } from '../formats/frame-rows';
import type { FrameRecording } from '../examples/frames';
import { readFrames } from '../examples/frames-reader';
import type { DataHost } from '../bytes/file-host';
import type { LabeledText } from '../examples/labeled-text';
import { type LabeledTextOptions, readLabeledText } from '../examples/labeled-text-reader';

import type { LineOptions } from '../bytes/lines';
import type { Dataset } from './dataset';
import { openDataset } from './open';
import { chooseSides, directionOf, expandSides, type SideNames } from './parallel-files';
import type { ParallelText } from '../examples/parallel-text';
import { type ParallelColumns, readParallelText } from '../examples/parallel-text-reader';
import { findEntry } from './registry';
import type { ByteSource } from '../bytes/source';
import { mapSplits, type SplitOptions, toArray } from './splits';
import type { TaggedWords } from '../examples/tagged-words';
import { readTaggedWords, type TaggedWordsOptions } from '../examples/tagged-words-reader';

/** Labelled texts in their splits. */
export type LabeledTextDataset = Dataset<LabeledText>;
/** Which columns are text and label, and where progress is reported. */
export type OpenOptions = LabeledTextOptions & SplitOptions & FetchOptions;

/**
 * @param nameOrPath a name of the registry; else a file (split by text) or a directory with `train.*` and, where they
 * exist, `validation.*` (or `dev.*`, `valid.*`, `val.*`) and `test.*`
 * @param host needed for everything but data that the package brings itself
 * @throws DataError for what cannot be found or read, ConfigError for options that do not fit
 */
export function openLabeledText(
  nameOrPath: string,
  host?: DataHost,
  options: OpenOptions = {},
): Promise<LabeledTextDataset> {
  const reading = {
    kind: 'labelled text',
    opener: 'openLabeledText',
    reader: 'readLabeledText',
    formats: 'one file in TSV, CSV or JSON Lines',
    splitBy: 'text',
    splitKey: ({ text }: LabeledText) => text,
    read: ([source]: readonly ByteSource[]) => toArray(readLabeledText(source, options)),
  } as const;
  return openDataset(nameOrPath, reading, host, options);
}

/** Pairs of texts in their splits, and their languages. */
export interface ParallelTextDataset extends Dataset<ParallelText> {
  /** What source and target are: `de` and `en`. Unknown for a file with tabs. */
  sides?: { source: string; target: string };
}
/** Which languages are source and target, and where progress is reported. */
export type ParallelTextOptions = LineOptions & ParallelColumns & SideNames & SplitOptions & FetchOptions;

/**
 * Like `openLabeledText`, for pairs of texts. `source` and `target` choose the direction of a data set of the registry
 * (`{ source: 'en', target: 'de' }`). In a directory they find the files: `train.de` and `train.en`,
 * `train.lower.de.gz` and `train.lower.en.gz`; outside of one, `corpus` stands for `corpus.de` and `corpus.en`. A file
 * with tabs has its own options (`sourceColumn`, `targetColumn`). A file is split so that no source stands on two sides.
 * @throws DataError, ConfigError
 */
export async function openParallelText(
  nameOrPath: string,
  host?: DataHost,
  options: ParallelTextOptions = {},
): Promise<ParallelTextDataset> {
  const reading = {
    kind: 'parallel text',
    opener: 'openParallelText',
    reader: 'readParallelText',
    formats: 'one file with tabs, or two whose names end with the sides, such as train.de and train.en (.gz)',
    splitBy: 'source',
    splitKey: ({ source }: ParallelText) => source,
    read: (sources: readonly ByteSource[]) => toArray(readParallelText(sources, options)),
    choose: (names: readonly string[], path: string) => chooseSides(names, options, path),
    expand: (path: string, at: DataHost) => expandSides(path, at, options),
  } as const;
  const dataset = await openDataset(nameOrPath, reading, host, options);
  const entry = findEntry(nameOrPath);
  if (entry?.kind !== 'parallel text') return { ...dataset, ...namedSides(options) };
  const { source, target, swap } = directionOf(entry, options);
  const splits = swap ? mapSplits(dataset.splits, swapSides) : dataset.splits;
  return { ...dataset, splits, sides: { source, target } };
}

const swapSides = (pair: ParallelText): ParallelText => ({ ...pair, source: pair.target, target: pair.source });

/** Tagged sentences in their splits. */
export type TaggedWordsDataset = Dataset<TaggedWords>;
/** Which columns are words and tags, and where progress is reported. */
export type OpenTaggedWordsOptions = TaggedWordsOptions & SplitOptions & FetchOptions;

/**
 * Like `openLabeledText`, for sentences with a tag for every word. A file is split so that no sentence stands on two
 * sides. @throws DataError, ConfigError
 */
export function openTaggedWords(
  nameOrPath: string,
  host?: DataHost,
  options: OpenTaggedWordsOptions = {},
): Promise<TaggedWordsDataset> {
  const reading = {
    kind: 'tagged words',
    opener: 'openTaggedWords',
    reader: 'readTaggedWords',
    formats: 'one file in CoNLL-U, in columns or in JSON Lines',
    splitBy: 'sentence',
    splitKey: ({ words }: TaggedWords) => words.join(' '),
    read: ([source]: readonly ByteSource[]) => toArray(readTaggedWords(source, options)),
  } as const;
  return openDataset(nameOrPath, reading, host, options);
}

/** Recordings of frames in their splits. */
export type FramesDataset = Dataset<FrameRecording>;
/** How files of frames are read, and where progress is reported. */
export type OpenFramesOptions = FrameRowOptions & SplitOptions & FetchOptions;

/**
 * Like `openLabeledText`, for recordings of frames. A file is split by recording. @throws DataError, ConfigError
 */
export function openFrames(
  nameOrPath: string,
  host?: DataHost,
  options: OpenFramesOptions = {},
): Promise<FramesDataset> {
  const reading = {
    kind: 'frames',
    opener: 'openFrames',
    reader: 'readFrames',
    formats: 'one file in CSV, TSV or JSON Lines',
    splitBy: 'recording',
    splitKey: ({ recording }: FrameRecording) => recording,
    read: ([source]: readonly ByteSource[]) => toArray(readFrames(source, options)),
  } as const;
  return openDataset(nameOrPath, reading, host, options);
}

const namedSides = ({ source, target }: SideNames) =>
  source === undefined || target === undefined ? {} : { sides: { source, target } };
