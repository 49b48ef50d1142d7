/** An async iterable of which some items may be seen before they are taken. */
export class Lookahead<Item> implements AsyncIterable<Item> {
  private readonly ahead: Item[] = [];
  private readonly items: AsyncIterator<Item>;

  constructor(items: AsyncIterable<Item>) {
    this.items = items[Symbol.asyncIterator]();
  }

  /** Reads on until there are enough, or to the end. @returns those that are still to be taken */
  async peek(areEnough: (ahead: readonly Item[]) => boolean): Promise<readonly Item[]> {
    while (!areEnough(this.ahead)) {
      const next = await this.items.next();
      if (next.done) break;
      this.ahead.push(next.value);
    }
    return [...this.ahead];
  }

  /** Not a generator: this is called for every line of a file. */
  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return {
      next: () => {
        const seen = this.ahead.shift();
        return seen === undefined ? this.items.next() : Promise.resolve({ done: false, value: seen });
      },
      return: async () => {
        await this.items.return?.();
        return { done: true, value: undefined };
      },
    };
  }
}
