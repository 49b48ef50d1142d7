import { cutContractions, joinedWords, placedWords } from '../../../src/text/words/word-offsets';

const texts = (words: { text: string }[]) => words.map(({ text }) => text);

it.each([
  ['Kim  lives in Seoul.', ['Kim', 'lives', 'in', 'Seoul', '.']],
  ['a a a', ['a', 'a', 'a']],
  ['\tÉlan, “quoted”… 🙂', ['Élan', ',', '“', 'quoted', '”', '…', '🙂']],
  ['', []],
])('%j: every word stands where it says', (text, expected) => {
  const words = placedWords(text, 'unicode');
  expect(texts(words)).toEqual(expected);
  words.forEach((word) => expect(text.slice(word.start, word.end)).toBe(word.text));
  words.forEach((word, i) => i > 0 && expect(word.start).toBeGreaterThanOrEqual(words[i - 1].end));
});

it('text with blanks between words is cut there alone', () => {
  expect(texts(placedWords('U.S. $5 e.g.', 'whitespace'))).toEqual(['U.S.', '$5', 'e.g.']);
});

it('given words stand as if joined by blanks', () => {
  const words = ['New', 'York', '.'];
  joinedWords(words).forEach(({ text, start, end }) => expect(words.join(' ').slice(start, end)).toBe(text));
});

describe('contractions', () => {
  const known = new Set(["n't", "'s", "'ll", 'do', "o'clock", "would've"]);
  const cut = (text: string) => cutContractions(placedWords(text, 'unicode'), (word) => known.has(word));

  it.each([
    ["I don't", ['I', 'do', "n't"]],
    ["Kim's and who'll", ['Kim', "'s", 'and', 'who', "'ll"]],
    ["she'lln't", ['she', "'ll", "n't"]],
    ["ten o'clock", ['ten', "o'clock"]],
    ["would've we've", ["would've", "we've"]],
  ])('%s', (text, expected) => {
    const words = cut(text);
    expect(texts(words)).toEqual(expected);
    words.forEach((word) => expect(text.slice(word.start, word.end)).toBe(word.text));
  });
});
