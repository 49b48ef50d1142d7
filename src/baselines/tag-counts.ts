/** How often each key came with each class, and the class that it came with most often. */
export class TagCounts {
  private readonly counts = new Map<string, Int32Array>(); // each [K]

  constructor(private readonly classes: number) {}

  add(key: string, label: number): void {
    const own = this.counts.get(key) ?? new Int32Array(this.classes);
    own[label]++;
    this.counts.set(key, own);
  }

  keys(): Iterable<string> {
    return this.counts.keys();
  }

  /** The smaller id of equally frequent ones; `undefined` for a key that never came. */
  mostFrequent(key: string): number | undefined {
    const own = this.counts.get(key);
    return own && own.indexOf(own.reduce((most, count) => Math.max(most, count), 0));
  }
}
