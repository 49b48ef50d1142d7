/** Pairs of whole numbers from 0 on ↔ ids 0, 1, 2, …, in the order in which they come: a hash table in typed arrays. */
export class PairIds {
  private first = new Int32Array(16);
  private second = new Int32Array(16);
  private slots = new Int32Array(32).fill(-1); // ids; open addressing, at most half full
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** −1 for a pair that is not there. */
  idOf(a: number, b: number): number {
    return this.slots[this.slotOf(a, b)];
  }

  /** The id of a pair, a new one if it is not there. */
  idFor(a: number, b: number): number {
    const slot = this.slotOf(a, b);
    if (this.slots[slot] >= 0) return this.slots[slot];
    const id = this.count++;
    if (id === this.first.length) [this.first, this.second] = [grown(this.first), grown(this.second)];
    this.first[id] = a;
    this.second[id] = b;
    if (2 * this.count > this.slots.length) this.rehash();
    else this.slots[slot] = id;
    return id;
  }

  secondOf(id: number): number {
    return this.second[id];
  }

  /** The slot of a pair, or the free one where it belongs. */
  private slotOf(a: number, b: number): number {
    const mask = this.slots.length - 1;
    let hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot];
      if (id < 0 || (this.first[id] === a && this.second[id] === b)) return slot;
    }
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    for (let id = 0; id < this.count; id++) this.slots[this.slotOf(this.first[id], this.second[id])] = id;
  }
}

/** The same numbers with as much room again. */
export function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
