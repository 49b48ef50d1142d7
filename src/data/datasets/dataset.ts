/** Examples in their splits, and where they came from. */
import type { ReplayableSource } from '../example-source';
import type { SplitSources } from './splits';

/** @typeParam Source what holds the examples of one split */
export interface SplitDataset<Source> {
  name: string;
  splits: SplitSources<Source>;
  provenance: Provenance;
}

/** Its examples are in arrays. */
export type Dataset<Example> = SplitDataset<Example[]>;

/** Its examples are read from their files again for every pass. */
export type StreamedDataset<Example> = SplitDataset<ReplayableSource<Example>>;

/** Where examples came from, for the bundle and the model card. */
export interface Provenance {
  kind: 'registry' | 'file' | 'directory';
  /** `owner/name@commit` of the registry's origins, or the path. */
  from: string[];
  licence?: string;
  splitRule: string;
}
