/** Examples in their splits, and where they came from. */
import type { Splits } from './splits';

/** Examples in their splits, and where they come from. */
export interface Dataset<Example> {
  name: string;
  splits: Splits<Example>;
  provenance: Provenance;
}

/** Where examples came from, for the bundle and the model card. */
export interface Provenance {
  kind: 'registry' | 'file' | 'directory';
  /** `owner/name@commit` of the registry's origins, or the path. */
  from: string[];
  licence?: string;
  splitRule: string;
}
