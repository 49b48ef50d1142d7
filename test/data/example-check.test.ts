import { exampleCheck } from '../../src/data/example-check';
import type { DataKind } from '../../src/data/example-kind';
import { frames, labeledText, parallelText, taggedWords } from '../../src/data/kinds';
import { DataError } from '../../src/errors';

const check = (kinds: readonly DataKind[], ...examples: object[]) => {
  const one = exampleCheck(kinds, 'training example');
  return () => examples.forEach(one);
};
const both = [taggedWords, frames];
const sentence = { words: ['a'], tags: ['O'] };
const recording = { frames: Float32Array.of(1, 2), size: 2, labels: ['up'] };

test('good examples of one kind pass', () => {
  expect(check(both, sentence, sentence)).not.toThrow();
  expect(check(both, recording, recording)).not.toThrow();
});

test('a bad one is named by its number, or by the file and line that it comes from', () => {
  const bad = { words: ['a'], tags: [] };
  expect(check(both, sentence, bad)).toThrow(/^training example 2: there are 1 words and 0 tags/);
  expect(check(both, { ...bad, where: 'x.conll line 7' })).toThrow(/^x\.conll line 7: there are/);
});

test('two kinds, or none', () => {
  expect(check(both, sentence, sentence, recording)).toThrow(
    /^training example 3: some examples are sentences of tagged words and others, as this one, are recordings/,
  );
  expect(check(both, recording, { ...sentence, where: 'a line 2' })).toThrow(/^a line 2: some examples are recordings/);
  expect(check(both, recording, { text: 'a' })).toThrow(
    /^training example 2: the example is {"text":"a"}\. Expected sent/,
  );
  expect(check(both, {})).toThrow(DataError);
});

test('what a task of one kind gets is checked as that kind', () => {
  expect(check([labeledText], sentence)).toThrow(/^training example 1: there is no text/);
  expect(check([parallelText], recording)).toThrow(/^training example 1: source is undefined/);
});
