/**
 * What was counted of the tokens of a hypothesis, so that the next step has to count only what is new: an array of tokens
 * grows from step to step, its entries stay.
 */
interface Entry<Index> {
  index: Index;
  prompt: ArrayLike<number>;
  /** Places of prompt and tokens that the index has. */
  length: number;
  /** The token at the last of them. */
  last: number;
}

export class History<Index> {
  private readonly entries = new WeakMap<readonly number[], Entry<Index>>();

  /** @param make an empty index @param add puts the next place into it */
  constructor(
    private readonly make: () => Index,
    private readonly add: (index: Index, place: number, at: (place: number) => number) => void,
  ) {}

  /** The index of this prompt and these tokens, with the places up to `length` − 1. */
  of(prompt: ArrayLike<number>, tokens: readonly number[], length: number): Index {
    const at = (place: number) => (place < prompt.length ? prompt[place] : tokens[place - prompt.length]);
    let entry = this.entries.get(tokens);
    if (!entry || !isContinued(entry, prompt, length, at)) {
      entry = { index: this.make(), prompt, length: 0, last: -1 };
      this.entries.set(tokens, entry);
    }
    for (; entry.length < length; entry.length++) this.add(entry.index, entry.length, at);
    entry.last = length > 0 ? at(length - 1) : -1;
    return entry.index;
  }
}

const isContinued = <Index>(
  entry: Entry<Index>,
  prompt: ArrayLike<number>,
  length: number,
  at: (place: number) => number,
) => entry.prompt === prompt && entry.length <= length && (entry.length === 0 || at(entry.length - 1) === entry.last);
