import { DataError } from '../../../src/errors';
import { TagTarget, type TagSettings } from '../../../tasks/targets/tags';
import { schemeOf } from '../../../tasks/tagging/words/settings';

const place = (n: number, t: number) => `sentence ${n + 1} word ${t + 1}`;
const settings = (change: Partial<TagSettings> = {}): TagSettings => ({
  scheme: 'IOB2',
  learntScheme: 'IOBES',
  repair: false,
  ...change,
});
const sentences = [
  ['B-PER', 'I-PER', 'O', 'B-LOC'],
  ['O', 'B-PER', 'B-PER'],
];

it('learns spans in another scheme, every place of every type, and answers in that of the data', () => {
  const target = TagTarget.fit(sentences, settings(), place);
  expect(target.labels).toEqual(['O', 'B-LOC', 'I-LOC', 'E-LOC', 'S-LOC', 'B-PER', 'I-PER', 'E-PER', 'S-PER']);
  expect(target.counts).toEqual([2, 0, 0, 0, 1, 1, 0, 1, 2]);
  for (const tags of [...sentences, ['B-LOC', 'I-LOC', 'I-LOC']]) {
    const { ids, gold } = target.encode(tags, (t = 0) => place(0, t));
    expect(gold).toEqual(tags);
    expect(target.decode(ids).tags).toEqual(tags);
  }
  expect(target.decode(target.encode(sentences[0], String).ids).spans).toEqual([
    { type: 'PER', start: 0, end: 2 },
    { type: 'LOC', start: 3, end: 4 },
  ]);
});

it('is the same from JSON', () => {
  const target = TagTarget.fit(sentences, settings(), place);
  const again = TagTarget.fromJSON(JSON.parse(JSON.stringify(target)));
  expect(again).toEqual(target);
  expect(again.legal()).toEqual(target.legal());
});

it('an answer of illegal tags is read as its nearest spans', () => {
  const target = TagTarget.fit(sentences, settings(), place);
  const ids = Int32Array.from(['I-PER', 'B-LOC', 'E-LOC'], (tag) => target.labels.indexOf(tag));
  expect(target.decode(ids).tags).toEqual(['B-PER', 'B-LOC', 'I-LOC']);
});

it('refuses illegal tags with their place, or repairs and counts them', () => {
  const illegal = [['O', 'I-PER', 'I-LOC']];
  expect(() => TagTarget.fit(illegal, settings(), place)).toThrow(DataError);
  expect(() => TagTarget.fit(illegal, settings(), place)).toThrow(/sentence 1 word 2: the tag "I-PER" after "O"/);
  const target = TagTarget.fit(illegal, settings({ repair: true }), place);
  expect(target.drainWarnings()).toEqual([]); // those of fit are counted with the encoding that follows
  expect(target.encode(illegal[0], String).gold).toEqual(['O', 'B-PER', 'B-LOC']);
  expect(target.drainWarnings()).toEqual([expect.stringMatching(/^2 tags were illegal/)]);
  expect(target.drainWarnings()).toEqual([]);
});

it.each([
  ['BPER', /sentence 2 word 2: the tag "BPER" is no tag of a span\..*scheme: none/],
  ['U-PER', /sentence 2 word 2: the tag "U-PER" is of the scheme BILOU\..*U- is S-/],
])('refuses %s with its place, in training and after, even where tags are repaired', (tag, message) => {
  const wrong = [sentences[0], ['O', tag]];
  for (const repair of [false, true]) {
    expect(() => TagTarget.fit(wrong, settings({ repair }), place)).toThrow(message);
    const target = TagTarget.fit(sentences, settings({ repair }), place);
    expect(() => target.encode(wrong[1], (t = 0) => place(1, t))).toThrow(DataError);
    expect(() => target.encode(wrong[1], (t = 0) => place(1, t))).toThrow(message);
  }
});

it('tags without spans are taken as they are', () => {
  const target = TagTarget.fit([['NOUN', 'VERB'], ['I-5']], settings({ scheme: 'none' }), place);
  expect(target.labels).toEqual(['I-5', 'NOUN', 'VERB']);
  expect(target.legal()).toBeUndefined();
  expect(() => target.encode(['ADJ'], (t = 0) => place(3, t))).toThrow(
    /sentence 4 word 1: the tag "ADJ" did not occur/,
  );
});

it('tags without a type are spans', () => {
  const encoder = TagTarget.fit([['B', 'I', 'O', 'B']], settings({ scheme: 'IOB2' }), place);
  expect(encoder.labels).toEqual(['O', 'B', 'I', 'E', 'S']);
  const { ids, gold } = encoder.encode(['O', 'B', 'I'], (t = 0) => place(0, t));
  expect(gold).toEqual(['O', 'B', 'I']);
  expect(encoder.decode(ids)).toEqual({ tags: ['O', 'B', 'I'], spans: [{ type: '', start: 1, end: 3 }] });
  expect(encoder.legal()?.start).toEqual([1, 1, 0, 0, 1]);
});

describe('schemeOf', () => {
  it.each([
    [[['B-X', 'I-X', 'O']], 'IOB2'],
    [[['I-X', 'I-X', 'O']], 'IOB1'],
    [[['S-X', 'O', 'B-X', 'E-X']], 'IOBES'],
    [[['NOUN', 'O']], 'none'],
    [
      [
        ['B', 'I', 'O'],
        ['O', 'B'],
      ],
      'IOB2',
    ], // without a type
    [[['B', 'E', 'O', 'S']], 'IOBES'],
    [
      [
        ['S', 'O'],
        ['O', 'S'],
      ],
      'none',
    ], // S alone may be anything
    [[['A', 'B', 'C', 'D', 'E']], 'none'],
    [[['O', 'O']], 'none'],
    [[['B-X', 'I-X'], ['B-X'], ['O', 'I-X']], 'IOB2'], // one mistake
    [[], 'none'],
    [[['B-X', 'I-X', 'BX'], ...new Array<string[]>(9).fill(['O', 'B-X'])], 'IOB2'], // a tag that is misspelt
    [
      [
        ['U-X', 'O'],
        ['B-X', 'L-X'],
      ],
      'IOB2',
    ], // refused later, as BILOU
    [[['B-cell', 'T-cell', 'O'], ...new Array<string[]>(9).fill(['O', 'O'])], 'none'],
    [
      [
        ['S-1', 'NOUN', 'VERB'],
        ['NOUN', 'O'],
      ],
      'none',
    ],
  ] as const)('%j is %s', (tags, expected) => {
    expect(schemeOf(tags as unknown as string[][])).toBe(expected);
  });
});
