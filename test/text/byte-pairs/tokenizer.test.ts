import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import fc from 'fast-check';

import { ConfigError, DataError } from '../../../src/errors';
import { type BytePairOptions, trainBytePairs } from '../../../src/text/byte-pairs/training';
import { BytePairTokenizer } from '../../../src/text/byte-pairs/tokenizer';
import { SequenceEncoder } from '../../../src/text/sequence-encoder';
import { tokenizerFromJSON } from '../../../src/text/tokenizers';

interface Golden {
  corpus: string[];
  merges: string[];
  encoded: { text: string; tokens: string[] }[];
}
const golden = JSON.parse(readFileSync(resolve(__dirname, '../../golden/text/byte_pairs.json'), 'utf8')) as Golden;
const { tokenizer, report } = trainBytePairs(golden.corpus, { merges: 10_000 });

describe('byte pairs', () => {
  it('training gives the merges of Hugging Face’s trainer, one by one', () => {
    const pieces = (tokenizer.toJSON().merges as string).split(' ');
    const merges = Array.from({ length: pieces.length / 2 }, (_, i) => pieces.slice(2 * i, 2 * i + 2).join(' '));
    expect(merges).toEqual(golden.merges);
  });

  it.each(golden.encoded.map(({ text, tokens }) => [text, tokens] as const))(
    'cuts %j as theirs does',
    (text, tokens) => {
      expect(tokenizer.tokenize(text)).toEqual(tokens);
      expect(tokenizer.join(tokens)).toBe(text);
    },
  );

  const unit = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), // lone surrogates among them
    fc.constantFrom(' ', '  ', '\n', 'the', 'Straße', '👍🏽', '\ud83d', '\udc4d', '\u0000', '\ufffd', '\ufeff', '<s>'),
  );

  it('brings every string back, whatever is in it', () => {
    const bytes = new BytePairTokenizer();
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        for (const one of [tokenizer, bytes]) {
          const tokens = one.tokenize(text);
          expect(one.join(tokens)).toBe(text);
          expect(tokens.length > 0).toBe(text !== '');
          expect(tokens).not.toContain('');
        }
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('has a token for everything: nothing is unknown, and the special ids cannot be written', () => {
    const encoder = SequenceEncoder.build(golden.corpus, {
      tokenizer,
      minimumCount: 5,
      normalization: { form: 'none' },
    });
    expect(encoder.vocabulary.size).toBe(4 + tokenizer.tokens.length);
    for (const text of ['東京 \u0000 \ud800', '<s> <pad> <unknown> <begin></end>', 'never seen: ŵœøß']) {
      const { ids, unknown } = encoder.encode(text);
      expect(unknown).toBe(0);
      expect(Math.min(...ids)).toBeGreaterThan(3);
      expect(encoder.decode(ids)).toBe(text);
    }
    const again = SequenceEncoder.fromJSON(JSON.parse(JSON.stringify(encoder)));
    expect(again.encode('Straße 東京').ids).toEqual(encoder.encode('Straße 東京').ids);
  });

  it('joins what a model may say: half a character is U+FFFD, no blank in front is needed', () => {
    expect(tokenizer.join(['Ã', '¤'])).toBe('ä');
    expect(tokenizer.join(['Ġ', 'Ã', 'Ã', '¤', '¤', 'a'])).toBe('\ufffdä\ufffda');
    expect(tokenizer.join(['à', '¤', 'Ä'])).toBe('\ufffd\ufffd\ufffd'); // cut off; and not the longer form of a shorter one
    expect(tokenizer.join(['À', '¤'])).toBe('\ufffd\ufffd');
    expect(tokenizer.join(['the', 'Ġman'])).toBe('the man');
    expect(tokenizer.join([])).toBe('');
  });

  it('labels tokens for people', () => {
    expect(tokenizer.tokenize('Männer läuft').map((token) => tokenizer.label(token))).toEqual([' Männer', ' läuft']);
    expect(tokenizer.label('Ã')).toBe('\\xc3');
  });

  it('is read again from its JSON, with the same answers', () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
    for (const { text } of golden.encoded) expect(again.tokenize(text)).toEqual(tokenizer.tokenize(text));
    expect(again.toJSON()).toEqual(tokenizer.toJSON());
    expect(again.tokens).toEqual(tokenizer.tokens);
  });

  it.each(['a', 'a b a b', 'ab c', 'a b ab c d', ' ', '東 b'])('refuses the merges %j', (merges) => {
    expect(() => new BytePairTokenizer({ merges })).toThrow(ConfigError);
    expect(() => BytePairTokenizer.fromJSON({ kind: 'byte-pairs', merges })).toThrow(/merge \d joins/);
  });
});

describe('trainBytePairs', () => {
  it('reports what was found, also where the texts hold fewer merges than wanted', () => {
    expect(report).toMatchObject({ wanted: 10_000, found: golden.merges.length });
    expect(report.lastCount).toBeGreaterThanOrEqual(2);
    expect(trainBytePairs(['ab']).report).toEqual({ wanted: 8000, found: 0, lastCount: 0, words: 1, distinctWords: 1 });
    const some = trainBytePairs(golden.corpus, { merges: 7 });
    expect(some.report.found).toBe(7);
    expect(some.tokenizer.tokens).toHaveLength(256 + 7);
  });

  it('takes the most frequent pair, the smaller one of two; overlapping pairs are merged from the left', () => {
    const mergesOf = (texts: string[], options: BytePairOptions) =>
      trainBytePairs(texts, options).tokenizer.toJSON().merges;
    expect(mergesOf(['zy', 'zy', 'ab', 'ab'], { merges: 2 })).toBe('a b z y');
    expect(mergesOf(['zy', 'zy', 'zy', 'ab', 'ab'], { merges: 3 })).toBe('z y Ġ zy a b');
    expect(trainBytePairs(['aaaaa', 'aaaaa'], { merges: 1 }).tokenizer.tokenize('aaaaa')).toEqual([
      'Ġ',
      'aa',
      'aa',
      'a',
    ]);
    expect(mergesOf(['ab', 'ab', 'ac'], { minimumCount: 3 })).toBe('Ġ a');
  });

  it('depends on the words and their counts, not on their order', () => {
    const turned = trainBytePairs([...golden.corpus].reverse(), { merges: 10_000 });
    expect(turned.tokenizer.toJSON()).toEqual(tokenizer.toJSON());
  });

  it('shares one vocabulary between two languages', () => {
    const shared = trainBytePairs(['the hand', 'die hand', 'the band', 'das band'].flatMap((t) => [t, t])).tokenizer;
    expect(shared.tokenize('die hand').at(-1)).toBe(shared.tokenize('the hand').at(-1));
  });

  it.each<[string, () => unknown, typeof ConfigError | typeof DataError, RegExp]>([
    ['no merges', () => trainBytePairs(['a'], { merges: 0 }), ConfigError, /merges is 0/],
    ['too many', () => trainBytePairs(['a'], { merges: 65_281 }), ConfigError, /merges is 65281/],
    ['half a count', () => trainBytePairs(['a'], { minimumCount: 1.5 }), ConfigError, /minimumCount is 1\.5/],
    ['no text', () => trainBytePairs(['', '']), DataError, /there is no text/],
  ])('refuses %s', (_, train, kind, message) => {
    expect(train).toThrow(kind);
    expect(train).toThrow(message);
  });
});
