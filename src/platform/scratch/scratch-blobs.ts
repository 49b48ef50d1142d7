/** Scratch bytes as Blobs, which a browser keeps on disk where they are large. */
import type { Scratch } from '../platform';

export class ScratchBlobs implements Scratch {
  private parts: { from: number; blob: Blob }[] = [];
  private length = 0;

  append(bytes: Uint8Array): Promise<void> {
    this.parts.push({ from: this.length, blob: new Blob([bytes as BlobPart]) });
    this.length += bytes.length;
    return Promise.resolve();
  }

  async read(from: number, to: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(to - from);
    for (const part of this.parts) {
      const [start, end] = [Math.max(0, from - part.from), Math.min(part.blob.size, to - part.from)];
      if (start >= end) continue;
      bytes.set(new Uint8Array(await part.blob.slice(start, end).arrayBuffer()), part.from + start - from);
    }
    return bytes;
  }

  dispose(): Promise<void> {
    this.parts = [];
    return Promise.resolve();
  }
}
