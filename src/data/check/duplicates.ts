/** Equal inputs within a split, in two splits (leaks), and with different targets. Memory: about 60 bytes an input. */
import { show } from '../../errors';
import type { SplitName } from '../datasets/splits';
import { type ExampleView, hashOf } from './example-view';

/** Inputs that are remembered; the report says when there were more. */
const MAX_INPUTS = 2 ** 22;
const LISTED = 10;

export interface Repeated {
  count: number;
  /** The first ten: where, and the input. */
  first: string[];
}

export interface DuplicateReport {
  /** Examples whose input occurs earlier in the same split. */
  duplicates: Record<string, Repeated>;
  /** Examples whose input occurs in another split: `train and test`. */
  leaks: Record<string, Repeated>;
  /** Examples whose input occurs with another target before. */
  conflicts: Repeated;
  /** Whether there were too many different inputs to remember all. */
  isPartial: boolean;
}

export class DuplicateCounter {
  private readonly bySplit = new Map<SplitName, Map<number, number>>();
  private readonly found = { duplicates: new Map<string, Repeated>(), leaks: new Map<string, Repeated>() };
  private readonly conflicts: Repeated = { count: 0, first: [] };
  private inputs = 0;

  add(split: SplitName, { key, target, where = '' }: ExampleView): void {
    const [input, output] = [hashOf(key.toLowerCase().replace(/\s+/g, ' ').trim()), hashOf(target)];
    const own = this.bySplit.get(split) ?? new Map<number, number>();
    this.bySplit.set(split, own);
    const shown = () => `${where}: ${show(key)} → ${show(target, 30)}`;
    let before = own.get(input);
    if (before !== undefined) note(entryOf(this.found.duplicates, split), shown);
    for (const [other, inputs] of this.bySplit) {
      const there = other === split ? undefined : inputs.get(input);
      if (there === undefined) continue;
      before ??= there;
      note(entryOf(this.found.leaks, `${other} and ${split}`), shown);
    }
    if (before !== undefined && before !== output) note(this.conflicts, shown);
    if (own.has(input) || this.inputs >= MAX_INPUTS) return;
    own.set(input, output);
    this.inputs++;
  }

  report(): DuplicateReport {
    return {
      duplicates: Object.fromEntries(this.found.duplicates),
      leaks: Object.fromEntries(this.found.leaks),
      conflicts: this.conflicts,
      isPartial: this.inputs >= MAX_INPUTS,
    };
  }
}

function entryOf(entries: Map<string, Repeated>, name: string): Repeated {
  const entry = entries.get(name) ?? { count: 0, first: [] };
  entries.set(name, entry);
  return entry;
}

function note(repeated: Repeated, shown: () => string): void {
  if (repeated.count++ < LISTED) repeated.first.push(shown());
}
