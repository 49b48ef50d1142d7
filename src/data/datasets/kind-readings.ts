/** How the files of each kind of data are read and split. */
import type { LineOptions } from '../bytes/lines';
import { type NoteOptions, onceEach } from '../bytes/notes';
import type { ByteSource } from '../bytes/source';
import { hashOf } from '../check/example-view';
import { keyOfClip } from '../examples/labeled-frames/example';
import { readLabeledFrames } from '../examples/labeled-frames/reader';
import { readFrames } from '../examples/frames-reader';
import { labeledTextOptionNames, type LabeledTextOptions, readLabeledText } from '../examples/labeled-text-reader';
import type { ParallelText } from '../examples/parallel-text';
import { type ParallelColumns, parallelTextOptionNames, readParallelText } from '../examples/parallel-text-reader';
import { readTaggedWords, taggedWordsOptionNames, type TaggedWordsOptions } from '../examples/tagged-words-reader';
import { frameRowOptionNames, type FrameRowOptions } from '../examples/frame-rows';
import { type PlainText, textSequence } from '../examples/plain-text/example';
import { plainTextOptionNames, type PlainTextOptions, readPlainText, wholeTexts } from '../examples/plain-text/reader';
import { pianoRollOptionNames, type PianoRollOptions, readPianoRolls } from '../examples/piano-roll/reader';
import { partOfSeries, rowsOf } from '../examples/series/example';
import { readTimeSeries, type SeriesOptions, seriesOptionNames } from '../examples/series/reader';
import type { FileReading } from './file-reading';
import { chooseSides, directionOf, expandSides, type SideNames } from './parallel-files';
import { pickOptions } from '../../validation';

/** Files are read again for every pass: each note is given once. */
function readingOnce<Options extends NoteOptions, Example>(
  options: Options,
  read: (sources: readonly ByteSource[], options: Options) => AsyncIterable<Example>,
): (sources: readonly ByteSource[]) => AsyncIterable<Example> {
  const once = { ...options, onNote: onceEach(options.onNote) };
  return (sources) => read(sources, once);
}

export const labeledTextFiles = (options: LabeledTextOptions): FileReading<'labelled text'> => ({
  kind: 'labelled text',
  opener: 'openLabeledText',
  reader: 'readLabeledText',
  formats: 'one file in TSV, CSV or JSON Lines',
  splitBy: 'text',
  splitKey: ({ text }) => text,
  read: readingOnce(pickOptions(options, labeledTextOptionNames), ([source], once) => readLabeledText(source, once)),
});

export const parallelTextFiles = (
  options: LineOptions & ParallelColumns & SideNames,
): FileReading<'parallel text'> => ({
  kind: 'parallel text',
  opener: 'openParallelText',
  reader: 'readParallelText',
  formats: 'one file with tabs, or two whose names end with the sides, such as train.de and train.en (.gz)',
  splitBy: 'source',
  splitKey: ({ source }) => source,
  read: readingOnce(pickOptions<LineOptions & ParallelColumns>(options, parallelTextOptionNames), readParallelText),
  choose: (names, path) => chooseSides(names, options, path),
  expand: (path, host) => expandSides(path, host, options),
  adapt: (entry) => (entry.kind === 'parallel text' && directionOf(entry, options).swap ? swapSides : undefined),
});

const swapSides = (pair: ParallelText): ParallelText => ({ ...pair, source: pair.target, target: pair.source });

export const taggedWordsFiles = (options: TaggedWordsOptions): FileReading<'tagged words'> => ({
  kind: 'tagged words',
  opener: 'openTaggedWords',
  reader: 'readTaggedWords',
  formats: 'one file in CoNLL-U, in columns or in JSON Lines',
  splitBy: 'sentence',
  splitKey: ({ words }) => words.join(' '),
  read: readingOnce(pickOptions(options, taggedWordsOptionNames), ([source], once) => readTaggedWords(source, once)),
});

export const framesFiles = (options: FrameRowOptions): FileReading<'frames'> => ({
  kind: 'frames',
  opener: 'openFrames',
  reader: 'readFrames',
  formats: 'one file in CSV, TSV or JSON Lines',
  splitBy: 'recording',
  splitKey: ({ recording }) => recording,
  read: readingOnce(pickOptions(options, frameRowOptionNames), ([source], once) => readFrames(source, once)),
});

export const labeledFramesFiles = (options: FrameRowOptions): FileReading<'labelled frames'> => ({
  kind: 'labelled frames',
  opener: 'openLabeledFrames',
  reader: 'readLabeledFrames',
  formats: 'one file in CSV, TSV or JSON Lines',
  splitBy: options.groupColumn === undefined ? 'recording' : 'group',
  splitKey: (clip) => keyOfClip(clip, (values) => `frames ${hashOf(values)}`),
  read: readingOnce(pickOptions(options, frameRowOptionNames), ([source], once) => readLabeledFrames(source, once)),
});

export const pianoRollFiles = (options: PianoRollOptions): FileReading<'piano rolls'> => ({
  kind: 'piano rolls',
  opener: 'openPianoRolls',
  reader: 'readPianoRolls',
  formats: 'one file in JSON or JSON Lines',
  splitBy: 'piece',
  splitKey: ({ notes }) => JSON.stringify(notes),
  read: readingOnce(pickOptions(options, pianoRollOptionNames), ([source], once) => readPianoRolls(source, once)),
});

export const timeSeriesFiles = (options: SeriesOptions): FileReading<'series'> => ({
  kind: 'series',
  opener: 'openTimeSeries',
  reader: 'readTimeSeries',
  formats: 'one file in CSV or TSV',
  splitBy: 'time',
  splitKey: ({ series }) => series ?? '',
  timeline: { sizeOf: rowsOf, part: partOfSeries },
  read: readingOnce(pickOptions(options, seriesOptionNames), ([source], once) => readTimeSeries(source, once)),
});

/** @param inPieces a text that is a whole file comes piece by piece */
export const plainTextFiles = (options: PlainTextOptions, inPieces: boolean): FileReading<'plain text'> => ({
  kind: 'plain text',
  opener: 'openPlainText',
  reader: 'readPlainText',
  formats: 'files of text, or one file in CSV, TSV or JSON Lines',
  splitBy: 'place',
  splitKey: ({ text }) => text,
  sequence: textSequence,
  choose: (names) => names,
  read: readingOnce(pickOptions(options, plainTextOptionNames), (sources, once) => {
    const pieces = readAll(sources, once);
    return inPieces ? pieces : wholeTexts(pieces);
  }),
});

async function* readAll(sources: readonly ByteSource[], options: PlainTextOptions): AsyncGenerator<PlainText> {
  for (const source of sources) yield* readPlainText(source, options);
}
