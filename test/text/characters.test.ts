import fc from 'fast-check';
import { ConfigError } from '../../src/errors';
import { CharacterTokenizer } from '../../src/text/characters';

const graphemes = new CharacterTokenizer();
const codePoints = new CharacterTokenizer({ unit: 'code-point' });

describe('CharacterTokenizer', () => {
  it('takes what a person counts as one character', () => {
    expect(graphemes.tokenize('añ o\u0301\n')).toEqual(['a', 'ñ', ' ', 'o\u0301', '\n']);
    expect(graphemes.tokenize('👨‍👩‍👧🇻🇳नि\r\n')).toEqual(['👨‍👩‍👧', '🇻🇳', 'नि', '\r\n']);
    expect(graphemes.tokenize('')).toEqual([]);
  });

  it('takes code points on demand', () => {
    expect(codePoints.tokenize('o\u0301👍🏽\r\n')).toEqual(['o', '\u0301', '👍', '🏽', '\r', '\n']);
  });

  it('equals the segmenter on long texts, which are read through a window', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const unit = fc.constantFrom(
      'a',
      ' ',
      '\r',
      '\n',
      '\u0301',
      '\u200d',
      '👍',
      '👩',
      '🏽',
      '🇻',
      'क',
      '्',
      'त',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(unit, { minLength: 3000, maxLength: 5000 }), (units) => {
        const text = units.join('');
        const expected = Array.from(segmenter.segment(text), ({ segment }) => segment);
        expect(graphemes.tokenize(text).join('|')).toBe(expected.join('|'));
        expect(graphemes.join(expected)).toBe(text);
      }),
      { numRuns: 30, seed: 1, endOnFailure: true },
    );
  });

  it('keeps a letter with 5,000 marks whole', () => {
    const text = 'a\u0301' + 'e' + '\u0302'.repeat(5000) + 'b';
    expect(graphemes.tokenize(text)).toEqual(['a\u0301', 'e' + '\u0302'.repeat(5000), 'b']);
  });

  it('takes linear time (without the window, minutes)', () => {
    expect(graphemes.tokenize('👍🏽'.repeat(500_000))).toHaveLength(500_000);
  });

  it('refuses what it does not know', () => {
    expect(() => new CharacterTokenizer({ unit: 'byte' as 'grapheme' })).toThrow(ConfigError);
  });
});
