/**
 * Memory for our WebAssembly kernels: blocks of one WebAssembly.Memory, first fit, neighbours joined when freed. The
 * memory grows up to a limit and never shrinks; its pages are taken from the system when they are first written.
 *
 * The first bytes stay unused, so that no block has the offset 0.
 */
import { BackendError } from '../../../errors';

/** Bytes, not cleared. `offset` is a multiple of 64, a cache line. */
export interface Block {
  readonly offset: number;
  readonly bytes: number;
}

export interface Allocator {
  readonly memory: WebAssembly.Memory;
  /** Bytes in blocks now. */
  readonly used: number;
  /** @throws BackendError where the limit is reached, or the system has no more. */
  allocate(bytes: number): Block;
  /** Again is harmless. */
  free(block: Block): void;
  /** Views see the memory as it is now: `allocate` may grow it, and then they have to be made again. */
  floats(offset: number, length: number): Float32Array;
  ints(offset: number, length: number): Int32Array;
  bytes(offset: number, length: number): Uint8Array;
}

export const ALIGNMENT = 64;
export const PAGE = 65_536;
export const MB = 1 << 20;
/** Growing costs a few microseconds, so it is done in steps. */
const GROWTH = 16 * MB;

/** Free bytes; the list is in order of offsets, and no two ranges touch. */
interface Range {
  offset: number;
  bytes: number;
}

export class MemoryAllocator implements Allocator {
  used = 0;
  private readonly live = new Set<Block>();
  private readonly gaps: Range[];
  /** Blocks that a lost thread may still write to, and those of them that have been freed since. */
  private suspects = new Set<Block>();
  private withheld: Block[] = [];

  /** @param limit bytes, the maximum of the memory or less. */
  constructor(
    readonly memory: WebAssembly.Memory,
    private readonly limit: number,
  ) {
    this.gaps = [{ offset: ALIGNMENT, bytes: memory.buffer.byteLength - ALIGNMENT }];
  }

  allocate(bytes: number): Block {
    const size = roundUp(Math.max(bytes, 1), ALIGNMENT);
    let at = this.gaps.findIndex((gap) => gap.bytes >= size);
    if (at < 0) at = this.grow(size);
    const gap = this.gaps[at];
    const block = { offset: gap.offset, bytes: size };
    gap.offset += size;
    gap.bytes -= size;
    if (gap.bytes === 0) this.gaps.splice(at, 1);
    this.live.add(block);
    this.used += size;
    return block;
  }

  free(block: Block): void {
    if (!this.live.delete(block)) return;
    if (this.suspects.has(block)) {
      this.withheld.push(block);
      return;
    }
    this.used -= block.bytes;
    this.join(block);
  }

  floats(offset: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, offset, length);
  }

  ints(offset: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, offset, length);
  }

  bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, offset, length);
  }

  /**
   * A thread was lost and may be alive: whatever it can write to, which is what is in use now, is not handed out again.
   * @returns for the moment when the thread is known to be dead.
   */
  quarantine(): () => void {
    const suspects = new Set([...this.suspects, ...this.live]);
    this.suspects = suspects;
    return () => {
      if (this.suspects !== suspects) return; // one more was lost since: its moment counts
      this.suspects = new Set();
      for (const { offset, bytes } of this.withheld.splice(0)) {
        this.used -= bytes;
        this.join({ offset, bytes });
      }
    };
  }

  /** Puts freed bytes back, joined with the gaps on both sides. */
  private join({ offset, bytes }: Block): void {
    let at = this.gaps.findIndex((gap) => gap.offset > offset);
    if (at < 0) at = this.gaps.length;
    const before = this.gaps[at - 1];
    const after = this.gaps[at];
    const touchesBefore = before !== undefined && before.offset + before.bytes === offset;
    const touchesAfter = after !== undefined && offset + bytes === after.offset;
    if (touchesBefore) {
      before.bytes += bytes + (touchesAfter ? after.bytes : 0);
      if (touchesAfter) this.gaps.splice(at, 1);
    } else if (touchesAfter) {
      after.offset = offset;
      after.bytes += bytes;
    } else {
      this.gaps.splice(at, 0, { offset, bytes });
    }
  }

  /** @returns the index of a gap of at least so many bytes, at the end of the memory. */
  private grow(size: number): number {
    const end = this.memory.buffer.byteLength;
    const last = this.gaps.at(-1);
    const spare = last && last.offset + last.bytes === end ? last.bytes : 0;
    const least = roundUp(end + size - spare, PAGE);
    if (least > this.limit) throw this.full(size);
    const wanted = Math.min(Math.max(least, end + GROWTH), this.limit);
    try {
      this.memory.grow((wanted - end) / PAGE);
    } catch (cause) {
      throw this.full(size, cause);
    }
    this.join({ offset: end, bytes: wanted - end });
    return this.gaps.length - 1;
  }

  private full(size: number, cause?: unknown): BackendError {
    const limit = toMB(this.limit);
    return new BackendError({
      where: 'memory of the WebAssembly kernels',
      problem: `${toMB(size)} MB more are needed, ${toMB(this.used)} MB are in use${cause ? ', and the system gives no more' : ''}`,
      expected: `at most ${limit} MB in all`,
      fix: 'Reduce batchSize, the length of the sequences or hiddenSize; or dispose of models that are no longer used',
      cause,
    });
  }
}

const roundUp = (value: number, unit: number) => Math.ceil(value / unit) * unit;
const toMB = (bytes: number) => Number((bytes / MB).toFixed(1));
