import { ConfigError, DataError } from '../../src/errors';
import { beginId, endId, paddingId, unknownId, Vocabulary } from '../../src/text/vocabulary';

const tokens = 'b a c a b a d'.split(' ');

describe('Vocabulary', () => {
  it('puts the four special ids first, then tokens by count and spelling', () => {
    const vocabulary = Vocabulary.build(tokens);
    expect([paddingId, unknownId, beginId, endId]).toEqual([0, 1, 2, 3]);
    expect(['a', 'b', 'c', 'd', 'e'].map((token) => vocabulary.idOf(token))).toEqual([4, 5, 6, 7, unknownId]);
    expect(vocabulary.size).toBe(8);
    expect(Array.from(vocabulary.counts)).toEqual([0, 0, 0, 0, 3, 2, 1, 1]);
    expect([1, 4, 7].map((id) => vocabulary.tokenOf(id))).toEqual(['<unknown>', 'a', 'd']);
    expect(Vocabulary.build([...tokens].reverse())).toEqual(vocabulary);
  });

  it('reports what a minimum count and a maximum size drop', () => {
    const vocabulary = Vocabulary.build(tokens, { minimumCount: 2, maximumSize: 5 });
    expect(vocabulary.size).toBe(5);
    expect(vocabulary.has('b')).toBe(false);
    expect(vocabulary.report).toEqual({
      tokens: 7,
      distinct: 4,
      kept: 1,
      droppedByCount: 2,
      droppedBySize: 1,
      coverage: 3 / 7,
    });
  });

  it('takes names of built-in properties and of special ids for ordinary tokens', () => {
    const odd = ['__proto__', 'constructor', 'toString', '<pad>', '<end>'];
    const vocabulary = Vocabulary.fromJSON(JSON.parse(JSON.stringify(Vocabulary.build(odd))));
    for (const token of odd) {
      expect(vocabulary.idOf(token)).toBeGreaterThan(endId);
      expect(vocabulary.tokenOf(vocabulary.idOf(token))).toBe(token);
    }
    expect(vocabulary.idOf('valueOf')).toBe(unknownId);
  });

  it('comes back from JSON', () => {
    const vocabulary = Vocabulary.build(tokens, { minimumCount: 2 });
    expect(Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)))).toEqual(vocabulary);
  });

  const saved = Vocabulary.build(tokens).toJSON();
  it.each([
    ['nothing', undefined],
    ['a list', ['a']],
    ['no tokens', { ...saved, tokens: [], counts: [] }],
    ['a token twice', { ...saved, tokens: ['a', 'b', 'a', 'd'] }],
    ['an empty token', { ...saved, tokens: ['', 'b', 'c', 'd'] }],
    ['a number as token', { ...saved, tokens: [1, 'b', 'c', 'd'] }],
    ['too few counts', { ...saved, counts: [1] }],
    ['a broken count', { ...saved, counts: [3, 2, 1, 0.5] }],
    ['no report', { tokens: saved.tokens, counts: saved.counts }],
    ['an extra key', { ...saved, more: 1 }],
  ])('refuses %s', (_, json) => {
    expect(() => Vocabulary.fromJSON(json)).toThrow(ConfigError);
  });

  it('always keeps what it is told to keep, seen or not', () => {
    const always = ['never', 'b'];
    const vocabulary = Vocabulary.build(tokens, { minimumCount: 3, always });
    expect(['b', 'never'].map((token) => vocabulary.has(token))).toEqual([true, true]);
    expect(vocabulary.counts[vocabulary.idOf('never')]).toBe(0);
    expect(vocabulary.report).toMatchObject({ tokens: tokens.length, distinct: new Set(tokens).size });
    expect(Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)))).toEqual(vocabulary);
    const small = Vocabulary.build(tokens, { maximumSize: 7, always });
    expect(small.size).toBe(7);
    expect(small.has('never')).toBe(true);
    expect(() => Vocabulary.build(tokens, { maximumSize: 5, always })).toThrow(/maximumSize is 5.*at least 6/);
  });

  it('refuses options that keep nothing, and no tokens', () => {
    expect(() => Vocabulary.build([])).toThrow(DataError);
    expect(() => Vocabulary.build(tokens, { minimumCount: 4 })).toThrow('minimumCount 4 keeps none of 4');
    expect(() => Vocabulary.build(tokens, { minimumCount: 0 })).toThrow(ConfigError);
    expect(() => Vocabulary.build(tokens, { maximumSize: 4 })).toThrow('maximumSize is 4');
    expect(() => Vocabulary.build(tokens, { maximumSize: 5.5 })).toThrow(ConfigError);
  });

  it('refuses an id that it does not have', () => {
    const vocabulary = Vocabulary.build(tokens);
    for (const id of [-1, 8, 4.5, NaN]) expect(() => vocabulary.tokenOf(id)).toThrow(DataError);
  });
});
