/** What `tfseq data check` found. */
import type { DataReport } from '../../data/check/check-data';
import type { EncodingOfSplits } from './encoding';
import type { Suggestion } from './suggestions';

/** The one JSON document of `--json`. */
export interface CheckDocument extends DataReport {
  data: string;
  task: string;
  kind: string;
  /** What was detected while reading. */
  notes: string[];
  /** With the defaults of the task; an error where no model can be made for the examples. */
  encoding: EncodingOfSplits | { error: string };
  suggestions: Suggestion[];
  /** A command line that trains with what is suggested. */
  command: string;
}
