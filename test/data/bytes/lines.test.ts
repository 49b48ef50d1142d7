import { gzipSync } from 'node:zlib';

import * as fc from 'fast-check';

import { DataError } from '../../../src/errors';
import type { DataNote } from '../../../src/data/bytes/notes';
import { type LineOptions, readLines } from '../../../src/data/bytes/lines';
import { type ByteSource, sourceOf } from '../../../src/data/bytes/source';

/** The same bytes in pieces of `size`, so that every boundary is met. */
function inPieces(bytes: Uint8Array, size: number): ByteSource {
  return {
    name: 'file.txt',
    // eslint-disable-next-line @typescript-eslint/require-await
    async *open() {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    },
  };
}

async function texts(source: ByteSource, options?: LineOptions): Promise<string[]> {
  const found: string[] = [];
  for await (const line of readLines(source, options)) found.push(line.text);
  return found;
}

async function failure(source: ByteSource, options?: LineOptions): Promise<DataError> {
  const error = await texts(source, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('readLines', () => {
  test('gives text, number and byte offset', async () => {
    const lines = [];
    for await (const line of readLines(sourceOf('a', 'née\r\n\nlast'))) lines.push(line);
    expect(lines).toEqual([
      { text: 'née', number: 1, offset: 0 },
      { text: '', number: 2, offset: 6 },
      { text: 'last', number: 3, offset: 7 },
    ]);
  });

  test('a final line end adds no line; a CR alone stays; a BOM is dropped, inside the file with a note', async () => {
    expect(await texts(sourceOf('a', 'x\ny\n'))).toEqual(['x', 'y']);
    expect(await texts(sourceOf('a', 'x\ry\r\n'))).toEqual(['x\ry']);
    const notes: string[] = [];
    const onNote = ({ message }: DataNote) => void notes.push(message);
    expect(await texts(sourceOf('a', '\ufeffx\n\ufeffy\n\ufeffz'), { onNote })).toEqual(['x', 'y', 'z']);
    expect(notes).toEqual([expect.stringMatching(/^a line 2: a byte order mark inside the file is dropped here/)]);
  });

  test('does not depend on how the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\ufeff]/g, ''))),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        async (lines, size, end, zipped) => {
          const bytes = utf8([...lines, 'end'].map((line) => line + end).join(''));
          expect(await texts(inPieces(zipped ? gzipSync(bytes) : bytes, size))).toEqual([...lines, 'end']);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test('without any LF a CR ends a line: with offsets, empty lines, a last line without an end', async () => {
    const lines = [];
    for await (const line of readLines(inPieces(utf8('\ufeffn\u00e9e\r\rlast'), 2))) lines.push(line);
    expect(lines).toEqual([
      { text: 'n\u00e9e', number: 1, offset: 0 },
      { text: '', number: 2, offset: 8 },
      { text: 'last', number: 3, offset: 9 },
    ]);
    expect(await texts(sourceOf('a', 'x\r'))).toEqual(['x']);
  });

  test('the same in a file that is longer than a line may be; an LF that comes later is refused', async () => {
    const long = 'some text\r'.repeat(200);
    const options = { maximumLineBytes: 100 };
    expect(await texts(inPieces(utf8(long), 30), options)).toEqual(Array(200).fill('some text'));
    const error = await failure(inPieces(utf8(`${long}a\nb`), 30), options);
    expect(error.message).toMatch(/file\.txt line \d+: lines end with CR, and in or after this one there is an LF/);
    expect((await failure(inPieces(utf8('x'.repeat(200)), 30), options)).message).toMatch(/longer than the limit/);
  });

  test.each([
    ['at both kinds of places', [0x67, 0, 0, 0x0a, 0x62], 'file.txt line 1', 1],
    ['once', [0x67, 0x67, 0x67, 0x67, 0x67, 0x67, 0x67, 0, 0x0a], 'file.txt line 1', 7],
    ['after lines of text', [0x61, 0x0a, 0x62, 0], 'file.txt line 2', 3],
  ])('NUL is no text: %s', async (_, bytes, where, offset) => {
    for (const encoding of ['utf-8', 'latin1'] as const) {
      const error = await failure(inPieces(Uint8Array.from(bytes), 2), { encoding });
      expect(error.where).toBe(where);
      expect(error.message).toMatch(`byte offset ${offset} is NUL`);
      expect(error.fix).toContain("encoding: 'utf-16le'");
    }
  });

  test('latin-1: every byte is its own code point', async () => {
    const bytes = Uint8Array.from([0x63, 0xe9, 0x80, 0x0a, 0xff]);
    expect(await texts(inPieces(bytes, 2), { encoding: 'latin1' })).toEqual(['c\u00e9\u0080', '\u00ff']);
  });

  test.each([
    ['a latin-1 letter', [0x6f, 0x6b, 0x0a, 0x61, 0xe9, 0x62], 'file.txt line 2', 4],
    ['a sequence cut off by the line end', [0x61, 0xc3, 0x0a], 'file.txt line 1', 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 'file.txt line 1', 0],
    ['after a BOM', [0xef, 0xbb, 0xbf, 0x61, 0xff], 'file.txt line 1', 4],
  ])('invalid UTF-8, %s: file, line and byte offset', async (_, bytes, where, offset) => {
    for (const encoding of ['utf-8', undefined] as const) {
      if (encoding === undefined && bytes.includes(0xe9)) continue; // read as windows-1252, see below
      const error = await failure(inPieces(Uint8Array.from(bytes), 2), { encoding });
      expect(error.where).toBe(where);
      expect(error.problem).toContain(`byte offset ${offset} `);
    }
  });

  test('a line of 10 MB is refused early, not read into memory', async () => {
    let read = 0;
    const piece = new Uint8Array(2 ** 16).fill(0x61);
    const endless: ByteSource = {
      name: 'long.txt',
      // eslint-disable-next-line @typescript-eslint/require-await
      async *open() {
        yield utf8('short\n');
        for (; read < 160; read++) yield piece;
      },
    };
    const error = await failure(endless);
    expect(error.where).toBe('long.txt line 2');
    expect(error.message).toMatch(/1114112 bytes.*at most 1048576/);
    expect(read).toBeLessThan(20);
    expect(await texts(sourceOf('a', '12345'), { maximumLineBytes: 5 })).toEqual(['12345']);
  });

  test('an empty file', async () => {
    expect((await failure(sourceOf('none.txt', ''))).message).toMatch(/none.txt: the file is empty/);
    expect((await failure(sourceOf('none.txt.gz', gzipSync('')))).problem).toMatch(/empty/);
    expect(await texts(sourceOf('a', '\n'))).toEqual(['']);
  });

  test('gzip: cut off anywhere, damaged, followed by something else', async () => {
    const whole = gzipSync(utf8('some text\n'.repeat(500)));
    for (const size of [2, 5, 12, whole.length - 1]) {
      expect((await failure(inPieces(whole.subarray(0, size), 7))).message).toMatch(/cannot be decompressed/);
    }
    const damaged = Uint8Array.from(whole);
    damaged[damaged.length - 6] ^= 255; // the checksum
    expect((await failure(inPieces(damaged, 1000))).message).toMatch(/fetch or compress it again/);
    expect((await failure(sourceOf('a.gz', Buffer.concat([whole, Buffer.from('tail')])))).message).toMatch(/gzip/);
  });

  test('a failing source keeps its own error, and the source is closed when the reader stops', async () => {
    let closed = 0;
    const failing = (head: Uint8Array): ByteSource => ({
      name: 'a',
      // eslint-disable-next-line @typescript-eslint/require-await
      async *open() {
        try {
          yield head;
          throw new DataError({ where: 'disk', problem: 'gone' });
        } finally {
          closed++;
        }
      },
    });
    expect((await failure(failing(utf8('x\n')))).where).toBe('disk');
    expect((await failure(failing(gzipSync('x\n').subarray(0, 12)))).where).toBe('disk');
    for await (const line of readLines(failing(utf8('x\ny\n')))) if (line.number === 1) break;
    expect(closed).toBe(3);
  });
});
