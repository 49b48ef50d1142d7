import fc from 'fast-check';
import { ConfigError, DataError } from '../../src/errors';
import {
  allTags,
  convertTags,
  firstIllegalTag,
  legalTags,
  repairTags,
  type Span,
  spansOf,
  type TagScheme,
  tagSchemes,
  tagsOf,
  typeOfTag,
} from '../../src/text/tag-schemes';

const words = (text: string) => text.split(' ').filter(Boolean);

/** The same spans in all three schemes. */
const written: Record<TagScheme, string> = {
  IOB1: 'I-PER I-PER O I-LOC B-LOC I-LOC I-PER O I-LOC',
  IOB2: 'B-PER I-PER O B-LOC B-LOC I-LOC B-PER O B-LOC',
  IOBES: 'B-PER E-PER O S-LOC B-LOC E-LOC S-PER O S-LOC',
};
const spans: Span[] = [
  { type: 'PER', start: 0, end: 2 },
  { type: 'LOC', start: 3, end: 4 },
  { type: 'LOC', start: 4, end: 6 },
  { type: 'PER', start: 6, end: 7 },
  { type: 'LOC', start: 8, end: 9 },
];

const labels = ['O', ...['B', 'I', 'E', 'S'].flatMap((prefix) => [`${prefix}-X`, `${prefix}-Y`, prefix])];

const anySpans = fc
  .array(
    fc.record({ gap: fc.nat(2), size: fc.integer({ min: 1, max: 4 }), type: fc.constantFrom('A', 'B-C', 'O', '') }),
  )
  .map((parts) => {
    let length = 0;
    const all = parts.map(({ gap, size, type }): Span => {
      const start = length + gap;
      length = start + size;
      return { type, start, end: length };
    });
    return { all, length: length + 1 };
  });

describe.each(tagSchemes)('%s', (scheme) => {
  const tags = words(written[scheme]);

  it('says which spans there are', () => {
    expect(spansOf(tags)).toEqual(spans);
    expect(tagsOf(spans, tags.length, scheme)).toEqual(tags);
  });

  it.each(tagSchemes)('converts to %s', (other) => {
    expect(convertTags(tags, scheme, other)).toEqual(words(written[other]));
  });

  it('loses no span, and is legal', () => {
    fc.assert(
      fc.property(anySpans, ({ all, length }) => {
        const made = tagsOf(all, length, scheme);
        expect(spansOf(made)).toEqual(all);
        expect(firstIllegalTag(made, scheme)).toBe(-1);
        expect(repairTags(made, scheme)).toEqual({ tags: made, changed: 0 });
      }),
      { seed: 1 },
    );
  });

  it('a sequence is legal just where writing its spans again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...labels), { maxLength: 6 }), (any) => {
        expect(firstIllegalTag(any, scheme) === -1).toBe(repairTags(any, scheme).changed === 0);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('has a table that allows just the legal sequences', () => {
    const { transitions, start, end } = legalTags(labels, scheme);
    fc.assert(
      fc.property(fc.array(fc.nat(labels.length - 1), { minLength: 1, maxLength: 5 }), (ids) => {
        const steps = ids.slice(1).map((id, t) => transitions[ids[t]][id]);
        const allowed = [start[ids[0]], ...steps, end[ids[ids.length - 1]]].every(Boolean);
        const tags = ids.map((id) => labels[id]);
        expect(allowed).toBe(firstIllegalTag(tags, scheme) === -1);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe('tags without a type', () => {
  it('are spans of the type ""', () => {
    const tags = words('B I O B B I');
    const found = [[0, 2], [3, 4], [4, 6]].map(([start, end]) => ({ type: '', start, end })); // prettier-ignore
    expect(spansOf(tags)).toEqual(found);
    expect(tagsOf(found, 6, 'IOB2')).toEqual(tags);
    expect(convertTags(tags, 'IOB2', 'IOBES')).toEqual(words('B E O S B E'));
    expect(repairTags(words('O I I'), 'IOB2')).toEqual({ tags: words('O B I'), changed: 1 });
  });

  it('are another type than any that is named', () => {
    expect(firstIllegalTag(words('B-X I'), 'IOB2')).toBe(1);
    expect(spansOf(words('B-X I'))).toHaveLength(2);
  });

  it('all tags of a scheme', () => {
    expect(allTags(['', 'X'], 'IOB2')).toEqual(words('O B I B-X I-X'));
    expect(allTags([''], 'IOBES')).toEqual(words('O B I E S'));
    expect(words('O B B-X E-Y-Z').map(typeOfTag)).toEqual(['', '', 'X', 'Y-Z']);
  });
});

describe('malformed tags', () => {
  it.each([
    ['I after another type', 'B-PER I-LOC O', 'B-PER B-LOC O', 1, 1],
    ['I at the start', 'I-PER I-PER', 'B-PER I-PER', 1, 0],
    ['I after O', 'O I-PER', 'O B-PER', 1, 1],
    ['tags of another scheme', 'B-PER E-PER S-PER', 'B-PER I-PER B-PER', 2, 1],
  ])('%s', (_, bad, good, changed, at) => {
    expect(firstIllegalTag(words(bad), 'IOB2')).toBe(at);
    expect(repairTags(words(bad), 'IOB2')).toEqual({ tags: words(good), changed });
    expect(() => convertTags(words(bad), 'IOB2', 'IOBES')).toThrow(DataError);
    expect(() => convertTags(words(bad), 'IOB2', 'IOBES')).toThrow(`tag ${at + 1} of`);
  });

  it('a span that does not end', () => {
    expect(firstIllegalTag(['O', 'B-X'], 'IOBES')).toBe(1);
    expect(firstIllegalTag(['B-X', 'I-X', 'O'], 'IOBES')).toBe(2);
    expect(repairTags(['B-X', 'I-X', 'O'], 'IOBES')).toEqual({ tags: ['B-X', 'E-X', 'O'], changed: 1 });
  });

  it('B in IOB1 where no span of its type touches', () => {
    expect(firstIllegalTag(['O', 'B-X'], 'IOB1')).toBe(1);
    expect(firstIllegalTag(['I-Y', 'B-X'], 'IOB1')).toBe(1);
    expect(firstIllegalTag(['I-X', 'B-X'], 'IOB1')).toBe(-1);
  });

  it.each(['PER', 'B-', 'X-PER', 'X', '', 'b-PER', 'BI'])('%j is no tag', (tag) => {
    expect(() => spansOf(['O', tag])).toThrow(DataError);
    expect(() => legalTags([tag], 'IOB2')).toThrow(DataError);
  });

  it('a scheme that is none', () => {
    expect(() => legalTags(['O'], 'BIO' as TagScheme)).toThrow(ConfigError);
  });

  it('nothing at all', () => {
    expect(spansOf([])).toEqual([]);
    expect(firstIllegalTag([], 'IOBES')).toBe(-1);
    expect(convertTags([], 'IOB1', 'IOBES')).toEqual([]);
  });
});
