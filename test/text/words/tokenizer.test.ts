import fc from 'fast-check';
import { ConfigError } from '../../../src/errors';
import { WordTokenizer } from '../../../src/text/words/tokenizer';

const words = new WordTokenizer();

describe('WordTokenizer', () => {
  it.each([
    ["I don't like it, it's bad.", ['I', "don't", 'like', 'it', ',', "it's", 'bad', '.']],
    ['l’été rock’n’roll', ['l’été', 'rock’n’roll']],
    ["'quoted' dogs' 80's", ["'", 'quoted', "'", 'dogs', "'", "80's"]],
    ['3.14 1,000.50 5. 3d mp3', ['3.14', '1,000.50', '5', '.', '3d', 'mp3']],
    ['the U.S. army, e.g. J.R.R. Tolkien', ['the', 'U.S.', 'army', ',', 'e.g.', 'J.R.R.', 'Tolkien']],
    ['well-made — wow... really?!! a_b', ['well', '-', 'made', '—', 'wow', '...', 'really', '?', '!!', 'a_b']],
    ['👍🏽👨‍👩‍👧 🇻🇳🇫🇷 1️⃣ ❤️!', ['👍🏽', '👨‍👩‍👧', '🇻🇳', '🇫🇷', '1️⃣', '❤️', '!']],
    ['cafe\u0301 Không có gì', ['cafe\u0301', 'Không', 'có', 'gì']],
    ['हिन्दी में।', ['हिन्दी', 'में', '।']],
    ['한국어 문장', ['한국어', '문장']],
    ['می‌خواهم', ['می‌خواهم']],
    [' \t\r\n\u00a0\u3000\ufeff', []],
    ['', []],
  ])('cuts %j', (text, expected) => {
    expect(words.tokenize(text)).toEqual(expected);
  });

  it.each([
    ['ฉันชอบดูหนังมาก', ['ฉัน', 'ชอบ', 'ดู', 'หนัง', 'มาก']],
    ['我喜欢看电影。很好！', ['我', '喜欢', '看', '电影', '。', '很好', '！']],
    ['東京タワーへ2024年abcタイ', ['東京タワー', 'へ', '2024', '年', 'abc', 'タイ']],
  ])('finds words where no blanks are written: %j', (text, expected) => {
    expect(words.tokenize(text)).toEqual(expected);
  });

  it('loses nothing but white space', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom("'", '.', ',', '1', 'a', ' ', 'é', '\u0301', '\u200d', '👍', '🏽', '🇻', '!', '語', 'ท', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        const tokens = words.tokenize(text);
        expect(tokens.join('')).toBe(text.replace(/\s+/g, ''));
        expect(tokens).not.toContain('');
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('survives a word of 10 MB, cut in pieces', () => {
    const tokens = words.tokenize('a'.repeat(1e7) + "'b".repeat(1e5) + '!'.repeat(1e6) + 'ท'.repeat(1e5));
    expect(tokens.join('')).toHaveLength(1e7 + 2e5 + 1e6 + 1e5);
    expect(tokens[0]).toHaveLength(999);
  });

  it.each(["I don't like it, it's (very) “bad”...", '我喜欢看电影。很好！', 'Wie geht es dir?', 'हिन्दी में।'])(
    'joins the tokens of %j as a person would write them',
    (text) => {
      expect(words.join(words.tokenize(text))).toBe(text);
    },
  );

  it('leaves a tokenised text as it is', () => {
    const blanks = new WordTokenizer({ mode: 'whitespace' });
    const tokens = ["it's", 'n\'t', '<unk>', '東京タワーへ', '...']; // prettier-ignore
    expect(blanks.tokenize(` ${tokens.join('  ')}\t\n`)).toEqual(tokens);
    expect(blanks.join(tokens)).toBe(tokens.join(' '));
    expect(blanks.tokenize(' ')).toEqual([]);
  });

  it('refuses what it does not know', () => {
    expect(() => new WordTokenizer({ mode: 'letters' as 'whitespace' })).toThrow(ConfigError);
    expect(() => new WordTokenizer({ mode: 'letters' as 'whitespace' })).toThrow('mode is "letters"');
  });
});
