/** What is in a data set, before anything is trained on it: examples, labels, lengths, duplicates, leaks, characters. */
import type { SplitName, SplitSources } from '../datasets/splits';
import { type CharacterReport, CharacterCounter } from './characters';
import { DuplicateCounter, type DuplicateReport } from './duplicates';
import type { ExampleView } from './example-view';

export interface SplitReport {
  examples: number;
  /** How often each label occurs, the most frequent first; none where the target is a text. */
  labels: Record<string, number>;
  lengths: Record<string, Quantiles>;
}

export interface Quantiles {
  min: number;
  p25: number;
  median: number;
  p75: number;
  p95: number;
  p99: number;
  max: number;
}

export interface DataReport extends DuplicateReport {
  splits: Record<string, SplitReport>;
  /** Labels of validation and test that training does not have. */
  unseenLabels: string[];
  characters: CharacterReport;
}

/** Streams: lengths (4 bytes each) and hashes of inputs are held, no example. @throws DataError as the sources */
export async function checkData<Example>(
  sources: SplitSources<AsyncIterable<Example> | Iterable<Example>>,
  view: (example: Example) => ExampleView,
): Promise<DataReport> {
  const [duplicates, characters] = [new DuplicateCounter(), new CharacterCounter()];
  const splits: Record<string, SplitReport> = {};
  for (const name of ['train', 'validation', 'test'] as const satisfies SplitName[]) {
    const source = sources[name];
    if (source === undefined) continue;
    const counter = new SplitCounter();
    for await (const example of source) {
      const seen = view(example);
      counter.add(seen);
      duplicates.add(name, seen);
      seen.texts.forEach((text) => characters.add(text, seen.where ?? ''));
    }
    splits[name] = counter.report();
  }
  const known = splits.train.labels;
  const others = Object.values(splits).flatMap(({ labels }) => Object.keys(labels));
  const unseenLabels = [...new Set(others)].filter((label) => !Object.hasOwn(known, label));
  return { splits, unseenLabels, ...duplicates.report(), characters: characters.report() };
}

class SplitCounter {
  private examples = 0;
  private readonly labels = new Map<string, number>();
  private readonly lengths = new Map<string, Lengths>();

  add({ labels, lengths }: ExampleView): void {
    this.examples++;
    for (const label of labels) this.labels.set(label, (this.labels.get(label) ?? 0) + 1);
    for (const [unit, length] of Object.entries(lengths)) {
      const known = this.lengths.get(unit) ?? new Lengths();
      this.lengths.set(unit, known);
      known.add(length);
    }
  }

  report(): SplitReport {
    return {
      examples: this.examples,
      labels: Object.fromEntries([...this.labels].sort(([, a], [, b]) => b - a)),
      lengths: Object.fromEntries(Array.from(this.lengths, ([unit, lengths]) => [unit, lengths.quantiles()])),
    };
  }
}

class Lengths {
  private values = new Uint32Array(256);
  private count = 0;

  add(length: number): void {
    if (this.count === this.values.length) {
      const larger = new Uint32Array(2 * this.count);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count++] = length;
  }

  quantiles(): Quantiles {
    const sorted = this.values.subarray(0, this.count).sort();
    const at = (share: number) => sorted[Math.floor(share * (this.count - 1))];
    return {
      min: at(0),
      p25: at(0.25),
      median: at(0.5),
      p75: at(0.75),
      p95: at(0.95),
      p99: at(0.99),
      max: at(1),
    };
  }
}
