import { ConfigError, DataError } from '../../../src/errors';
import { Translator, type TranslatorOptions } from '../../../tasks/translation/translation';
import { inferTokenizer } from '../../../tasks/translation/tokenizers';
import { onCpu } from '../support';
import { tinyOptions, tinyPairs } from './support';

let model: Translator;
let blind: Translator;

beforeAll(async () => {
  await onCpu();
  model = new Translator({ ...tinyOptions, epochs: 1 });
  blind = new Translator({ ...tinyOptions, epochs: 1, attention: 'none' });
  for (const one of [model, blind]) await one.fit(tinyPairs.train.slice(0, 8));
});
afterAll(() => [model, blind].forEach((one) => one.dispose()));

describe('the convention of a GRU', () => {
  it.each(['lstm', 'simple-rnn'] as const)('is refused with cell %s, and off without being named', (cell) => {
    expect(() => new Translator({ cell, resetAfter: true })).toThrow(ConfigError);
    expect(() => new Translator({ cell, resetAfter: true })).toThrow(`resetAfter is true, and cell is ${cell}`);
    expect(new Translator({ cell }).config.resetAfter).toBe(false);
    expect(new Translator(new Translator({ cell }).config).config.cell).toBe(cell);
  });

  it('is on for a GRU', () => expect(new Translator({}).config).toMatchObject({ cell: 'gru', resetAfter: true }));
});

describe('options of answers', () => {
  it.each<[object, RegExp]>([
    [{ temprature: 0.01 }, /Did you mean temperature\?/],
    [{ beam: 5 }, /unknown option "beam".*temperature/],
    [{ seed: 11 }, /seed is 11, and nothing is drawn/],
    [{ temperature: 1, seed: 0.5 }, /seed is 0.5/],
    [{ temperature: 0, seed: 3 }, /seed is 3, and nothing is drawn/],
    [{ temperature: 0, topK: 3 }, /temperature is 0, and topK is 3/],
    [{ topP: 0 }, /topP is 0/],
    [{ order: ['top-k'] }, /order.0 is "top-k"/],
  ])('generate refuses %j', async (options, message) => {
    const first = () => model.generate('abc', options).next();
    await expect(first()).rejects.toThrow(message);
    await expect(first()).rejects.toThrow(ConfigError);
  });

  it.each<[Record<string, number>, RegExp]>([
    [{ lengthPenalty: 0 }, /lengthPenalty is 0, and the search is greedy.*beam: 5/],
    [{ coveragePenalty: 0.2, beam: 1 }, /coveragePenalty is 0.2, and the search is greedy/],
  ])('predict refuses %j', async (options, message) => {
    await expect(model.predict('abc', options)).rejects.toThrow(message);
    await expect(model.evaluate(tinyPairs.test, { predictOptions: options })).rejects.toThrow(ConfigError);
  });

  it('a coverage penalty needs attention, with a beam or without', async () => {
    for (const beam of [1, 3]) {
      await expect(blind.predict('abc', { beam, coveragePenalty: 0.2 })).rejects.toThrow(/the model has no attention/);
    }
  });

  it('penalties of a beam have their effect, a length penalty of 1 if none is given', async () => {
    const scores = async (options: { lengthPenalty?: number }) =>
      (await model.predict('abcde', { beam: 3, nBest: 3, ...options })).candidates?.map(({ score }) => score);
    expect(await scores({ lengthPenalty: 0 })).not.toEqual(await scores({}));
    expect(await scores({ lengthPenalty: 1 })).toEqual(await scores({}));
  });
});

describe('what is no example and no input', () => {
  it.each<[unknown, RegExp]>([
    [null, /example 2 is null/],
    ['ab', /example 2 is "ab"/],
    [{ source: 'a' }, /training example 2: source is "a" and target is undefined/],
    [{ source: 'a', target: 7, where: 'pairs.tsv line 9' }, /pairs\.tsv line 9: source is "a" and target is 7/],
  ])('fit and evaluate refuse %j', async (pair, message) => {
    const pairs = [tinyPairs.train[0], pair as (typeof tinyPairs.train)[0]];
    await expect(new Translator(tinyOptions).fit(pairs)).rejects.toThrow(message);
    await expect(new Translator(tinyOptions).fit(pairs)).rejects.toThrow(DataError);
    await expect(model.evaluate(pairs)).rejects.toThrow(DataError);
  });

  it('an empty input is told in the words of an input', async () => {
    const message = /^list\.txt line 2: the text to translate, " ", is empty.*Leave it out/;
    await expect(model.predict(['ab', ' '], { locations: ['list.txt line 1', 'list.txt line 2'] })).rejects.toThrow(
      message,
    );
    await expect(model.predict(' ')).rejects.not.toThrow(/pair/);
  });
});

describe('settings', () => {
  it.each<[TranslatorOptions, RegExp]>([
    [{ tying: 'all', sharedVocabulary: false }, /sharedVocabulary is false, and tying is "all"/],
    [{ teacherForcingSchedule: 'linear' }, /teacherForcing below 1/],
    [{ schedule: 'constant', warmup: 0.1 }, /warmup is 0.1 with the schedule constant/],
  ])('that contradict each other: %j', (options, message) => {
    expect(() => new Translator(options)).toThrow(message);
    expect(() => new Translator(options)).toThrow(ConfigError);
  });

  it('a whole configuration can be given again', () => {
    const { config } = new Translator({ tying: 'all' });
    expect(config.sharedVocabulary).toBe(true);
    expect(new Translator(config).config).toEqual(config);
  });

  it('out of range at once', () => {
    expect(() => new Translator({ hiddenSize: 1e12 })).toThrow(/hiddenSize is 1000000000000.*at most 1048576/);
  });

  it.each<[TranslatorOptions, RegExp]>([
    [{ hiddenSize: 2 ** 20 }, /does not fit into memory.*hiddenSize 1048576/],
    [{ maximumLength: 1 }, /maximumLength is 1.*Change maximumLength\.$/],
    [{ tokenizer: 'byte-pairs', merges: 100_000 }, /merges is 100000.*Change merges\.$/],
  ])('out of range only in the end: %j', async (options, message) => {
    const fit = () => new Translator({ ...tinyOptions, ...options }).fit(tinyPairs.train);
    await expect(fit()).rejects.toThrow(message);
    await expect(fit()).rejects.toThrow(ConfigError);
  });
});

describe('the tokenizer, if none is named', () => {
  const pairs = (...texts: [string, string][]) => texts.map(([source, target]) => ({ source, target }));

  it.each<[string, { source: string; target: string }[], TranslatorOptions, TranslatorOptions]>([
    ['strings of letters', tinyPairs.train, {}, { tokenizer: 'characters' }],
    ['sums, padded', pairs(['1+20  ', '21 '], ['3+4', '7']), {}, { tokenizer: 'characters' }],
    ['one text of two words', [...tinyPairs.train, ...pairs(['ab ab', 'x'])], {}, {}],
    ['a script without blanks', pairs(['我喜欢看电影', '映画が好きです']), {}, {}],
    ['a tokenizer that is named', tinyPairs.train, { tokenizer: 'words' }, {}],
  ])('%s', (_, examples, options, decided) => {
    expect(inferTokenizer(examples, options)).toEqual(decided);
  });

  it('the exercises can be trained with the defaults', async () => {
    const small = new Translator({ ...tinyOptions, tokenizer: undefined, minimumCount: undefined, epochs: 1 });
    await small.fit(tinyPairs.train);
    expect(small.config.tokenizer).toBe('characters');
    small.dispose();
  });
});
