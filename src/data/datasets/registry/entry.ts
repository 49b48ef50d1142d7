/** What the registry knows of a data set. */
import type { ByteSource } from '../../bytes/source';
import type { FrameRecording } from '../../examples/frames';
import type { LabeledAudio } from '../../examples/labeled-audio/example';
import type { LabeledFrames } from '../../examples/labeled-frames/example';
import type { LabeledText } from '../../examples/labeled-text';
import type { PianoRoll } from '../../examples/piano-roll/example';
import type { PlainText } from '../../examples/plain-text/example';
import type { ParallelText } from '../../examples/parallel-text';
import type { TimeSeries } from '../../examples/series/example';
import type { TaggedWords } from '../../examples/tagged-words';
import type { Splits } from '../splits';

/** The kinds of data, and what an example of each is. */
export interface ExampleKinds {
  'labelled text': LabeledText;
  'parallel text': ParallelText;
  'tagged words': TaggedWords;
  frames: FrameRecording;
  'labelled frames': LabeledFrames;
  'plain text': PlainText;
  'piano rolls': PianoRoll;
  'labelled audio': LabeledAudio;
  series: TimeSeries;
}
export type KindName = keyof ExampleKinds;
export type ExampleOf<Kind extends KindName> = ExampleKinds[Kind];

export interface Entry<Kind extends KindName> {
  name: string;
  kind: Kind;
  /** Folder of its files in the cache and in TFSEQ_DATA_DIR. */
  folder: string;
  task: 'sentiment' | 'classification' | 'translation' | 'tagging' | 'language-model' | 'polyphony' | 'forecasting';
  description: string;
  /** Public repository and commit, `owner/name@commit`. */
  origin: readonly string[];
  /** As stated at the origin. */
  licence: string;
  citation: string;
  /** How the fixed splits are made. */
  splitRule: string;
  notes: readonly string[];
  files: readonly RegistryFile[];
  /** @param files by the name of the registry */
  read(files: ReadonlyMap<string, ByteSource>): Promise<Splits<ExampleOf<Kind>>>;
}

export type LabeledTextEntry = Entry<'labelled text'>;
export interface ParallelTextEntry extends Entry<'parallel text'> {
  /** Names of the two sides, such as languages; the first one is the source unless the options say otherwise. */
  sides: readonly [string, string];
}
export type TaggedWordsEntry = Entry<'tagged words'>;
export type FramesEntry = Entry<'frames'>;
export type LabeledFramesEntry = Entry<'labelled frames'>;
export type PlainTextEntry = Entry<'plain text'>;
export type PianoRollEntry = Entry<'piano rolls'>;
export type LabeledAudioEntry = Entry<'labelled audio'>;
export type TimeSeriesEntry = Entry<'series'>;
/** A data set by name: kind, files with their hashes, origin, license and citation. */
export type RegistryEntry =
  | LabeledTextEntry
  | ParallelTextEntry
  | TaggedWordsEntry
  | FramesEntry
  | LabeledFramesEntry
  | PlainTextEntry
  | PianoRollEntry
  | LabeledAudioEntry
  | TimeSeriesEntry;

export interface FileForm {
  name: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

export interface RegistryFile extends FileForm {
  /** None for what was made of published files: a copy has to be in TFSEQ_DATA_DIR. */
  url?: string;
  /** Another form of the same content that a local copy may have. */
  alternative?: FileForm;
}

/** The address of one file of a public repository at one commit (`owner/name@commit`). */
export function rawUrl(origin: string, path: string): string {
  return `https://raw.githubusercontent.com/${origin.replace('@', '/')}/${path}`;
}
