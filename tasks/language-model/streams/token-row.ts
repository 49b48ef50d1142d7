/**
 * The training text as one row of ids outside of memory: one to four bytes an id. It is written once, in its order, and
 * then read at the places of all parallel streams.
 */
import { platform, type Scratch } from '../../../src/platform/platform';
import type { EncodedText } from '../preprocessor';

/** Ids that are gathered before they are written. */
const WRITTEN = 2 ** 16;

type Ids = Uint8Array | Uint16Array | Int32Array;
type IdArray = { new (length: number): Ids; new (buffer: ArrayBufferLike): Ids; BYTES_PER_ELEMENT: number };

const smallestFor = (vocabularySize: number): IdArray =>
  vocabularySize <= 2 ** 8 ? Uint8Array : vocabularySize <= 2 ** 16 ? Uint16Array : Int32Array;

export class TokenRow {
  private constructor(
    private readonly scratch: Scratch,
    private readonly array: IdArray,
    /** Ids, of which all but the first are predicted. */
    readonly length: number,
  ) {}

  /** The texts one after the other, as `joinTexts` has them. @throws BackendError for a full disk, and what the texts throw */
  static async of(texts: AsyncIterable<EncodedText>, vocabularySize: number): Promise<TokenRow> {
    const scratch = await platform().openScratch();
    try {
      const array = smallestFor(vocabularySize);
      const writer = new RowWriter(scratch, array);
      for await (const { ids } of texts) await writer.add(writer.length === 0 ? ids : ids.subarray(1));
      await writer.flush();
      return new TokenRow(scratch, array, writer.length);
    } catch (error) {
      await scratch.dispose();
      throw error;
    }
  }

  /** Ids `from` to `to` − 1. */
  async read(from: number, to: number): Promise<Int32Array> {
    const size = this.array.BYTES_PER_ELEMENT;
    const bytes = await this.scratch.read(from * size, to * size);
    return Int32Array.from(new this.array(bytes.buffer));
  }

  dispose(): Promise<void> {
    return this.scratch.dispose();
  }
}

class RowWriter {
  length = 0;
  private readonly held: Ids;
  private count = 0;

  constructor(
    private readonly scratch: Scratch,
    array: IdArray,
  ) {
    this.held = new array(WRITTEN);
  }

  async add(ids: Int32Array): Promise<void> {
    for (let start = 0; start < ids.length;) {
      const part = ids.subarray(start, start + WRITTEN - this.count);
      this.held.set(part, this.count);
      this.count += part.length;
      start += part.length;
      if (this.count === WRITTEN) await this.flush();
    }
    this.length += ids.length;
  }

  async flush(): Promise<void> {
    const { buffer } = this.held.slice(0, this.count);
    await this.scratch.append(new Uint8Array(buffer));
    this.count = 0;
  }
}
