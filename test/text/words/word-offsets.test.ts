import fc from 'fast-check';
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

describe('NFC and NFD', () => {
  const both = ['NFC', 'NFD'] as const;

  it.each([
    ['Ça coûte 5 €, señor Núñez!', ['Ça', 'coûte', '5', '€', ',', 'señor', 'Núñez', '!']],
    ['한국어 문장', ['한국어', '문장']],
    ['Việt Nam', ['Việt', 'Nam']],
    ['ガラスの家', undefined],
    ['-\u0323-\u0301\u0323', ['-\u0323', '-\u0323\u0301']],
  ])('%s has the same words', (text, expected) => {
    const [composed, decomposed] = both.map((form) => {
      const given = text.normalize(form);
      return placedWords(given, 'unicode').map((word) => {
        expect(given.slice(word.start, word.end)).toBe(word.text);
        return word.text.normalize('NFC');
      });
    });
    expect(decomposed).toEqual(composed);
    if (expected) expect(composed).toEqual(expected);
  });

  it('offsets are those of the text as given, whatever its form', () => {
    const letters = [...'aé한국가ếİ\u0301\u0323\u1100\u1161\u11a8\u3099か🙂 .-’'];
    const piece = fc.tuple(fc.constantFrom(...letters), fc.boolean()).map(([c, d]) => (d ? c.normalize('NFD') : c));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const words = placedWords(text, 'whitespace');
        expect(words.map((word) => word.text)).toEqual(text.match(/\S+/g) ?? []);
        for (const { text: word, start, end } of placedWords(text, 'unicode'))
          expect(text.slice(start, end)).toBe(word);
        const texts = (form: string) => placedWords(form, 'unicode').map((word) => word.text.normalize('NFC'));
        expect(texts(text)).toEqual(texts(text.normalize('NFC')));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('contractions are cut alike', () => {
    const known = (word: string) => ['l', '’été'].includes(word.normalize('NFC'));
    for (const form of both) {
      const words = cutContractions(placedWords('l’été'.normalize(form), 'unicode'), known);
      expect(words.map(({ text }) => text.normalize('NFC'))).toEqual(['l', '’été']);
    }
  });
});
