import * as tf from '@tensorflow/tfjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceOf } from '../../../../src/data/bytes/source';
import type { TaggedWords } from '../../../../src/data/examples/tagged-words';
import { ConfigError, DataError } from '../../../../src/errors';
import { load } from '../../../../src/node';
import type { TrainingEvent } from '../../../../src/training/events';
import { Tagger, type TaggerFitOptions } from '../../../../tasks/tagging/tagging';
import type { TaggerOptions } from '../../../../tasks/tagging/settings';
import type { WordsPrediction } from '../../../../tasks/tagging/words/predictions';
import { onCpu } from '../../support';
import { recordings, sentences, wordOptions } from '../support';

const train = sentences(60, 1);
const validation = sentences(20, 2);
const test = sentences(30, 5);
const text = 'Mr Baken Lomin lives in Sotiburg.';
let folder: string;
let model: Tagger;

const answer = async (one: Tagger, input: string) => (await one.predict(input)) as WordsPrediction;

async function trained(options: TaggerOptions = {}, examples = train, fit: TaggerFitOptions = {}) {
  const events: TrainingEvent[] = [];
  const one = new Tagger({ ...wordOptions, ...options });
  await one.fit(examples, { ...fit, onEvent: (event) => events.push(event) });
  return { model: one, events };
}

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-tagging-'));
  model = new Tagger(wordOptions);
  await model.fit(train, { validation });
});
afterAll(() => {
  model.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('a tagger of words', () => {
  it('learns spans, of names that training never had too, better than its baselines', async () => {
    const { baselines, ...figures } = await model.evaluate(test);
    expect(figures.spanF1).toBeGreaterThan(0.9);
    expect(figures.oovAccuracy).toBeGreaterThan(0.9);
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining(['accuracy', 'sentenceAccuracy', 'spanPrecision', 'spanRecall']),
    );
    expect(baselines['most frequent tag'].spanF1).toBe(0);
    expect(baselines['most frequent tag per word'].spanF1).toBeLessThan(figures.spanF1);
    expect(model.monitor).toEqual({ metric: 'spanF1', mode: 'max' });
  });

  it('says where words and spans stand in the text', async () => {
    const { words, spans, tokens } = await answer(model, text);
    expect(words.map(({ tag }) => tag)).toEqual(['O', 'B-PER', 'I-PER', 'O', 'O', 'B-LOC', 'O']);
    words.forEach((word) => expect(text.slice(word.start, word.end)).toBe(word.text));
    expect(spans).toEqual([
      { type: 'PER', text: 'Baken Lomin', start: 3, end: 14, firstWord: 1, lastWord: 2 },
      { type: 'LOC', text: 'Sotiburg', start: 24, end: 32, firstWord: 5, lastWord: 5 },
    ]);
    expect(tokens.total).toBe(7);
    words.forEach(({ probability }) => expect(probability).toBeGreaterThan(0.3));
  });

  it('takes words that are cut already, and gives the same answers batched and alone', async () => {
    const inputs = [...test.slice(0, 6).map(({ words }) => ({ words })), text];
    const together = await model.predict(inputs);
    for (const [i, input] of inputs.entries()) {
      const alone = (await model.predict(input)) as WordsPrediction;
      const one = together[i] as WordsPrediction;
      expect(one.words.map(({ tag }) => tag)).toEqual(alone.words.map(({ tag }) => tag));
      one.words.forEach(({ probability }, t) => expect(probability).toBeCloseTo(alone.words[t].probability, 5));
    }
    expect((together[0] as WordsPrediction).text).toBe(test[0].words.join(' '));
  });

  it('is the same from a bundle, and by the same seed', async () => {
    const place = join(folder, 'bundle');
    await model.save(place);
    const again = (await load(place)) as unknown as Tagger;
    expect(again).toBeInstanceOf(Tagger);
    expect(await answer(again, text)).toEqual(await answer(model, text));
    expect(again.config).toEqual(model.config);
    again.dispose();
    const { model: other } = await trained();
    const [a, b] = [await answer(other, text), await answer((await trained()).model, text)];
    expect(a).toEqual(b);
  });

  it('resumes to the same weights as a run that was not stopped', async () => {
    const whole = await trained({ epochs: 2 });
    const abort = new AbortController();
    const checkpoints = join(folder, 'run');
    const first = new Tagger({ ...wordOptions, epochs: 2 });
    const stop = (event: TrainingEvent) => event.type === 'step' && event.globalStep === 5 && abort.abort();
    await first.fit(train, { checkpoints, signal: abort.signal, onEvent: stop });
    const second = new Tagger({ ...wordOptions, epochs: 2 });
    await second.fit(train, { checkpoints, resume: true });
    expect(await answer(second, text)).toEqual(await answer(whole.model, text));
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { model: one } = await trained({ epochs: 1 });
    await one.evaluate(test.slice(0, 4));
    await one.predict(text);
    one.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what the training data decide', () => {
  it('spans are learnt as IOBES by a CRF, and answered in the scheme of the data', () => {
    expect(model.config).toMatchObject({ input: 'words', scheme: 'IOB2', learntScheme: 'IOBES', output: 'crf' });
    expect(model.describe().labels).toEqual([
      'O',
      ...['LOC', 'PER'].flatMap((type) => ['B', 'I', 'E', 'S'].map((place) => `${place}-${type}`)),
    ]);
  });

  it('tags without spans: each for itself, with macro-F1', async () => {
    const plain = train.map(({ words, tags }) => ({ words, tags: tags.map((tag) => (tag === 'O' ? 'X' : 'NAME')) }));
    const { model: one } = await trained({ epochs: 3 }, plain);
    expect(one.config).toMatchObject({ scheme: 'none', output: 'softmax' });
    const { baselines, ...figures } = await one.evaluate(plain);
    expect(figures.accuracy).toBeGreaterThan(0.95);
    expect(figures.macroF1).toBeGreaterThan(0.9);
    expect(figures).not.toHaveProperty('spanF1');
    expect(baselines['most frequent tag per word'].accuracy).toBeGreaterThan(0.9);
    expect((await answer(one, text)).spans).toBeUndefined();
    one.dispose();
  });

  it.each([
    [['I-PER', 'I-PER', 'B-PER', 'O'], 'IOB1'],
    [['S-PER', 'O', 'B-LOC', 'E-LOC'], 'IOBES'],
  ] as const)('%j is %s', async (tags, scheme) => {
    const example = { words: ['a', 'b', 'c', 'd'], tags: [...tags] };
    const { model: one } = await trained({ epochs: 1 }, [example, example]);
    expect((one.config as { scheme: string }).scheme).toBe(scheme);
    one.dispose();
  });

  it('softmax answers legal spans too', async () => {
    const { model: one } = await trained({ epochs: 1, output: 'softmax', learningRate: 1e-4 });
    const answers = (await one.predict(test.map(({ words }) => ({ words })))) as WordsPrediction[];
    for (const { words } of answers) {
      words.forEach(({ tag }, t) => {
        if (!tag.startsWith('I-')) return;
        expect(words[t - 1].tag.slice(2)).toBe(tag.slice(2));
      });
    }
    one.dispose();
  });
});

describe('settings', () => {
  it.each([
    { characters: 'cnn', cell: 'gru', layers: 2, dropout: 0.2, inputDropout: 0.2, wordDropout: 0.2 },
    { characters: 'none', suffixLength: 0, caseSize: 0, cell: 'simple-rnn', merge: 'sum' },
    { output: 'softmax', classWeights: 'balanced', labelSmoothing: 0.05, bidirectional: false, lowercase: false },
    { learntScheme: 'IOB2', optimizer: 'adamw', recurrentDropout: 0.2, minimumCount: 2, tokenizer: 'whitespace' },
  ] as TaggerOptions[])('trains with %j', async (options) => {
    const { model: one, events } = await trained({ ...options, epochs: 2 });
    const losses = events.flatMap((event) => (event.type === 'epoch' ? [event.train.loss] : []));
    expect(losses[1]).toBeLessThan(losses[0]);
    one.dispose();
  });

  it('a window for words, weights for a CRF, an unknown option: refused', () => {
    expect(() => new Tagger({ input: 'words', window: 3 } as unknown as TaggerOptions)).toThrow(
      /unknown option "window"/,
    );
    expect(() => new Tagger({ output: 'crf', labelSmoothing: 0.1 })).toThrow(ConfigError);
    expect(() => new Tagger({ resetAfter: true })).toThrow(/cell is lstm/);
    expect(() => new Tagger({ hidenSize: 3 } as TaggerOptions)).toThrow(/hiddenSize/);
    expect(() => new Tagger({ input: 'sounds' } as unknown as TaggerOptions)).toThrow(/"words" or "frames"/);
  });
});

describe('given vectors', () => {
  /** Names have 1, all other words -1; zip and zap stand in no training sentence. */
  const words = [...new Set(train.flatMap((one) => one.words)), 'Zip', 'zap'];
  const isName = (word: string) => /(n|burg|Zip)$/.test(word) && /^[A-Z]/.test(word) && word !== 'In';
  const file = words.map((word) => `${word} ${isName(word) ? '1 0.5' : '-1 0.5'}`).join('\n');
  const options = {
    characters: 'none',
    suffixLength: 0,
    caseSize: 0,
    inputDropout: 0.3,
    dropout: 0.3,
    wordDropout: 0.5,
  } as const;

  it('words that training did not have are known by them', async () => {
    const { model: one, events } = await trained({ ...options, epochs: 10 }, train, {
      vectors: sourceOf('v.txt', file),
    });
    const note = events.find((event) => event.type === 'warning');
    expect(note).toMatchObject({
      message: expect.stringMatching(/v\.txt has vectors of 2 numbers for (\d+) of \1/) as string,
    });
    const tags = async (input: string) => (await answer(one, input)).words.map(({ tag }) => tag);
    expect((await tags('Mr Zip lives in Zip .'))[1]).toBe('B-PER');
    expect((await tags('Mr zap lives in zap .'))[1]).toBe('O');
    const place = join(folder, 'vectors');
    await one.save(place);
    const again = await Tagger.load(place);
    expect(await answer(again, text)).toEqual(await answer(one, text));
    expect(one.config).toMatchObject({ vectorSize: 2 });
    const later = one.fit(train, { vectors: sourceOf('v.txt', file) });
    await expect(later).rejects.toThrow(/a network that is there already/);
    one.dispose();
    again.dispose();
  });

  it('keeps as many rows of other words as asked for', async () => {
    const { model: one } = await trained({ ...options, epochs: 1, vectorWords: 1 }, train, {
      vectors: sourceOf('v.txt', file),
    });
    expect(one.describe().encoder.vectors).toBe(words.length - 1);
    one.dispose();
  });

  it('a vector of another width, with its line; a resumed run without them', async () => {
    const broken = sourceOf('v.txt', 'a 1 2\nb 3\n');
    await expect(trained({}, train, { vectors: broken })).rejects.toThrow(/v\.txt line 2.*expected 2|v\.txt line 2/i);
    const checkpoints = join(folder, 'vectors-run');
    const abort = new AbortController();
    const one = new Tagger({ ...wordOptions, ...options, epochs: 2 });
    await one.fit(train, {
      checkpoints,
      vectors: sourceOf('v.txt', file),
      signal: abort.signal,
      onEvent: (event) => event.type === 'step' && abort.abort(),
    });
    const other = new Tagger({ ...wordOptions, ...options, epochs: 2 });
    await expect(other.fit(train, { checkpoints, resume: true })).rejects.toThrow(/vectorSize \(2, now 0\)/);
    const others = sourceOf('v.txt', file.replaceAll(' 1', ' 1.5'));
    await expect(other.fit(train, { checkpoints, resume: true, vectors: others })).rejects.toThrow(/other numbers/);
    await other.fit(train, { checkpoints, resume: true, vectors: sourceOf('v.txt', file) });
    const whole = await trained({ ...options, epochs: 2 }, train, { vectors: sourceOf('v.txt', file) });
    expect(await answer(other, text)).toEqual(await answer(whole.model, text));
  });
});

it.each([
  [{ classWeights: { O: 1, 'B-PRE': 2 }, scheme: 'none' }, /no label "B-PRE".*Did you mean B-PER/],
  [{ classWeights: { O: 1 }, scheme: 'none' }, /none for the label "B-LOC"/],
  [{ vectorSize: 50 }, /vectorSize is 50, and no vectors are given/],
])('%j does not fit the data', async (options, message) => {
  await expect(trained(options as TaggerOptions)).rejects.toThrow(ConfigError);
  await expect(trained(options as TaggerOptions)).rejects.toThrow(message);
});

describe('bad input', () => {
  const refusal = (examples: TaggedWords[], options: TaggerOptions = {}) =>
    trained({ epochs: 1, ...options }, examples);
  const good = train[0];

  it.each([
    [
      'words and tags that disagree',
      { words: ['a', 'b'], tags: ['O'], where: 'x.conll line 7' },
      /x\.conll line 7: there are 2 words and 1 tags/,
    ],
    [
      'an empty sentence',
      { words: [], tags: [], where: 'x.conll line 7' },
      /x\.conll line 7: the sentence has no words/,
    ],
    [
      'an illegal sequence, with its line',
      { words: ['a', 'b', 'c'], tags: ['O', 'I-PER', 'O'], where: 'x.conll line 7', lines: [7, 8, 9] },
      /x\.conll line 8: the tag "I-PER" after "O".*IOB2/,
    ],
    ['words that are no list', { words: 'a b', tags: ['O', 'O'] } as never, /words is "a b"/],
  ])('%s', async (_, example: TaggedWords, message) => {
    await expect(refusal([...train, example])).rejects.toThrow(DataError);
    await expect(refusal([...train, example])).rejects.toThrow(message);
  });

  it('illegal tags are repaired if asked for, and counted', async () => {
    const example = { words: ['a', 'b', 'c'], tags: ['O', 'I-PER', 'O'] };
    const { model: one, events } = await trained({ epochs: 1, repairTags: true }, [...train, example]);
    const messages = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(messages).toContainEqual(expect.stringMatching(/1 tags were illegal and were replaced/));
    one.dispose();
  });

  it('one tag alone', async () => {
    await expect(refusal([{ words: ['a'], tags: ['O'] }])).rejects.toThrow(/every step has the tag "O"/);
  });

  it('a tag that training did not have, at evaluation', async () => {
    const example = { words: ['a'], tags: ['B-ORG'], where: 'test.conll line 3' };
    await expect(model.evaluate([good, example])).rejects.toThrow(
      /test\.conll line 3 word 1: the tag "B-ORG" did not occur/,
    );
  });

  it('a text without words, or what is no text', async () => {
    await expect(model.predict('  ')).rejects.toThrow(/has no words/);
    await expect(model.predict([''], { locations: ['in.txt line 4'] })).rejects.toThrow(/in\.txt line 4/);
    await expect(model.predict(3 as never)).rejects.toThrow(DataError);
    await expect(model.predict({ words: ['a', ''] })).rejects.toThrow(DataError);
  });

  it('a sentence of 10,000 words is answered; one of 50,001 is none', async () => {
    const long = Array.from({ length: 10_000 }, (_, i) => good.words[i % good.words.length]);
    const [answer, short] = (await model.predict([{ words: long }, text])) as WordsPrediction[];
    expect(answer.words).toHaveLength(10_000);
    expect(short.words).toHaveLength(7);
    await expect(model.predict('a '.repeat(50_001))).rejects.toThrow(/a sentence of 50001 words/);
  });

  it('what is no list of examples', async () => {
    for (const examples of [undefined, null, 'text', {}, [null], ['a'], [3]]) {
      const fit = new Tagger().fit(examples as TaggedWords[]);
      await expect(fit).rejects.toThrow(DataError);
    }
    await expect(new Tagger().fit(['a'] as unknown as TaggedWords[])).rejects.toThrow(/Tagger.fit: example 1 is "a"/);
  });

  it('recordings of frames', async () => {
    const [frames] = recordings(1, 1, 5);
    await expect(model.predict([frames])).rejects.toThrow(/a recording of frames, and the model tags words/);
    await expect(model.evaluate([frames])).rejects.toThrow(/a recording of frames, and the model tags words/);
  });

  it('sentences and recordings together, or the options of one for the other', async () => {
    const frames = { recording: 'r', frames: new Float32Array(4), steps: 2, size: 2, labels: ['a', 'b'] };
    await expect(new Tagger().fit([good, frames])).rejects.toThrow(/^training example 2: some examples are sentences/);
    await expect(new Tagger({ input: 'frames' }).fit([good])).rejects.toThrow(/options are for frames/);
    await expect(new Tagger({ window: 20 }).fit([good])).rejects.toThrow(/options are for frames/);
    expect(() => model.stream()).toThrow(/tags words/);
  });
});
