import { NgramModel } from '../../../src/baselines/ngrams/ngram-model';
import { ngramBaselines } from '../../../tasks/language-model/baselines';
import { LanguageModelPreprocessor } from '../../../tasks/language-model/preprocessor';
import { parseLanguageModel } from '../../../tasks/language-model/settings';

const preprocessorOf = (texts: { text: string; continues?: boolean }[], tokenizer = 'characters') =>
  LanguageModelPreprocessor.fit(texts, parseLanguageModel({ tokenizer }));

const text = 'the cat sat on the mat. the dog sat on the log. '.repeat(4);

it('n-gram models of one text, on the tokens of another', () => {
  const preprocessor = preprocessorOf([{ text }]);
  const found = ngramBaselines([{ text }], [{ text: 'the cat' }, { text: 'xy' }], preprocessor);
  expect(Object.keys(found)).toEqual(['unigram', 'trigram', '5-gram']);
  const model = new NgramModel({ order: 3, vocabularySize: preprocessor.vocabulary.size });
  model.add(preprocessor.encode({ text }, '').ids);
  const sum = ['the cat', 'xy']
    .flatMap((one) => [...model.logProbabilities(preprocessor.encode({ text: one }, '').ids)])
    .reduce((all, one) => all + one);
  expect(found.trigram.nats).toBeCloseTo(-sum / 9, 12);
  expect(found.trigram.bitsPerCharacter).toBeCloseTo(-sum / 9 / Math.LN2, 12);
  expect(Number(found['5-gram'].nats)).toBeLessThan(Number(found.unigram.nats));
});

it('pieces of a text are one text, several texts have ends', () => {
  const pieces = [{ text: text.slice(0, 70), continues: true }, { text: text.slice(70) }];
  const test = [{ text: 'a cat' }];
  const whole = ngramBaselines([{ text }], test, preprocessorOf([{ text }]));
  expect(ngramBaselines(pieces, test, preprocessorOf(pieces))).toEqual(whole);
  const apart = [{ text: text.slice(0, 70) }, { text: text.slice(70) }];
  expect(ngramBaselines(apart, test, preprocessorOf(apart))).not.toEqual(whole);
});

it('count no token for the warnings of the texts', () => {
  const preprocessor = preprocessorOf([{ text }]);
  ngramBaselines([{ text }], [{ text: 'xyz' }], preprocessor);
  expect(preprocessor.drainWarnings()).toEqual([]);
  preprocessor.encode({ text: 'a xyz' }, '');
  expect(preprocessor.drainWarnings()).toEqual([expect.stringContaining('3 of 5 tokens')]);
});

it('of notes and bar lines', () => {
  const tune = { text: 'X:1\nK:G\n' + '"G"G2 GB|d4|'.repeat(5) };
  const preprocessor = preprocessorOf([tune], 'abc');
  expect(preprocessor.encode(tune, '').ids.length - 1).toBe(5 + 5 * 8);
  expect(preprocessor.toJSON().tokenizer).toEqual({ kind: 'abc' });
  expect(Number(ngramBaselines([tune], [tune], preprocessor)['5-gram'].nats)).toBeLessThan(1);
});
