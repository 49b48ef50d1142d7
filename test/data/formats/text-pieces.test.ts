/** Bytes → text, whole and in pieces. */
import { sourceOf, type ByteSource } from '../../../src/data/bytes/source';
import { readPieces } from '../../../src/data/formats/text-pieces';
import { DataError } from '../../../src/errors';

async function pieces(source: ByteSource, options = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of readPieces(source, options)) all.push(piece);
  return all;
}

/** In chunks of some bytes. */
const chunked = (text: string | Uint8Array, size: number): ByteSource => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    name: 'book.txt',
    // eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
    async *open() {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    },
  };
};

it('keeps every character, whatever the chunks, also without any line end', async () => {
  const word = 'naïve 😀 日本\n\tx ';
  for (const text of [word.repeat(20_000), 'ab'.repeat(150_000), '😀'.repeat(120_000)]) {
    for (const size of [7, 65_536]) {
      const found = await pieces(chunked(text, size));
      expect(found.join('') === text).toBe(true);
      expect(found.length).toBeGreaterThan(1);
      expect(found.every((piece) => piece.length <= 2 ** 17 && !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(piece))).toBe(
        true,
      );
    }
  }
  expect((await pieces(chunked(word.repeat(20_000), 999))).slice(1).every((piece) => /^[ \n]/.test(piece))).toBe(true);
});

it('reads CR LF as LF, with one note, also where a chunk ends between the two; a lone CR stays', async () => {
  const notes: string[] = [];
  const onNote = ({ message }: { message: string }) => void notes.push(message);
  expect(await pieces(chunked('a\r\nb\r\n\r\nc\rd\r', 2), { onNote })).toEqual(['a\nb\n\nc\rd\r']);
  expect(notes).toEqual(['book.txt: its lines end with CR LF, which is read as LF']);
});

it('drops a byte order mark, reads UTF-16 and a given encoding', async () => {
  expect(await pieces(sourceOf('a', '\ufeffab'))).toEqual(['ab']);
  expect(await pieces(sourceOf('a', Buffer.from('\ufeffhé\n', 'utf16le')))).toEqual(['hé\n']);
  expect(await pieces(sourceOf('a', Uint8Array.of(0x63, 0xe9)), { encoding: 'windows-1252' })).toEqual(['cé']);
});

it.each([
  [
    'bytes that are not UTF-8',
    Uint8Array.of(0x61, 0x62, 0xe9, 0x20, 0x63),
    /bytes e9 .*at byte offset 2 are not valid UTF-8/,
  ],
  ['a character that is cut off', Uint8Array.of(0x61, 0xe2, 0x82), /e2 82 at byte offset 1 are not valid UTF-8/],
  ['NUL', Uint8Array.of(0x61, 0x62, 0x63, 0x0a, 0x61, 0x62, 0x63, 0), /byte offset 7 is NUL/],
  ['nothing', new Uint8Array(0), /book\.txt: the file is empty/],
])('refuses %s', async (_, bytes, message) => {
  for (const size of [1, 2, 100]) {
    await expect(pieces(chunked(bytes, size))).rejects.toThrow(DataError);
    await expect(pieces(chunked(bytes, size))).rejects.toThrow(message);
  }
});
