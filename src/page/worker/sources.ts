/**
 * Examples on their way into a Worker, some at a time: to clone all of a data set at once would freeze the page, and a
 * source that is read anew for every epoch need not fit into memory there either.
 */
import { type ExampleSource, isReplayable } from '../../data/example-source';
import type { RemoteSource } from './messages';

/** Items of one message, which take about a millisecond to clone; of frames as many bytes as take a few. */
const MOST_ITEMS = 256;
const MOST_BYTES = 2 ** 22;

export interface Items {
  items: unknown[];
  done: boolean;
  /** What of them is given away. */
  transfer: Transferable[];
}

/** The sources that calls have named, as long as these run. */
export class LocalSources {
  private readonly sources = new Map<number, ExampleSource<unknown>>();
  private readonly passes = new Map<string, AsyncIterator<unknown> | Iterator<unknown>>();
  private count = 0;

  /** @param transfers whether typed arrays of examples are given away instead of copied */
  constructor(private readonly transfers: boolean) {}

  add(source: ExampleSource<unknown>, name?: string): RemoteSource {
    this.sources.set(++this.count, source);
    const replayable = isReplayable(source) || name !== undefined;
    return { source: this.count, replayable, ...(name !== undefined && { name }) };
  }

  remove({ source }: RemoteSource): void {
    this.sources.delete(source);
    for (const key of this.passes.keys()) if (key.startsWith(`${source} `)) this.passes.delete(key);
  }

  /** The next items of a pass over a source. */
  async next(source: number, pass: number): Promise<Items> {
    const iterator = this.iterator(source, pass);
    const items: unknown[] = [];
    const buffers = new Set<Transferable>();
    let bytes = 0;
    while (items.length < MOST_ITEMS && bytes < MOST_BYTES) {
      const next = await iterator.next();
      if (next.done) return { items, done: true, transfer: [...buffers] };
      items.push(next.value);
      for (const array of arraysOf(next.value)) {
        bytes += array.byteLength;
        if (this.transfers && ownsItsBuffer(array)) buffers.add(array.buffer);
      }
    }
    return { items, done: false, transfer: [...buffers] };
  }

  async close(source: number, pass: number): Promise<void> {
    const key = `${source} ${pass}`;
    const iterator = this.passes.get(key);
    this.passes.delete(key);
    await iterator?.return?.();
  }

  private iterator(source: number, pass: number): AsyncIterator<unknown> | Iterator<unknown> {
    const key = `${source} ${pass}`;
    const found = this.passes.get(key);
    if (found) return found;
    const examples = this.sources.get(source) as ExampleSource<unknown>;
    const iterator = Symbol.asyncIterator in examples ? examples[Symbol.asyncIterator]() : examples[Symbol.iterator]();
    this.passes.set(key, iterator);
    return iterator;
  }
}

/** The typed arrays of an example: the frames of a recording. */
export function arraysOf(example: unknown): (ArrayBufferView & { buffer: ArrayBuffer })[] {
  if (typeof example !== 'object' || example === null) return [];
  const values: unknown[] = ArrayBuffer.isView(example) ? [example] : Object.values(example);
  return values.filter((value): value is ArrayBufferView & { buffer: ArrayBuffer } => ArrayBuffer.isView(value));
}

/** Not a part of one that others use too, nor of memory that is shared already. */
export const ownsItsBuffer = ({ buffer, byteLength }: ArrayBufferView): boolean =>
  Object.prototype.toString.call(buffer) === '[object ArrayBuffer]' && buffer.byteLength === byteLength;

/** Whether a value of a call is examples, which may not be cloned as they are. */
export const isSource = (value: unknown): value is ExampleSource<unknown> =>
  typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
