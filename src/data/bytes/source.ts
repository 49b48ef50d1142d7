/**
 * Where bytes come from: a file, a download, a string in a test. Everything in `data/` reads through this contract,
 * so that nothing here knows a path or a file system.
 */
export interface ByteSource {
  /** As the user knows it, for messages: `reviews.tsv`. */
  readonly name: string;
  /** A fresh run over the bytes, in pieces of any size. */
  open(): AsyncIterable<Uint8Array>;
  /** Whether it may still be written to, such as standard input: its end may be far. */
  readonly isLive?: boolean;
}

/** Bytes (or text, as UTF-8) that are already in memory. */
export function sourceOf(name: string, content: Uint8Array | string): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    // eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
    async *open() {
      yield bytes;
    },
  };
}

/** All bytes of a stream as one array. For formats that cannot be read piece by piece. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return joinBytes(pieces);
}

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
