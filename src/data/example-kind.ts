/**
 * The contract of a kind of example. A task names the kinds that it trains on, and everything that the command line needs
 * to know about its data follows: flags, how files are opened, how `predict` reads its inputs, how an example is shown.
 */
import type { DataError } from '../errors';
import type { FileHost } from './bytes/file-host';
import type { ByteSource } from './bytes/source';
import type { ExampleView } from './check/example-view';
import type { NoteOptions } from './bytes/notes';
import type { FetchOptions } from './datasets/fetch-options';
import type { Sequence } from './datasets/contiguous-splits';
import type { Dataset, StreamedDataset } from './datasets/dataset';

export type DataOptionValue = string | number | boolean | readonly string[];
export type DataOptions = Readonly<Record<string, DataOptionValue | undefined>>;

/** An option that says how a user's files are read. */
export interface DataOption {
  /** In code: `textColumn`. */
  readonly name: string;
  /** On the command line: `--text-column <name>`. Without it the option exists in code only. */
  readonly flag?: string;
  readonly help: string;
  /** The text after the flag → a value. Throws ConfigError. */
  parse(text: string): DataOptionValue;
  /** Whether a bundle remembers it, so that `predict` and `evaluate` read files as `train` did. */
  readonly remembered: boolean;
}

/** What happens while data are opened: downloads, and what was detected in files. */
export type OpenEvents = FetchOptions & NoteOptions;

/** One input of `predict`, and where it comes from, for messages: `reviews.txt line 12`. */
export interface LocatedInput {
  readonly input: unknown;
  readonly where: string;
  /** Why there is no input, of a row that cannot be read. */
  readonly error?: DataError;
}

/** How `predict` reads its inputs. */
export interface InputReading {
  /** `lines`: each line is an input, and arguments may be inputs too. `recordings`: several rows of a file are one. */
  readonly unit: 'lines' | 'recordings';
  readonly options: readonly DataOption[];
  /** Streams. Throws DataError, ConfigError. */
  read(source: ByteSource, options: DataOptions, events?: NoteOptions): AsyncIterable<LocatedInput>;
  /**
   * The inputs of a path that is an argument of the command line: a file, or a folder of them. Without it arguments are
   * inputs themselves. Throws as `read`.
   */
  readPath?(path: string, host: FileHost, options: DataOptions, events?: NoteOptions): AsyncIterable<LocatedInput>;
  /** Options of `readData` beside those. */
  readonly dataOptions?: readonly DataOption[];
  /** The inputs of a file as training reads it, with or without targets: its header and other columns are none. Throws as `read`. */
  readData?(source: ByteSource, options: DataOptions, events?: NoteOptions): AsyncIterable<LocatedInput>;
  /** Recordings step by step, for models that predict while they arrive. Throws DataError, ConfigError. */
  readSteps?(source: ByteSource, options: DataOptions, events?: NoteOptions): AsyncIterable<RecordingStep>;
}

/** One step of a recording; recordings may take turns. */
export interface RecordingStep {
  readonly recording: string;
  readonly values: Float64Array; // [F]
}

export interface DataKind<Example extends object = object> {
  /** As the registry of data sets names it: `labelled text`. */
  readonly name: string;
  /** What an input of it is, as `--input-kind` chooses among the kinds of a task: `text`, `words`, `frames`. */
  readonly input: string;
  /** Its examples in the plural, for messages: `recordings of frames`. */
  readonly plural: string;
  readonly options: readonly DataOption[];
  /** Why it has no option that other kinds have, where that is no matter of course. */
  readonly whyNot?: Readonly<Record<string, string>>;
  /** Endings of the files that it reads, in lower case: where a task takes several kinds, one that only one kind reads chooses it. */
  readonly endings: readonly string[];
  /** Whether the first line of a file is one of its: where several kinds read files of an ending, it chooses. */
  startsLike?(line: string): boolean;
  readonly inputs: InputReading;
  /** How its examples are counted and cut, where they form one sequence that is not shuffled. */
  readonly sequence?: Sequence<Example>;
  /** Whether something is meant as one of its examples, right or not: by the entry that no other kind has. */
  recognizes(example: object): boolean;
  /** @param position where it stands, for messages, unless it names a file itself. Throws DataError. */
  check(example: unknown, position: string): asserts example is Example;
  /** A data set by name, a file or a directory. Throws DataError, ConfigError. */
  open(
    nameOrPath: string,
    host: FileHost | undefined,
    options: DataOptions,
    events?: OpenEvents,
  ): Promise<Dataset<Example>>;
  /** The same in the same splits, read from its files again for every pass: for what does not fit into memory. */
  stream(
    nameOrPath: string,
    host: FileHost | undefined,
    options: DataOptions,
    events?: OpenEvents,
  ): Promise<StreamedDataset<Example>>;
  /** An example on one line, for people. */
  line(example: Example): string;
  /** What `tfseq data check` looks at. */
  view(example: Example): ExampleView;
  /** An example inside a JSON document: sizes in place of long lists of values. */
  document(example: Example): object;
}
