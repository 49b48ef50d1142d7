/** Running text ↔ tokens: the same text comes back, whatever the tokens. */
import fc from 'fast-check';
import { trainBytePairs } from '../../src/text/byte-pairs/training';
import { CharacterTokenizer } from '../../src/text/characters';
import { runningText, slicesOf } from '../../src/text/running-text';
import { WordTokenizer } from '../../src/text/words/tokenizer';

const { tokenizer: bytePairs } = trainBytePairs(['the cat and the hat', 'der Straße entlang'], { merges: 20 });

function written(tokenizer: Parameters<typeof runningText>[0], parts: readonly string[]): string {
  const running = runningText(tokenizer);
  const writer = running.writer();
  let isStart = true;
  const tokens = parts.flatMap((part) => {
    const own = running.tokenize(part, isStart);
    isStart &&= own.length === 0;
    return own;
  });
  return tokens.map((token) => writer.push(token)).join('') + writer.flush();
}

const text = fc.string({ unit: fc.oneof(fc.constantFrom(' ', '\n', 'the', ' the ', 'ß', '👍🏽', '日'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })) }); // prettier-ignore

it.each([
  ['characters', new CharacterTokenizer()],
  ['byte pairs', bytePairs],
])('%s give back any text, also one that comes in parts', (_, tokenizer) => {
  fc.assert(
    fc.property(fc.array(text), (parts) => expect(written(tokenizer, parts)).toBe(parts.join(''))),
    { seed: 1, numRuns: 300 },
  );
});

it('a character of several bytes is written once it is whole', () => {
  const writer = runningText(bytePairs).writer();
  const tokens = bytePairs.tokenize('日');
  expect(tokens.length).toBeGreaterThan(2);
  expect(tokens.map((token) => writer.push(token))).toEqual([...tokens.slice(1).map(() => ''), '日']);
});

it('words keep their lines, and get the blanks that a person would set', () => {
  const words = new WordTokenizer();
  const lines = 'Well, said he.\n\n"Is it so?" (It is not.)\n';
  expect(runningText(words).tokenize('a b\nc', true)).toEqual(['a', 'b', '\n', 'c']);
  expect(written(words, [lines])).toBe(lines);
  expect(written(words, ['Well,', ' said he.\n'])).toBe('Well, said he.\n');
});

it('long texts are cut before white space where there is any, never inside of a character', () => {
  for (const long of ['word '.repeat(60_000), 'x'.repeat(300_000), '😀'.repeat(150_000)]) {
    const slices = [...slicesOf(long)];
    expect(slices.length).toBeGreaterThan(1);
    expect(slices.join('') === long).toBe(true);
    expect(slices.some((slice) => /^[\udc00-\udfff]/.test(slice))).toBe(false);
    if (long.includes(' ')) expect(slices.slice(1).every((slice) => slice.startsWith(' '))).toBe(true);
  }
});
