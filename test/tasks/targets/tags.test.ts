import { DataError } from '../../../src/errors';
import { TagEncoder, type TagSettings } from '../../../tasks/targets/tags';
import { schemeOf } from '../../../tasks/tagging/settings';

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
  const preprocessor = TagEncoder.build(sentences, settings(), place);
  expect(preprocessor.labels).toEqual(['O', 'B-LOC', 'I-LOC', 'E-LOC', 'S-LOC', 'B-PER', 'I-PER', 'E-PER', 'S-PER']);
  expect(preprocessor.counts).toEqual([2, 0, 0, 0, 1, 1, 0, 1, 2]);
  for (const tags of [...sentences, ['B-LOC', 'I-LOC', 'I-LOC']]) {
    const { ids, gold } = preprocessor.encode(tags, (t) => place(0, t));
    expect(gold).toEqual(tags);
    expect(preprocessor.decode(ids).tags).toEqual(tags);
  }
  expect(preprocessor.decode(preprocessor.encode(sentences[0], String).ids).spans).toEqual([
    { type: 'PER', start: 0, end: 2 },
    { type: 'LOC', start: 3, end: 4 },
  ]);
});

it('is the same from JSON', () => {
  const preprocessor = TagEncoder.build(sentences, settings(), place);
  const again = TagEncoder.fromJSON(JSON.parse(JSON.stringify(preprocessor)));
  expect(again).toEqual(preprocessor);
  expect(again.legal()).toEqual(preprocessor.legal());
});

it('an answer of illegal tags is read as its nearest spans', () => {
  const preprocessor = TagEncoder.build(sentences, settings(), place);
  const ids = Int32Array.from(['I-PER', 'B-LOC', 'E-LOC'], (tag) => preprocessor.labels.indexOf(tag));
  expect(preprocessor.decode(ids).tags).toEqual(['B-PER', 'B-LOC', 'I-LOC']);
});

it('refuses illegal tags with their place, or repairs and counts them', () => {
  const illegal = [['O', 'I-PER', 'I-LOC']];
  expect(() => TagEncoder.build(illegal, settings(), place)).toThrow(DataError);
  expect(() => TagEncoder.build(illegal, settings(), place)).toThrow(/sentence 1 word 2: the tag "I-PER" after "O"/);
  const preprocessor = TagEncoder.build(illegal, settings({ repair: true }), place);
  expect(preprocessor.takeRepaired()).toBe(0); // those of build are counted with the coding that follows
  expect(preprocessor.encode(illegal[0], String).gold).toEqual(['O', 'B-PER', 'B-LOC']);
  expect(preprocessor.takeRepaired()).toBe(2);
  expect(preprocessor.takeRepaired()).toBe(0);
});

it.each([
  ['BPER', /sentence 2 word 2: the tag "BPER" is no tag of a span\..*scheme: none/],
  ['U-PER', /sentence 2 word 2: the tag "U-PER" is of the scheme BILOU\..*U- is S-/],
])('refuses %s with its place, in training and after, even where tags are repaired', (tag, message) => {
  const wrong = [sentences[0], ['O', tag]];
  for (const repair of [false, true]) {
    expect(() => TagEncoder.build(wrong, settings({ repair }), place)).toThrow(message);
    const preprocessor = TagEncoder.build(sentences, settings({ repair }), place);
    expect(() => preprocessor.encode(wrong[1], (t) => place(1, t))).toThrow(DataError);
    expect(() => preprocessor.encode(wrong[1], (t) => place(1, t))).toThrow(message);
  }
});

it('tags without spans are taken as they are', () => {
  const preprocessor = TagEncoder.build([['NOUN', 'VERB'], ['I-5']], settings({ scheme: 'none' }), place);
  expect(preprocessor.labels).toEqual(['I-5', 'NOUN', 'VERB']);
  expect(preprocessor.legal()).toBeUndefined();
  expect(() => preprocessor.encode(['ADJ'], (t) => place(3, t))).toThrow(
    /sentence 4 word 1: the tag "ADJ" did not occur/,
  );
});

describe('schemeOf', () => {
  it.each([
    [[['B-X', 'I-X', 'O']], 'IOB2'],
    [[['I-X', 'I-X', 'O']], 'IOB1'],
    [[['S-X', 'O', 'B-X', 'E-X']], 'IOBES'],
    [[['NOUN', 'O']], 'none'],
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
