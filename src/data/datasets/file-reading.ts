/** How the files of one kind of data are read and split: a contract of `openDataset`. */
import type { FileHost } from '../bytes/file-host';
import type { ByteSource } from '../bytes/source';
import type { Sequence, Timeline } from './contiguous-splits';
import type { ExampleOf, KindName, RegistryEntry } from './registry/entry';

/** What messages say of a kind of data. */
export interface KindDescription {
  kind: KindName;
  /** The public functions that open and read it. */
  opener: string;
  reader: string;
  /** What a directory's `train.*`, `validation.*` and `test.*` are. */
  formats: string;
}

export interface FileReading<Kind extends KindName> extends KindDescription {
  kind: Kind;
  /** Examples that agree in this are always in the same split. */
  splitBy: string;
  splitKey(example: ExampleOf<Kind>): string;
  /** Of running text: its splits are parts of the whole, in place of those by `splitKey`. */
  sequence?: Sequence<ExampleOf<Kind>>;
  /** Of examples that each have a past and a future: all are in all splits, cut by time. */
  timeline?: Timeline<ExampleOf<Kind>>;
  /** All examples of one split: mostly one source; parallel text may have two. */
  read(sources: readonly ByteSource[]): AsyncIterable<ExampleOf<Kind>>;
  /** The files to read together, in order, among those whose names begin like a split; all, if left out. */
  choose?(names: readonly string[], path: string): readonly string[];
  /** The files that a path stands for which is neither a file nor a directory. */
  expand?(path: string, host: FileHost): Promise<readonly string[]>;
  /** What becomes of the examples of a data set of the registry; nothing, if left out. Throws ConfigError. */
  adapt?(entry: RegistryEntry): ((example: ExampleOf<Kind>) => ExampleOf<Kind>) | undefined;
}
