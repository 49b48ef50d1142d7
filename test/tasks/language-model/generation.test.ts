/** Generation as its user meets it: pieces, streams and their forks, what ends a text, what is refused. */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, DataError, type LanguageModel, useBackend } from '../../../src/node';
import { sentences, trained } from './support';

let model: LanguageModel;
let lines: LanguageModel;
beforeAll(async () => {
  await useBackend('wasm');
  model = await trained([sentences(80, 1)]);
  lines = await trained(sentences(80, 1).trim().split('\n'), { epochs: 12 });
});
afterAll(() => [model, lines].forEach((one) => one?.dispose()));

async function pieces(...given: Parameters<LanguageModel['generate']>) {
  const all: string[] = [];
  for await (const { text } of model.generate(...given)) all.push(text);
  return all;
}

describe('generate', () => {
  it('goes on with a prompt; the pieces are the text of generateText', async () => {
    const greedy = await model.generateText('the dog', { temperature: 0, length: 8 });
    expect(greedy).toMatchObject({ text: ' barks.\n', ended: 'length', tokens: 8 });
    expect(greedy.sampling).toEqual({ temperature: 0, order: ['temperature'] });
    const drawn = { length: 60, temperature: 0.7, topK: 5, seed: 3 };
    const whole = await model.generateText('the', drawn);
    expect((await pieces('the', drawn)).join('')).toBe(whole.text);
    expect(whole.sampling).toEqual({ temperature: 0.7, topK: 5, order: ['temperature', 'topK'], seed: 3 });
    expect(await model.generateText('the', drawn)).toEqual(whole);
    expect((await model.generateText('the', { ...drawn, seed: 4 })).text).not.toBe(whole.text);
  });

  it('log-probabilities are those of the scores of the same text', async () => {
    const { text, logProbability } = await model.generateText('', { length: 50, seed: 5 });
    expect((await model.score(text)).logProbability).toBeCloseTo(logProbability, 3);
  });

  it('an empty prompt is none', async () => {
    const { text } = await model.generateText('', { length: 20 });
    expect((await model.generateText(undefined, { length: 20 })).text).toBe(text);
  });

  it('a stop string ends the text before it, across tokens; nothing of it is ever given out', async () => {
    const found = await model.generateText('the dog', { temperature: 0, stop: ['ks.'] });
    expect(found).toMatchObject({ text: ' bar', ended: 'stop', stop: 'ks.' });
    expect(await pieces('the dog', { temperature: 0, stop: ['ks.'] })).toEqual([' ', 'b', 'a', 'r', '']);
    expect((await pieces('the dog', { temperature: 0, stop: 'ksx', length: 7 })).join('')).toBe(' barks.');
  });

  it('texts that end: the end is generated, and is no text', async () => {
    expect(await lines.generateText('the dog', { temperature: 0 })).toMatchObject({ text: ' barks.', ended: 'end' });
    expect(await lines.generateText('the cat', { beam: 3 })).toMatchObject({ text: ' purrs.', ended: 'end' });
  });

  it('stops at the signal, with what there is', async () => {
    const abort = new AbortController();
    let text = '';
    let last;
    for await (const piece of model.generate('', { signal: abort.signal })) {
      text += piece.text;
      last = piece;
      if (text.length === 5) abort.abort();
    }
    expect(last).toMatchObject({ ended: 'aborted', result: { text, tokens: 5 } });
  });

  it('a beam finds a text that is at least as probable as the greedy one', async () => {
    const greedy = await model.generateText('the ', { temperature: 0, length: 12 });
    const beam = await model.generateText('the ', { beam: 4, length: 12 });
    expect(beam.logProbability).toBeGreaterThanOrEqual(greedy.logProbability - 1e-4);
    expect(beam).toMatchObject({ tokens: 12, sampling: { beam: 4, lengthPenalty: 0 } });
    const score = async (text: string) => (await model.score(text)).logProbability;
    expect((await score(`the ${beam.text}`)) - (await score('the '))).toBeCloseTo(beam.logProbability, 3);
    expect((await model.generateText('the dog', { beam: 2, length: 12, stop: ['k'] })).text).toBe(' bar');
  });

  it('a bias by token; penalties that look at the prompt or not', async () => {
    const { text } = await model.generateText('the ', { temperature: 0, length: 1 });
    const other = await model.generateText('the ', { temperature: 0, length: 1, logitBias: { [text]: -Infinity } });
    expect(other.text).not.toBe(text);
    const penalized = { temperature: 0, length: 30, repetitionPenalty: 50 };
    expect((await model.generateText('the dog barks.\n', penalized)).text).not.toBe(
      (await model.generateText('the dog barks.\n', { ...penalized, penalizePrompt: false })).text,
    );
  });

  it('leaves no tensor and no memory of kernels behind, also where the loop is left', async () => {
    const { numTensors } = tf.memory();
    for await (const { text } of model.generate('the', { length: 50 })) if (text === ' ') break;
    await model.generateText('the', { beam: 3, length: 5 });
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

describe('stream', () => {
  it('reads in parts as at once, and gives the distribution of what follows', () => {
    const [parts, whole] = [model.stream(), model.stream()];
    ['the', '', ' d', 'og'].forEach((text) => parts.feed(text));
    whole.feed('the dog');
    expect(parts.distribution()).toEqual(whole.distribution());
    const [first, ...others] = whole.distribution();
    expect(first.token).toBe(' ');
    expect(others.reduce((sum, { probability }) => sum + probability, first.probability)).toBeCloseTo(1, 5);
    const { token, logProbability } = model.stream({ temperature: 0 }).next();
    expect(model.stream().distribution()[0]).toMatchObject({ token });
    expect(Math.exp(logProbability)).toBeCloseTo(model.stream().distribution()[0].probability, 5);
    [parts, whole].forEach((one) => one.dispose());
  });

  it('forks go on for themselves: the same draws with the same seed, others with another', () => {
    const stream = model.stream({ seed: 2 });
    stream.feed('the ');
    const text = (of: typeof stream, count: number) => Array.from({ length: count }, () => of.next().text).join('');
    const [same, other] = [stream.fork(), stream.fork({ seed: 9 })];
    const [a, b, c] = [text(stream, 5), text(other, 40), text(same, 5)];
    expect(c).toBe(a);
    expect(text(stream, 35)).toBe(text(same, 35)); // undisturbed by each other
    expect(b).not.toBe(`${a}${text(stream, 35)}`);
    stream.dispose();
    expect(text(same, 3)).toHaveLength(3); // the weights stay as long as somebody has them
    [same, other].forEach((one) => one.dispose());
  });

  it('reset: as if nothing had been read', () => {
    const stream = model.stream({ temperature: 0 });
    const before = stream.distribution();
    stream.feed('a bird');
    stream.next();
    stream.reset();
    expect(stream.distribution()).toEqual(before);
    stream.dispose();
  });

  it('texts that end: the next token begins another one', () => {
    const stream = lines.stream({ temperature: 0 });
    stream.feed('the dog barks.');
    expect(stream.next()).toMatchObject({ ended: true, text: '', token: '<end>' });
    expect(stream.next().token).toMatch(/[ta]/);
    stream.dispose();
  });

  it('is refused after dispose, and once the weights are others', async () => {
    const stream = model.stream();
    stream.dispose();
    stream.dispose();
    expect(() => stream.next()).toThrow(ConfigError);
    expect(() => stream.feed('a')).toThrow(/it has been disposed of.*model\.stream\(\)/);
    const other = await trained([sentences(20, 1)], { epochs: 1 });
    const old = other.stream();
    old.next();
    await other.fit([{ text: sentences(20, 2) }], { epochs: 1 });
    for (const use of [
      () => old.next(),
      () => old.feed('a'),
      () => old.fork(),
      () => old.reset(),
      () => old.distribution(),
    ])
      expect(use).toThrow(/trained further/);
    const present = other.stream();
    other.dispose();
    expect(() => present.next()).toThrow(ConfigError);
    [old, present].forEach((one) => one.dispose());
  });

  it('words: blanks as a person sets them, after a prompt too', async () => {
    const words = await trained([sentences(80, 1)], { tokenizer: 'words', window: 5, epochs: 6 });
    expect((await words.generateText('the dog', { temperature: 0, length: 3 })).text).toBe(' barks.\n');
    expect((await words.generateText('', { temperature: 0, length: 4, stop: ['\n'] })).text).toMatch(
      /^(the|a) \w+ \w+\.$/,
    );
    words.dispose();
  });
});

describe('refuses', () => {
  it('a prompt with characters that training lacks, by name; an option reads them as unknown', async () => {
    await expect(model.generateText('the Ωé')).rejects.toThrow(DataError);
    await expect(model.generateText('the Ωé')).rejects.toThrow(
      /prompt: training did not have "Ω", "é".*unknown: 'map'/,
    );
    expect((await model.generateText('the Ω', { unknown: 'map', length: 3 })).tokens).toBe(3);
    expect(() => model.stream().feed(5 as never)).toThrow(DataError);
  });

  it.each<[string, object, RegExp]>([
    ['a beam and draws', { beam: 3, temperature: 0.5 }, /beam is 3, and temperature is 0.5/],
    ['a beam and a seed', { beam: 3, seed: 1 }, /beam is 3, and seed is 1/],
    ['a penalty of length without a beam', { lengthPenalty: 1 }, /there is no beam/],
    ['a seed where nothing is drawn', { temperature: 0, seed: 1 }, /temperature 0 draws nothing/],
    ['top-p 0', { topP: 0 }, /topP is 0/],
    ['top-p above 1', { topP: 1.5 }, /topP is 1.5/],
    ['min-p above 1', { minP: 2 }, /minP is 2/],
    ['typical 0', { typical: 0 }, /typical is 0/],
    ['what is no number', { topP: NaN }, /topP is NaN/],
    ['n-grams of no token', { noRepeatNgram: 0 }, /noRepeatNgram is 0/],
    ['top-k 0', { topK: 0 }, /topK is 0/],
    ['a penalty of 0', { repetitionPenalty: 0 }, /repetitionPenalty is 0/],
    ['a negative temperature', { temperature: -1 }, /temperature is -1/],
    ['a cut of what is not drawn', { temperature: 0, topK: 3 }, /temperature is 0, and topK is 3/],
    ['no length', { length: 0 }, /length is 0/],
    ['an empty stop string', { stop: [''] }, /a stop string is ""/],
    ['a bias of no token', { logitBias: { Ω: 1 } }, /logitBias names "Ω"/],
    ['an order without a step that is used', { topK: 3, order: ['temperature'] }, /order does not name topK/],
    ['an unknown option', { temprature: 1 }, /Did you mean temperature/],
  ])('%s', async (_, options, message) => {
    await expect(model.generateText('the', options)).rejects.toThrow(ConfigError);
    await expect(model.generateText('the', options)).rejects.toThrow(message);
  });
});
