/** Encodings that nobody gave: found out where the bytes leave no doubt, with a note; else refused with what to do. */
import { DataError } from '../../../src/errors';
import { onCommandLine } from '../../../src/wording';
import { detectUtf16, isWesternEuropean } from '../../../src/data/bytes/detect-encoding';
import { readLines } from '../../../src/data/bytes/lines';
import type { DataNote } from '../../../src/data/bytes/notes';
import { sourceOf } from '../../../src/data/bytes/source';

async function read(bytes: Uint8Array, encoding?: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be') {
  const texts: string[] = [];
  const notes: DataNote[] = [];
  const onNote = (note: DataNote) => void notes.push(note);
  for await (const { text } of readLines(sourceOf('a.txt', bytes), { encoding, onNote })) texts.push(text);
  return { texts, notes: notes.map((note) => note.messageIn(onCommandLine)) };
}

/** Characters of windows-1252 that are not those of the same number. */
const special = new Map([['“', 0x93], ['”', 0x94], ['’', 0x92], ['–', 0x96], ['€', 0x80], ['œ', 0x9c]]); // prettier-ignore
const windows1252 = (text: string) => Uint8Array.from(text, (c) => special.get(c) ?? c.charCodeAt(0));
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return Uint8Array.from(isBig ? bytes.swap16() : bytes);
};

describe('UTF-16', () => {
  const text = 'text,label\r\nnaïve 日本,a\r\n\u{1f600},b\n';
  const lines = ['text,label', 'naïve 日本,a', '\u{1f600},b'];

  test.each([false, true])('with a mark and without one; big-endian: %p', async (isBig) => {
    const name = isBig ? 'utf-16be' : 'utf-16le';
    const marked = await read(utf16(`\ufeff${text}`, isBig));
    expect(marked).toEqual({ texts: lines, notes: [`a.txt: read as ${name}, by its byte order mark (--encoding)`] });
    const bare = await read(utf16(text, isBig));
    expect(bare).toEqual({ texts: lines, notes: [`a.txt: read as ${name}, by its NUL bytes (--encoding)`] });
    expect(await read(utf16(text, isBig), name)).toEqual({ texts: lines, notes: [] });
  });

  test('lines may end with CR alone', async () => {
    expect((await read(utf16('\ufeffa\rb\r', false))).texts).toEqual(['a', 'b']);
  });

  test('without Western letters it has to be said, and the message says how', async () => {
    const bytes = utf16('日本\n', false);
    await expect(read(bytes)).rejects.toThrow(/not valid UTF-8|NUL/);
    expect((await read(bytes, 'utf-16le')).texts).toEqual(['日本']);
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x61), undefined)).rejects.toThrow(/not valid UTF-16LE/);
    await expect(read(Uint8Array.of(0x00, 0xd8, 0x61, 0), 'utf-16le')).rejects.toThrow(DataError);
  });
});

test('an encoding that is given is not found out', async () => {
  await expect(read(utf16('abc\n', false), 'utf-8')).rejects.toThrow(/line 1: the byte at byte offset 1 is NUL/);
  expect(await read(Uint8Array.of(0xff, 0xfe, 0x61), 'windows-1252')).toEqual({ texts: ['ÿþa'], notes: [] });
});

describe('NUL bytes of UTF-16', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  test.each<[string, string, ReturnType<typeof detectUtf16>]>([
    ['at every second place', 'a\0b\0', { encoding: 'utf-16le', hasMark: false }],
    ['before', '\0a\0b', { encoding: 'utf-16be', hasMark: false }],
    ['a quarter of the bytes: half of the letters are Western', 'a\0\x31\x04b\0\x32\x04', { encoding: 'utf-16le', hasMark: false }],
    ['one alone', 'a\0', undefined],
    ['few in many bytes', 'a\0b\0cdefghijklmnopqrst', undefined],
    ['at both kinds of places', 'a\0b\0\0c', undefined],
    ['at both kinds of places, more before', '\0a\0bc\0', undefined],
  ])('%s', (_, head, found) => expect(detectUtf16(bytes(head))).toEqual(found)); // prettier-ignore
});

describe('what leaves doubt, each by itself', () => {
  test.each([
    ['no letters', '\xa4 12'],
    ['more foreign letters than such a text has', '\xe1b \xe1b \xe1b \xe1b'],
    ['a byte without a character', 'plain wor\x81 text'],
    ['ð, which is ğ in Turkish', 'plain do\xf0ru text'],
    ['Ž', 'plain \x8eivot text'],
    ['ˆ, which is à of the Macintosh', 'plain voil\x88 text'],
    ['˜', 'plain voil\x98 text'],
    ['three in a row', 'some plain words and x\xe0\xe9\xeex'],
    ['a word of nothing else', 'some plain words and \xe9\xe4'],
    ['õ without ã: ő in Hungarian', 'plain erd\xf5 text'],
  ])('%s', (_, text) => expect(isWesternEuropean(Buffer.from(text, 'latin1'))).toBe(false));

  test.each([
    ['a space that does not break, a soft hyphen', 'mot\xa0mot, Wort\xadteil, caf\xe9'],
    ['à alone', 'la vie \xe0 Paris'],
    ['õ beside ã', 'op\xe7\xf5es n\xe3o'],
  ])('but not %s', (_, text) => expect(isWesternEuropean(Buffer.from(text, 'latin1'))).toBe(true));

  test('looked for in the lines after the first, however the bytes are cut', async () => {
    const bytes = Buffer.from('caf\xe9\nplain\nz\xb3oty\n', 'latin1');
    for (const size of [2, 7, 1000]) {
      const open = async function* () {
        for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
      };
      const reading = readLines({ name: 'a.txt', open })[Symbol.asyncIterator]().next();
      await expect(reading).rejects.toThrow(/a\.txt line 1: .*not valid UTF-8/);
    }
  });
});

describe('windows-1252', () => {
  test('the note shows the text around the first such letter', async () => {
    const { notes } = await read(windows1252(`${'plain words '.repeat(20)}caf\xe9 ${'and more '.repeat(20)}`));
    expect(notes).toEqual([expect.stringContaining('café and more')]);
  });

  test.each([
    ['French', 'plain\nDéjà vu, “à la carte” – l’été où l’on rêve: 5 €\nŒuvre'.replace('Œ', 'O')],
    ['German', 'plain\nÜber die Straße läuft ein großer Bär\n'],
    ['Spanish', '¿Qué tal? ¡Mañana será otro día, señor!'],
    ['Portuguese', 'São as ações e opiniões do João'],
    ['Swedish and Danish', 'Åsa är på väg\nSmørrebrød på øen'],
  ])('%s', async (_, text) => {
    const { texts, notes } = await read(windows1252(text));
    expect(texts).toEqual(text.replace(/\n$/, '').split('\n'));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^a\.txt line \d: not UTF-8, and read as windows-1252: ".*" \(if that is wrong, say so with --encoding\)$/,
    );
  });

  test.each([
    ['Russian, windows-1251', [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0]],
    ['Polish, windows-1250', [...Buffer.from('z\xb3oty i \xb9', 'latin1')]],
    ['Czech, windows-1250', [...Buffer.from('p\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd', 'latin1')]],
    ['Turkish, windows-1254', [...Buffer.from('\xfeimdi do\xf0ru', 'latin1')]],
    ['Greek, windows-1253', [0xca, 0xe1, 0xeb, 0xe7, 0xec, 0xdd, 0xf1, 0xe1]],
    ['Japanese, Shift JIS', [0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea]],
    ['Chinese, GBK', [0xd6, 0xd0, 0xce, 0xc4]],
    ['French of DOS', [...Buffer.from('d\x82j\x85 vu', 'latin1')]],
    ['French of the Macintosh', [...Buffer.from('d\x8ej\x88 vu', 'latin1')]],
    ['UTF-8 that was cut off', [...Buffer.from('caf\xc3', 'latin1')]],
  ])('doubt is refused: %s', async (_, bytes) => {
    const reading = read(Uint8Array.from([...Buffer.from('plain\n'), ...bytes, 0x0a]));
    await expect(reading).rejects.toThrow(/a\.txt line 2: .* not valid UTF-8.*encoding: 'windows-1252'.*iconv -f/);
  });

  test('a file in two encodings', async () => {
    const [utf8, other] = [Buffer.from('café\n'), Buffer.from('caf\xe9\n', 'latin1')];
    await expect(read(Buffer.concat([utf8, other]))).rejects.toThrow(/a\.txt line 2: .*not valid UTF-8/);
    await expect(read(Buffer.concat([other, utf8]))).rejects.toThrow(/a\.txt line 1: .*not valid UTF-8/);
    const between = Buffer.from('plain text\n'.repeat(10_000)); // more than is looked at
    await expect(read(Buffer.concat([other, between, utf8]))).rejects.toThrow(
      /a\.txt line 10002: the line is UTF-8, and a\.txt line 1 is not/,
    );
    expect(await read(Buffer.concat([other, utf8]), 'windows-1252')).toEqual({
      texts: ['café', 'cafÃ©'],
      notes: ['a.txt line 2: the line is valid UTF-8, and is read as windows-1252 (--encoding)'],
    });
  });

  test('does not depend on how the bytes are cut', async () => {
    const bytes = windows1252(`${'plain text\n'.repeat(50)}l’été\nça va\n`);
    for (const size of [1, 3, 1000]) {
      const source = {
        name: 'a.txt',
        // eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
        async *open() {
          for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
        },
      };
      const texts: string[] = [];
      for await (const { text } of readLines(source)) texts.push(text);
      expect(texts.slice(50)).toEqual(['l’été', 'ça va']);
    }
  });
});
