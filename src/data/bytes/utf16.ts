/** UTF-16 → UTF-8, so that all else reads one encoding. */
import type { Utf16 } from './detect-encoding';
import { notUtf16 } from './line-errors';

/** @param name of the file. @throws DataError for half a character, or half a pair of surrogates */
export async function* fromUtf16(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Utf16,
  name: string,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true }); // drops the mark
  const encoder = new TextEncoder();
  const decode = (chunk?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
    } catch {
      throw notUtf16(name, encoding);
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  decode(); // which throws for half a character
}
