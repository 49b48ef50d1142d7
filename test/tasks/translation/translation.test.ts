import * as tf from '@tensorflow/tfjs';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError } from '../../../src/errors';
import { load } from '../../../src/node';
import type { TrainingEvent } from '../../../src/training/events';
import { Translator, type TranslatorOptions } from '../../../tasks/translation/translation';
import { onCpu } from '../support';
import { tinyOptions, tinyPairs } from './support';

const { train, validation, test } = tinyPairs;
const sources = test.map(({ source }) => source);
let folder: string;
let model: Translator;

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-translation-'));
  model = new Translator(tinyOptions);
  await model.fit(train, { validation });
});
afterAll(() => {
  model.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** A training of its own. */
async function trained(
  options: TranslatorOptions,
  pairs = train,
): Promise<{ model: Translator; events: TrainingEvent[] }> {
  const events: TrainingEvent[] = [];
  const model = new Translator({ ...tinyOptions, ...options });
  await model.fit(pairs, { onEvent: (event) => events.push(event) });
  return { model, events };
}

describe('Translator.predict', () => {
  it('batched, one by one and in another order: the same answers', async () => {
    for (const options of [{}, { beam: 3, nBest: 2 }]) {
      const together = await model.predict(sources, options);
      const backwards = await model.predict([...sources].reverse(), options);
      for (const [i, source] of sources.entries()) {
        const alone = await model.predict(source, options);
        expect(together[i].translation).toBe(alone.translation);
        expect(together[i].score).toBeCloseTo(alone.score, 4);
        expect(backwards[sources.length - 1 - i].translation).toBe(alone.translation);
      }
    }
  });

  it('tells score, probability, end and what became of the source', async () => {
    const answer = await model.predict('abz');
    expect(answer).toEqual({
      translation: expect.any(String) as string,
      logProbability: expect.any(Number) as number,
      score: answer.logProbability,
      ended: expect.stringMatching(/^(end|limit)$/) as string,
      tokens: { total: 3, unknown: 1, cut: 0 },
    });
    expect(answer.logProbability).toBeLessThan(0);
  });

  it('with a beam as many candidates as asked for, best first', async () => {
    const { candidates, ...best } = await model.predict('abc', { beam: 4, nBest: 3 });
    expect(candidates?.map(({ translation }) => translation)).toHaveLength(3);
    expect(new Set(candidates?.map(({ translation }) => translation)).size).toBe(3);
    expect(best.translation).toBe(candidates?.[0].translation);
    const scores = candidates?.map(({ score }) => score) ?? [];
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('a beam larger than the vocabulary answers all the same', async () => {
    const wide = await model.predict('abc', { beam: 50, nBest: 2 });
    expect(wide.candidates).toHaveLength(2);
  });

  it('tells where each token looked: a row a token, 1 in sum, in the words of the source', async () => {
    const { attention, translation, ended } = await model.predict('abz', { attention: true });
    expect(attention?.source).toEqual(['a', 'b', 'z']);
    expect(attention?.target).toEqual([...translation, ...(ended === 'end' ? ['<end>'] : [])]);
    attention?.weights.forEach((row) => {
      expect(row).toHaveLength(3);
      expect(row.reduce((sum, x) => sum + x)).toBeCloseTo(1, 5);
    });
  });

  it('an answer without an end stops at the limit and says so', async () => {
    const answer = await model.predict('abcde', { maximumLength: 1 });
    expect(answer.ended).toBe('limit');
    expect(answer.translation).toHaveLength(1);
  });

  it.each([
    [{ beam: 0 }, /beam is 0/],
    [{ beam: 2, nBest: 3 }, /nBest is 3/],
    [{ lengthPenalty: -1 }, /at least 0/],
    [{ maximumLength: 0 }, /maximumLength is 0/],
    [{ beams: 2 }, /Did you mean beam\?/],
  ])('refuses %j', async (options, message) => {
    await expect(model.predict('abc', options)).rejects.toThrow(message);
    await expect(model.predict('abc', options)).rejects.toThrow(ConfigError);
  });

  it('refuses what is no text, or an empty one', async () => {
    await expect(model.predict(['ab', ''])).rejects.toThrow(/input 2, source|input 2/);
    await expect(model.predict([7 as unknown as string])).rejects.toThrow(DataError);
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    await model.predict(sources, { beam: 3, attention: true });
    await model.evaluate(test);
    for await (const { text } of model.generate('abc')) if (text.length > 1) break;
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('Translator.generate', () => {
  const said = async (options = {}) => {
    const parts: { token: string; text: string }[] = [];
    for await (const part of model.generate('abcd', options)) parts.push(part);
    return parts;
  };

  it('says token by token what predict says', async () => {
    const parts = await said();
    const { translation, ended } = await model.predict('abcd');
    expect(parts.at(-1)).toMatchObject({ text: translation, ended });
    expect(parts.map(({ text }) => text.length)).toEqual(parts.map((_, i) => Math.min(i + 1, translation.length)));
  });

  it('draws the same for the same seed', async () => {
    const text = async (seed: number) => (await said({ temperature: 2, seed })).at(-1)?.text;
    expect(await text(1)).toBe(await text(1));
    expect(new Set([await text(1), await text(2), await text(3), await text(4)]).size).toBeGreaterThan(1);
  });

  it.each([
    { temperature: 0, topK: 3 },
    { temperature: -1 },
    { topP: 0 },
    { topP: 1.2 },
    { topK: 0 },
    { maximumLength: 0 },
  ])('refuses %j', async (options) => {
    await expect(said(options)).rejects.toThrow(ConfigError);
  });
});

describe('Translator.evaluate', () => {
  it('figures beside those of copying and looking up', async () => {
    const { baselines, ...figures } = await model.evaluate(test, { baselinesFrom: train });
    expect(Object.keys(figures)).toEqual(['bleu', 'chrf', 'sequenceAccuracy', 'accuracy', 'perplexity']);
    expect(Object.keys(baselines)).toEqual(['copy of the source', 'most frequent translation']);
    const palindromes = test.filter(({ source, target }) => source === target).length;
    expect(baselines['copy of the source'].sequenceAccuracy).toBe(palindromes / test.length);
  });

  it('a source with several targets counts once, and each of them is right', async () => {
    const { source } = test[0];
    const { translation } = await model.predict(source);
    const targets = ['xyz', translation, 'zyx'].map((target) => ({ source, target }));
    expect(await model.evaluate(targets)).toMatchObject({ sequenceAccuracy: 1, chrf: 100 });
  });

  it('finds answers as it is told to', async () => {
    const wide = await model.evaluate(test, { predictOptions: { beam: 4 } });
    const best = await model.predict(sources, { beam: 4 });
    const right = best.filter(({ translation }, i) => translation === test[i].target).length;
    expect(wide.sequenceAccuracy).toBe(right / test.length);
    await expect(model.evaluate(test, { predictOptions: { bean: 4 } })).rejects.toThrow(/Did you mean beam/);
  });

  it('perplexity and accuracy are those of the targets, padding left out', async () => {
    const each = await Promise.all(test.map((pair) => model.evaluate([pair])));
    const weights = test.map(({ target }) => target.length + 1);
    const total = weights.reduce((sum, one) => sum + one);
    const mean = (of: (one: (typeof each)[number]) => number) =>
      each.reduce((sum, one, i) => sum + weights[i] * of(one), 0) / total;
    const all = await model.evaluate(test);
    expect(all.accuracy).toBeCloseTo(mean(({ accuracy }) => accuracy), 6); // prettier-ignore
    expect(Math.log(all.perplexity)).toBeCloseTo(mean(({ perplexity }) => Math.log(perplexity)), 5); // prettier-ignore
  });
});

describe('Translator bundle', () => {
  it('loaded again it answers alike, with its own class or without', async () => {
    const place = join(folder, 'bundle');
    await model.save(place);
    const question = { beam: 2, attention: true };
    const before = await model.predict(sources, question);
    for (const again of [await Translator.load(place), await load(place)]) {
      expect(await again.predict(sources, question)).toEqual(before);
      again.dispose();
    }
    expect(readFileSync(join(place, 'MODEL_CARD.md'), 'utf8')).toMatch(/translation/i);
  });
});

describe('Translator.fit', () => {
  it.each<[string, TranslatorOptions]>([
    ['words', { tokenizer: 'words', minimumCount: 1 }],
    ['byte pairs, one vocabulary, all tied', { tokenizer: 'byte-pairs', merges: 20, tying: 'all' }],
    ['context alone, source reversed', { attention: 'none', reverseSource: true, bidirectional: false }],
    ['input feeding, LSTM, two layers', { attention: 'additive', inputFeeding: true, cell: 'lstm', layers: 2 }],
    ['scheduled sampling', { teacherForcing: 0.3, teacherForcingSchedule: 'linear' }],
    ['batches of pairs', { batchTokens: 0 }],
  ])('learns something with %s', async (_, options) => {
    const { model, events } = await trained(options);
    const losses = events.flatMap((event) => (event.type === 'epoch' ? [event.train.loss] : []));
    expect(losses.at(-1)).toBeLessThan(losses[0]);
    expect((await model.predict(sources)).every(({ translation }) => typeof translation === 'string')).toBe(true);
    model.dispose();
  });

  it('with the source reversed, attention still names its tokens in order', async () => {
    const { model } = await trained({ reverseSource: true, bidirectional: false });
    const [short, long] = await model.predict(['ab', 'abcde'], { attention: true });
    expect(short.attention?.source).toEqual(['a', 'b']);
    expect(short.attention?.weights[0]).toHaveLength(2);
    expect(long.attention?.weights[0]).toHaveLength(5);
    expect(short.attention?.weights[0].reduce((sum, x) => sum + x)).toBeCloseTo(1, 5);
    model.dispose();
  });

  it('the same seed gives the same weights', async () => {
    const answers = async (seed: number) => {
      const { model } = await trained({ seed, epochs: 1, dropout: 0.3, teacherForcing: 0.5 });
      const scores = (await model.predict(sources)).map(({ score }) => score);
      model.dispose();
      return scores;
    };
    expect(await answers(1)).toEqual(await answers(1));
    expect(await answers(1)).not.toEqual(await answers(2));
  });

  it('reports what it cut, what it does not know, and subwords that the data do not support', async () => {
    const { model, events } = await trained({ maximumLength: 4, minimumCount: 2, epochs: 1 }, [
      ...train,
      { source: 'xabcdeabcde', target: 'edcba' },
    ]);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings).toEqual([
      expect.stringMatching(/^1 of \d+ source tokens \(\d\.\d %\) are not in the vocabulary$/),
      expect.stringMatching(/^\d+ of 61 sources were cut to 4 tokens \(maximumLength\); the longest has 11$/),
      expect.stringMatching(/^\d+ of 61 targets were cut to 4 tokens/),
    ]);
    model.dispose();
    const subwords = await trained({ tokenizer: 'byte-pairs', merges: 5000, epochs: 1 });
    expect(subwords.events.find(({ type }) => type === 'warning')).toMatchObject({
      message: expect.stringMatching(/^\d+ merges of byte pairs were found, not 5000/) as string,
    });
    subwords.model.dispose();
  });

  it('keeps the answers to the validation of every epoch in the run directory', async () => {
    const place = join(folder, 'run');
    const model = new Translator(tinyOptions);
    await model.fit(train, { validation, checkpoints: place });
    const rows = [1, 2].map((epoch) =>
      readFileSync(join(place, 'validation', `epoch-${epoch}.tsv`), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    expect(rows[0][0]).toBe('source\treference\ttranslation');
    expect(rows.map((lines) => lines.length)).toEqual([13, 13]);
    expect(rows[1][1].split('\t').slice(0, 2)).toEqual([validation[0].source, validation[0].target]);
    expect(rows[0]).not.toEqual(rows[1]);
    await model.save(place);
    expect(existsSync(join(place, 'validation', 'epoch-2.tsv'))).toBe(true);
    model.dispose();
  });

  it('watches the figure that the configuration names', async () => {
    expect(new Translator().monitor).toEqual({ metric: 'chrf', mode: 'max' });
    const model = new Translator({ ...tinyOptions, monitor: 'perplexity' });
    const { bestValue, history } = await model.fit(train, { validation });
    expect(bestValue).toBe(Math.min(...history.map(({ validation }) => validation?.perplexity ?? Infinity)));
    model.dispose();
  });

  it.each<[TranslatorOptions, RegExp]>([
    [{ hiddenSize: 7 }, /even number/],
    [{ inputFeeding: true, attention: 'none' }, /inputFeeding without attention/],
    [{ contextEveryStep: true }, /contextEveryStep with attention/],
  ])('refuses %j', async (options, message) => {
    await expect(trained(options)).rejects.toThrow(message);
  });

  it.each<[object, RegExp]>([
    [{ tokenizer: 'letters' }, /tokenizer is "letters"/],
    [{ teacherForcing: 1.5 }, /a number in \[0, 1\]/],
    [{ atention: 'general' }, /Did you mean attention\?/],
  ])('refuses %j before any work', (options, message) => {
    expect(() => new Translator(options)).toThrow(message);
  });

  it('names the pair with an empty side, and an empty vocabulary', async () => {
    const pairs = [...train.slice(0, 3), { source: 'ab', target: '  ', where: 'toy.tsv line 4' }];
    await expect(trained({}, pairs)).rejects.toThrow(/toy\.tsv line 4: the target side is empty; the source is "ab"/);
    await expect(trained({ minimumCount: 100 }, train.slice(0, 5))).rejects.toThrow(/keeps none/);
  });
});
