/**
 * The most frequent pair first, of equally frequent ones the smallest number first: a binary heap. Counts change while
 * pairs wait; whoever takes a pair out compares its count with the present one.
 */
export interface QueuedPair {
  pair: number;
  count: number;
}

export class PairQueue {
  private readonly heap: QueuedPair[] = [];

  push(pair: number, count: number): void {
    const { heap } = this;
    const item = { pair, count };
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(item, heap[parent])) break;
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = item;
  }

  pop(): QueuedPair | undefined {
    const { heap } = this;
    const first = heap[0];
    const item = heap.pop();
    if (item === undefined || heap.length === 0) return item;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (child >= heap.length || !before(heap[child], item)) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = item;
    return first;
  }
}

const before = (a: QueuedPair, b: QueuedPair) => a.count > b.count || (a.count === b.count && a.pair < b.pair);
