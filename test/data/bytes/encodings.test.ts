import { decodeBytes } from '../../../src/data/bytes/encodings';

const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

it('latin1: every byte is the code point of the same number', () => {
  expect([...decodeBytes(all, 'latin1')].map((character) => character.codePointAt(0))).toEqual([...all]);
});

it('windows-1252 differs from it between 0x80 and 0x9f', () => {
  const text = decodeBytes(all, 'windows-1252');
  expect(text).toHaveLength(256);
  expect(text.slice(0x80, 0xa0)).toBe('€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ');
  for (const [from, to] of [
    [0, 0x80],
    [0xa0, 0x100],
  ]) {
    // prettier-ignore
    expect(text.slice(from, to)).toBe(decodeBytes(all, 'latin1').slice(from, to));
  }
});

it('a line of a megabyte', () => {
  expect(decodeBytes(new Uint8Array(2 ** 20).fill(0xe9), 'windows-1252')).toBe('é'.repeat(2 ** 20));
});
