/** What a file begins with, where its name does not tell its format. */
import { type LineOptions, readLines } from './lines';
import { Lookahead } from './lookahead';
import type { ByteSource } from './source';

/** JSON may be spread over lines: so many are taken for the first one. */
const JSON_LINES = 20;

/**
 * @returns the first line that is not blank, and a source of all the bytes: the file is opened once, since some can be
 * opened only once
 */
export async function firstLineOf(
  source: ByteSource,
  { encoding, maximumLineBytes }: LineOptions = {},
): Promise<{ first: string; source: ByteSource }> {
  const chunks = new Lookahead(source.open());
  let isTaken = false;
  const again: ByteSource = {
    name: source.name,
    open() {
      if (isTaken) return source.open();
      isTaken = true;
      return chunks;
    },
  };
  let first = '';
  let count = 0;
  for await (const { text } of readLines(seen(source.name, chunks), { encoding, maximumLineBytes })) {
    if (text.trim() === '') continue;
    first += first ? ` ${text.trim()}` : text;
    if (++count === JSON_LINES || !/^\s*[[{]/.test(first)) break;
  }
  return { first, source: again };
}

/** Takes nothing away. */
const seen = (name: string, chunks: Lookahead<Uint8Array>): ByteSource => ({
  name,
  async *open() {
    for (let i = 0; ; i++) {
      const ahead = await chunks.peek(({ length }) => length > i);
      if (ahead.length <= i) return;
      yield ahead[i];
    }
  },
});
