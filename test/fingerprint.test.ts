import { emptyHash, Fingerprint, fingerprint, hashText } from '../src/fingerprint';

it.each([
  // http://www.isthe.com/chongo/tech/comp/fnv/index.html, "FNV-1a 32 bit"
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('FNV-1a of %j', (text, hash) => {
  expect(hashText(emptyHash, text) >>> 0).toBe(hash);
});

it('goes on from a hash', () => {
  expect(hashText(hashText(emptyHash, 'foo'), 'bar')).toBe(hashText(emptyHash, 'foobar'));
});

it('of examples: their content and order, not where they were read from', () => {
  const a = { text: 'a', label: 'x' };
  const b = { text: 'b', label: 'y' };
  expect(fingerprint([a, b])).toBe(
    '2-' + (hashText(emptyHash, JSON.stringify(a) + JSON.stringify(b)) >>> 0).toString(16),
  );
  expect(fingerprint([{ ...a, where: 'a.csv line 2', lines: [2] }, b])).toBe(fingerprint([a, b]));
  expect(fingerprint([b, a])).not.toBe(fingerprint([a, b]));
  const frames = { frames: Float32Array.of(1, 2) };
  expect(fingerprint([frames])).not.toBe(fingerprint([{ frames: Float32Array.of(1, 3) }]));
  expect(fingerprint([frames])).toBe(fingerprint([{ frames: new Float32Array([0, 1, 2]).subarray(1) }]));
});

it('of examples that come one by one is that of the array', () => {
  const examples = [{ text: 'a' }, { frames: Float32Array.of(1, 2), where: 'b.csv' }, { words: ['c'] }];
  const streamed = new Fingerprint();
  expect(String(streamed)).toBe(fingerprint([]));
  for (const example of examples) streamed.add(example);
  expect(String(streamed)).toBe(fingerprint(examples));
});
