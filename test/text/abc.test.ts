import fc from 'fast-check';
import { AbcTokenizer } from '../../src/text/abc';
import { tokenizerFromJSON } from '../../src/text/tokenizers';
import { ConfigError } from '../../src/errors';

const tokenizer = new AbcTokenizer();
const tokens = (text: string) => tokenizer.tokenize(text);

describe('ABC notation as tokens', () => {
  it('fields of music are one token each, others go by characters', () => {
    const header = 'X: 1\nT:A & D\nM:6/8\nK:Cmaj % key\nP:A\n';
    expect(tokens(header)).toEqual([
      ...['X:', ' ', '1', '\n', 'T:', 'A', ' ', '&', ' ', 'D', '\n', 'M:6/8', '\n'],
      ...['K:Cmaj ', '%', ' ', 'k', 'e', 'y', '\n', 'P:A', '\n'],
    ]);
  });

  it('notes with accidentals, octaves and lengths', () => {
    expect(tokens("A2 ^c'3/2 _B,,/ =f// z4c>d")).toEqual(
      ['A2', ' ', "^c'3/2", ' ', '_B,,/', ' ', '=f//', ' ', 'z4', 'c', '>', 'd'], //
    );
  });

  it('bar lines, endings, repeats', () => {
    expect(tokens('|:A|B||c|]d:|[2e[|f::g|1a:||:b')).toEqual(
      ['|:', 'A', '|', 'B', '||', 'c', '|]', 'd', ':|', '[2', 'e', '[|', 'f', '::', 'g', '|1', 'a', ':||:', 'b'], //
    );
  });

  it('chord symbols, chords, tuplets, decorations, fields inside a line, comments', () => {
    expect(tokens('"F#m7"[CE]2(3ABc!trill!g~e(a-a)[M:3/4]c|%end')).toEqual([
      ...['"F#m7"', '[', 'C', 'E', ']2', '(3', 'A', 'B', 'c', '!trill!', 'g', '~', 'e', '(', 'a', '-', 'a', ')'],
      ...['[M:3/4]', 'c', '|', '%', 'e', 'n', 'd'],
    ]);
  });

  it('give every text back', () => {
    const alphabet = [...'XTKMw:|[]"!\\^_=ABz2/,\' \r\n%(3~-é😀'];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 40 }), (text) => {
        expect(tokenizer.join(tokens(text))).toBe(text);
        expect(tokens(text)).not.toContain('');
      }),
      { seed: 4, numRuns: 2000 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => tokenizer.join(tokens(text)) === text));
  });

  it('come back from JSON, and know no options', () => {
    const json: unknown = JSON.parse(JSON.stringify(tokenizer));
    expect(tokenizerFromJSON(json)).toEqual(tokenizer);
    expect(tokenizer.label('A2')).toBe('A2');
    expect(() => new AbcTokenizer({ unit: 'grapheme' })).toThrow(ConfigError);
  });
});
