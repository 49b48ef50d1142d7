/** Settings that follow from the training texts. */
import type { LabeledText } from '../../../../src/data/examples/labeled-text';
import { inferTextOptions } from '../../../../tasks/classification/text/inferred';
import type { TextOptions } from '../../../../tasks/classification/text/settings';

const sentence = (i: number) => `the film of number ${i} was good and the end of it was better than we had thought`;
const texts = (count: number, textOf: (i: number) => string): LabeledText[] =>
  Array.from({ length: count }, (_, i) => ({ text: textOf(i), label: String(i % 2) }));

function inferredFrom(examples: readonly LabeledText[], given: TextOptions = {}) {
  const notes: string[] = [];
  return { options: inferTextOptions(examples, given, (sentence) => notes.push(sentence)), notes };
}

it('sentences of ten thousand examples are read by words and n-grams, as usual', () => {
  const { options, notes } = inferredFrom(texts(10_000, sentence));
  expect(options).toEqual({ ngrams: 'logistic', tokenizer: 'words', epochs: 6, batchSize: 32 });
  expect(notes).toEqual([]);
});

it('few examples are seen in smaller batches and more often', () => {
  const { options, notes } = inferredFrom(texts(40, sentence));
  expect(options).toMatchObject({ epochs: 60, batchSize: 8 });
  expect(notes).toEqual(['batchSize=8, epochs=60: 40 texts are few']);
  expect(inferredFrom(texts(1000, sentence)).options).toMatchObject({ epochs: 24, batchSize: 16 });
});

it('long texts need fewer updates', () => {
  const long = (i: number) => `${sentence(i)} `.repeat(20); // 360 words
  expect(inferredFrom(texts(1000, long)).options).toMatchObject({ epochs: 6, batchSize: 16 });
  expect(inferredFrom(texts(40, long)).options).toMatchObject({ epochs: 42, batchSize: 8 });
});

it('texts longer than a window are read in windows, unless they are cut or only the last state is read', () => {
  const long = texts(200, (i) => `${sentence(i)} `.repeat(20)); // 360 words
  const { options, notes } = inferredFrom(long);
  expect(options.window).toBe(200);
  expect(notes).toContain('window=200: one text in twenty has 360 words or more');
  for (const given of [{ window: 0 }, { window: 50 }, { pooling: 'last' }, { maximumLength: 100 }] as const) {
    expect(inferredFrom(long, given).options.window).toBeUndefined();
  }
  expect(inferredFrom(texts(200, sentence)).options.window).toBeUndefined();
});

const name = (i: number) => `${'bcdfg'[i % 5]}o${'klmnp'[Math.floor(i / 5) % 5]}${'aeiou'[Math.floor(i / 25) % 5]}${i}`;

it('texts of one word are read by characters, and so are short ones of words that no other text has', () => {
  const ofWord = inferredFrom(texts(10_000, name));
  expect(ofWord.options).toMatchObject({ tokenizer: 'characters', lowercase: false, hiddenSize: 128, epochs: 10 });
  expect(ofWord.notes).toHaveLength(1);
  expect(ofWord.notes[0]).toMatch(/^tokenizer=characters, lowercase=false, .*: most texts are one word$/);
  const short = inferredFrom(texts(10_000, (i) => `${name(i)} ${name(i + 7)}x inc`));
  expect(short.options.tokenizer).toBe('characters');
  expect(short.notes[0]).toContain('67 % of the words of a text stand in no other one');
  expect(inferredFrom(texts(10_000, (i) => `a ${'bcdef'[i % 5]} c`)).options.tokenizer).toBe('words');
});

it('what was given stays, and what was chosen for characters goes with them alone', () => {
  const given: TextOptions = { tokenizer: 'words', ngrams: 'none', epochs: 3, batchSize: 7 };
  expect(inferredFrom(texts(40, name), given).options).toEqual({ ngrams: 'none' });
  const { options, notes } = inferredFrom(texts(10_000, sentence), { tokenizer: 'characters', hiddenSize: 20 });
  expect(options).toMatchObject({ lowercase: false, wordDropout: 0.02 });
  expect(options.hiddenSize).toBeUndefined();
  expect(notes[0]).toMatch(/: the network reads characters$/);
});
