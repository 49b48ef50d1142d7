/**
 * Gzip is undone wherever it is met: a stream that begins with the magic bytes 1f 8b (RFC 1952, 2.3.1) is
 * decompressed, any other one passes unchanged. The name of the file does not matter.
 */
import { DataError } from '../../errors';
import { type ByteSource, joinBytes } from './source';

/** @throws DataError for a gzip stream that is damaged or ends early. */
export async function* gunzip(source: ByteSource): AsyncGenerator<Uint8Array> {
  const chunks = source.open()[Symbol.asyncIterator]();
  try {
    const head = await readHead(chunks);
    if (head[0] === 0x1f && head[1] === 0x8b) yield* decompress(source.name, head, chunks);
    else {
      if (head.length) yield head;
      for (;;) {
        const next = await chunks.next();
        if (next.done) return;
        yield next.value;
      }
    }
  } finally {
    await chunks.return?.();
  }
}

/** At least two bytes, if there are two. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = joinBytes([head, next.value]);
  }
  return head;
}

async function* decompress(
  name: string,
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let sourceError: Error | undefined; // the stream would wrap it
  const compressed = new ReadableStream<BufferSource>({
    start: (controller) => controller.enqueue(head as Uint8Array<ArrayBuffer>),
    async pull(controller) {
      try {
        const next = await rest.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        sourceError = error instanceof Error ? error : new Error(String(error));
        throw error;
      }
    },
  });
  const reader = compressed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (sourceError) throw sourceError;
    throw new DataError({
      where: name,
      problem: `the gzip data cannot be decompressed (${error instanceof Error ? error.message : String(error)})`,
      expected: 'a whole gzip file',
      fix: 'It is damaged or truncated: fetch or compress it again',
      cause: error,
    });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
