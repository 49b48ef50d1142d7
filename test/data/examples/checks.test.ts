import { frames, labeledText, parallelText, taggedWords } from '../../../src/data/kinds';
import type { DataKind } from '../../../src/data/example-kind';
import { DataError } from '../../../src/errors';

type Case = readonly [what: string, example: unknown, message: RegExp];
const where = 'file line 4';

/** Each is refused at its position, and where it says it comes from. */
function refuses(kind: DataKind, cases: readonly Case[]): void {
  const check: DataKind['check'] = (example, position) => kind.check(example, position);
  test.each(cases)('%s', (_, example, message) => {
    expect(() => check(example, 'training example 3')).toThrow(DataError);
    expect(() => check(example, 'training example 3')).toThrow(message);
    expect(() => check(example, 'training example 3')).toThrow(/^training example 3[: ]/);
    if (typeof example === 'object' && example !== null)
      expect(() => check({ ...example, where }, 'training example 3')).toThrow(/^file line 4[: ]/);
  });
}

describe('labelled text', () => {
  refuses(labeledText, [
    ['nothing', undefined, /there is no text/],
    ['a text alone', 'red', /there is no text/],
    ['a text that is no string', { text: 25, label: 'x' }, /the text is 25\. Expected a string/],
    ['no label', { text: 'red' }, /the label is undefined/],
    ['null as a label', { text: 'red', label: null }, /the label is null\. Expected a label for every text/],
    ['a number as a label', { text: 'red', label: 3 }, /the label is 3\. Expected .*a string/],
    ['a blank label', { text: 'red', label: ' ' }, /the label is " "/],
    ['words', { words: ['red'], tags: ['O'] }, /there is no text/],
  ]);
});

describe('parallel text', () => {
  refuses(parallelText, [
    ['nothing', null, /source is undefined and target is undefined/],
    ['a source that is a number', { source: 5, target: 'a' }, /source is 5/],
    ['no text on one side', { source: 'a', target: ' \t' }, /the target side is empty; the source is "a"/],
    ['no text on both', { source: '', target: '' }, /the source side is empty, as is the other/],
  ]);
});

describe('tagged words', () => {
  refuses(taggedWords, [
    ['nothing', undefined, /words is undefined/],
    ['words that are a text', { words: 'a b', tags: ['O', 'O'] }, /words is "a b"/],
    ['tags that are a text', { words: ['a'], tags: 'O' }, /tags is "O"/],
    ['a tag that is a number', { words: ['a'], tags: [1] }, /tags is \[1\]/],
    ['no tag', { words: ['a'], tags: [undefined] }, /tags is \[null\]/],
    ['an empty word', { words: [''], tags: ['O'] }, /words is \[""\]/],
    ['no words', { words: [], tags: [] }, /the sentence has no words/],
    ['too many words', { words: Array(50_001).fill('a'), tags: [] }, /a sentence of 50001 words/],
    ['a tag too many', { words: ['a'], tags: ['O', 'O'] }, /there are 1 words and 2 tags/],
    ['a recording', { frames: [1], size: 1, labels: ['up'] }, /it is a recording of frames/],
  ]);
});

describe('recordings of frames', () => {
  const good = { frames: Float32Array.of(1, 2, 3, 4), size: 2, labels: ['up', 'down'] };

  test('what is right passes: typed arrays and lists, names of columns, images', () => {
    const check: DataKind['check'] = (example, position) => frames.check(example, position);
    for (const more of [{}, { frames: [1, 2, 3, 4] }, { features: ['x', 'y'] }, { shape: [1, 2, 1] }])
      expect(() => check({ ...good, ...more }, 'example 1')).not.toThrow();
  });

  refuses(frames, [
    ['nothing', undefined, /the input is undefined/],
    ['words', { words: ['a'], tags: ['O'] }, /trained with words/],
    ['no frames', { ...good, frames: undefined }, /the input is/],
    ['an empty recording', { ...good, frames: new Float32Array(0) }, /there are 0 values/],
    ['half a frame', { ...good, frames: Float32Array.of(1, 2, 3) }, /there are 3 values in frames of 2/],
    ['a size that is a text', { ...good, size: '2' }, /size is "2"\. Expected a whole number/],
    ['a size of 0', { ...good, size: 0 }, /size is 0/],
    ['half a size', { ...good, size: 0.5 }, /size is 0\.5/],
    ['columns that are a number', { ...good, features: 7 }, /features is 7\. Expected the names of the 2 columns/],
    ['a column without a name', { ...good, features: ['x'] }, /features is \["x"\]/],
    ['a shape that does not match the size', { ...good, shape: [2, 2, 1] }, /shape is \[2,2,1\].*an image of 2 values/],
    ['a shape of two entries', { ...good, shape: [1, 2] }, /shape is \[1,2\]/],
    ['labels that are a text', { ...good, labels: 'ab' }, /labels is "ab"/],
    ['no labels', { ...good, labels: undefined }, /there are 2 frames and 0 labels/],
    ['a label too few', { ...good, labels: ['up'] }, /there are 2 frames and 1 labels/],
    ['a label that is a number', { ...good, labels: ['up', 3] }, /frame 2: the label is 3\. Expected .*a string/],
    ['a frame without a label', { ...good, labels: [undefined, 'up'] }, /frame 1: the label is undefined/],
  ]);

  test('recording, file and line of a frame are named where they are known', () => {
    const check: DataKind['check'] = (example, position) => frames.check(example, position);
    const bad = { ...good, labels: ['up', ''], recording: 'r1' };
    expect(() => check(bad, 'example 1')).toThrow(/^example 1 recording r1 frame 2: the label is ""/);
    expect(() => check({ ...bad, where: 'a.csv line 2', lines: [2, 9] }, 'example 1')).toThrow(
      /^a\.csv line 9 recording r1 frame 2: /,
    );
  });
});
