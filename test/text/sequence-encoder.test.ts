import { ConfigError, DataError } from '../../src/errors';
import { CharacterTokenizer } from '../../src/text/characters';
import { EncodingReport } from '../../src/text/encoding-report';
import { SequenceEncoder, SequenceEncoderBuilder } from '../../src/text/sequence-encoder';
import { Vocabulary } from '../../src/text/vocabulary';

const texts = ['A good film, a good day.', 'a bad film'];
const lower = { normalization: { lowercase: true } };

describe('SequenceEncoder', () => {
  test('texts that come one by one give the same encoder', () => {
    const options = { ...lower, minimumCount: 2, maximumSize: 7 };
    const builder = new SequenceEncoderBuilder(options);
    for (const text of texts) builder.add(text);
    expect(builder.build().toJSON()).toEqual(SequenceEncoder.build(texts, options).toJSON());
    expect(() => new SequenceEncoderBuilder({ minimumCount: 0 })).toThrow(ConfigError);
    expect(() => new SequenceEncoderBuilder().build()).toThrow(DataError);
  });

  it('encodes known words and counts unknown ones', () => {
    const encoder = SequenceEncoder.build(texts, lower);
    // by count: a 3, film 2, good 2, then "," "." bad day
    expect(encoder.encode('A good bad plan')).toEqual({
      ids: Int32Array.of(4, 6, 9, 1),
      tokens: 4,
      unknown: 1,
      cut: 0,
    });
    expect(encoder.decode([2, 4, 6, 5, 8, 3, 0, 0])).toBe('a good film.');
    expect(encoder.decode([1])).toBe('<unknown>');
  });

  it('cuts at the end, leaves room for begin and end, and says so', () => {
    const { vocabulary } = SequenceEncoder.build(texts, lower);
    const encoder = SequenceEncoder.create(vocabulary, { maximumLength: 4, begin: true, end: true });
    expect(encoder.encode('a good film')).toEqual({ ids: Int32Array.of(2, 4, 6, 3), tokens: 3, unknown: 0, cut: 1 });
    expect(encoder.encode('a')).toEqual({ ids: Int32Array.of(2, 4, 3), tokens: 1, unknown: 0, cut: 0 });
    const endOnly = SequenceEncoder.create(vocabulary, { maximumLength: 3, end: true });
    expect(endOnly.encode('a good film ?')).toEqual({ ids: Int32Array.of(4, 6, 3), tokens: 4, unknown: 1, cut: 2 });
  });

  it('says when there is nothing to read', () => {
    const encoder = SequenceEncoder.build(texts, lower);
    expect(encoder.encode(' \n')).toEqual({ ids: new Int32Array(0), tokens: 0, unknown: 0, cut: 0 });
  });

  it('adds up what happened to many texts', () => {
    const report = new EncodingReport();
    const encoder = SequenceEncoder.build(texts, { ...lower, maximumLength: 3 });
    for (const text of ['a good film, really', '', 'a plan']) report.add(encoder.encode(text));
    expect(report).toEqual({
      texts: 3,
      emptyTexts: 1,
      tokens: 7,
      unknownTokens: 2,
      cutTexts: 1,
      cutTokens: 2,
      longest: 5,
    });
  });

  it('encodes alike after JSON', () => {
    const options = { normalization: { stripAccents: true }, maximumLength: 9, end: true, maximumTokens: 99 };
    for (const tokenizer of [undefined, new CharacterTokenizer()]) {
      const encoder = SequenceEncoder.build(texts, { ...options, tokenizer });
      const again = SequenceEncoder.fromJSON(JSON.parse(JSON.stringify(encoder)));
      expect(again).toEqual(encoder);
      expect(again.encode('a góod dáy for a film')).toEqual(encoder.encode('a góod dáy for a film'));
    }
  });

  it('refuses a text of 100,000 tokens, and one that is none', () => {
    const encoder = SequenceEncoder.build(texts);
    const long = 'a '.repeat(100_000);
    expect(() => encoder.encode(long, 'reviews.txt:7')).toThrow(DataError);
    expect(() => encoder.encode(long, 'reviews.txt:7')).toThrow(
      'reviews.txt:7: a text of 100000 tokens. Expected at most 50000. Cut the text into parts, or raise maximumTokens.',
    );
    expect(() => SequenceEncoder.build(['a', long])).toThrow('text 2: a text of 100000 tokens');
    expect(SequenceEncoder.create(encoder.vocabulary, { maximumTokens: 100_000 }).encode(long).tokens).toBe(100_000);
    expect(() => encoder.encode(undefined as unknown as string)).toThrow('the text is undefined');
  });

  it('refuses options that cannot work', () => {
    expect(() => SequenceEncoder.build(texts, { maximumLength: 2 })).toThrow('maximumLength is 2');
    expect(() => SequenceEncoder.build(texts, { maximumTokens: 0 })).toThrow(ConfigError);
    expect(() => SequenceEncoder.build(texts, { normalization: { form: 'NFX' as 'NFC' } })).toThrow(
      'normalization.form is "NFX"',
    );
    expect(() => SequenceEncoder.build([' '])).toThrow(DataError);
  });

  it('refuses a damaged saved form', () => {
    const saved = SequenceEncoder.build(texts).toJSON();
    for (const damage of [
      { vocabulary: 7 },
      { tokenizer: {} },
      { begin: 'yes' },
      { more: 1 },
      { normalization: null },
    ]) {
      expect(() => SequenceEncoder.fromJSON({ ...saved, ...damage })).toThrow(ConfigError);
    }
    expect(() => SequenceEncoder.fromJSON(JSON.parse('{"__proto__":{}}'))).toThrow(ConfigError);
  });

  it('tells its vocabulary from another', () => {
    const encoder = SequenceEncoder.create(Vocabulary.build(['x']));
    expect(() => encoder.decode([99])).toThrow(DataError);
  });
});
