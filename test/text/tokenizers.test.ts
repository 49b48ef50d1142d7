import { ConfigError } from '../../src/errors';
import { BytePairTokenizer } from '../../src/text/byte-pairs/tokenizer';
import { CharacterTokenizer } from '../../src/text/characters';
import { tokenizerFromJSON } from '../../src/text/tokenizers';
import { WordTokenizer } from '../../src/text/words/tokenizer';

const all = [
  new WordTokenizer(),
  new WordTokenizer({ mode: 'whitespace' }),
  new CharacterTokenizer(),
  new CharacterTokenizer({ unit: 'code-point' }),
  new BytePairTokenizer(),
  new BytePairTokenizer({ merges: 't s Ġ i' }),
];

describe('tokenizerFromJSON', () => {
  it.each(all.map((tokenizer) => [JSON.stringify(tokenizer), tokenizer] as const))('reads %s', (json, tokenizer) => {
    const again = tokenizerFromJSON(JSON.parse(json));
    expect(again).toEqual(tokenizer);
    expect(again.constructor).toBe(tokenizer.constructor);
    expect(again.tokenize("it's 東京 👍🏽")).toEqual(tokenizer.tokenize("it's 東京 👍🏽"));
  });

  it.each([
    '{"kind":"byte-magic"}',
    '{"kind":"__proto__"}',
    '{"kind":"constructor"}',
    '{}',
    'null',
    '[]',
    '"words"',
    '{"kind":"words","mode":"letters"}',
    '{"kind":"byte-pairs","merges":["a b"]}',
    '{"kind":"words","unit":"grapheme"}',
    '{"kind":"characters","unit":7}',
    '{"kind":"words","__proto__":{"mode":"blanks"}}',
    '{"__proto__":{"kind":"words"}}',
  ])('refuses %s', (json) => {
    expect(() => tokenizerFromJSON(JSON.parse(json))).toThrow(ConfigError);
  });
});
