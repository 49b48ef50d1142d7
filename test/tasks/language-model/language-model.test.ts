/** A language model as its user meets it: training on a text, scores, bundles, what it says of its figures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { LanguageModel, type TrainingEvent, useBackend } from '../../../src/node';
import { DataError } from '../../../src/errors';
import { options, sentences } from './support';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-language-model-'));
beforeAll(() => useBackend('wasm'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const training = sentences(80, 1);
const held = sentences(20, 2);

describe('trained on one text', () => {
  let model: LanguageModel;
  const events: TrainingEvent[] = [];
  beforeAll(async () => {
    model = new LanguageModel(options);
    const onEvent = (event: TrainingEvent) => void events.push(event);
    await model.fit([{ text: training }], { validation: [{ text: held }], onEvent });
  });
  afterAll(() => model.dispose());

  it('learns what follows what, across the windows', async () => {
    const { nats, perplexity, bitsPerCharacter } = await model.evaluate([{ text: held }]);
    expect(nats).toBeLessThan(0.35); // a choice of three in about 15 characters: 0.07
    expect(perplexity).toBeCloseTo(Math.exp(nats), 6);
    expect(bitsPerCharacter).toBeCloseTo(nats / Math.LN2, 6);
  });

  it('every character is predicted once an epoch', () => {
    const start = events.find((event) => event.type === 'start');
    expect(start?.stepsPerEpoch).toBe(Math.ceil(Math.ceil(training.length / 4) / 16));
  });

  it('scores texts token by token, by the chain rule', async () => {
    const score = await model.score('the dog barks.\n');
    expect(score.tokenScores?.map(({ token }) => token).join('')).toBe('the dog barks.\n');
    const sum = score.tokenScores!.reduce((all, one) => all + one.logProbability, 0);
    expect(score.logProbability).toBeCloseTo(sum, 4);
    expect(score).toMatchObject({ tokens: 15 });
    expect(score.nats).toBeCloseTo(-sum / 15, 5);
    const [likely, unlikely] = await model.score(['the cat purrs.', 'the cat barks.']);
    expect(likely.logProbability).toBeGreaterThan(unlikely.logProbability + 1);
    expect((await model.predict('the')).tokenScores).toBeUndefined();
  });

  it('a long text is one stream: read in parts, its score is the same', async () => {
    const long = sentences(150, 3);
    expect(long.length).toBeGreaterThan(2048);
    const whole = await model.score(long);
    const { network } = (model as unknown as { ready(what: string): { predictor: { network: { stepper(): Stepper } } } }).ready('x').predictor; // prettier-ignore
    const stepper = network.stepper();
    const encoder = model.task.restorePreprocessor(model['ready']('x').preprocessor.toJSON(), model.config);
    const { ids } = encoder.encodeInput(long, 'text');
    let sum = 0;
    for (let t = 1; t < ids.length; t++) sum += stepper.logProbabilities(stepper.read([ids[t - 1]]))[ids[t]];
    stepper.dispose();
    expect(Math.abs(whole.logProbability - sum) / ids.length).toBeLessThan(1e-5);
  });

  it('characters that training lacks are named and counted', async () => {
    model.drainWarnings();
    const { nats } = await model.evaluate([{ text: 'the dog Ωbarksé.é' }]);
    expect(Number.isFinite(nats)).toBe(true);
    expect(model.drainWarnings()).toContain('3 of 17 tokens (17.65 %) are not in the vocabulary: "Ω", "é"');
  });

  it('says which slice a figure is of', () => {
    expect(model.signatures([{ text: held, where: 'book.txt' }]).nats).toBe(
      `${held.length} characters of book.txt from ${JSON.stringify(held.slice(0, 30))} on, one stream from zero state`,
    );
  });

  it('stock TensorFlow.js opens the bundle and gives the same probabilities', async () => {
    const place = join(folder, 'stock');
    await model.save(place);
    const { ids } = model['ready']('x').preprocessor.encodeInput('the dog', 'text');
    const script = join(__dirname, '../open-bundle-with-stock.cjs');
    const output = execFileSync(process.execPath, [script, place, JSON.stringify([[...ids]])], { encoding: 'utf8' });
    const { probabilities } = JSON.parse(output) as { probabilities: number[][][] };
    const { tokenScores } = await model.score('the dog');
    tokenScores!.forEach(({ logProbability }, t) => {
      expect(probabilities[0][t][ids[t + 1]]).toBeCloseTo(Math.exp(logProbability), 5);
    });
  });
});

interface Stepper {
  read(tokens: number[]): Float32Array;
  logProbabilities(h: Float32Array): Float32Array;
  dispose(): void;
}

it('several texts have ends, which are predicted too; pieces of one text have not', async () => {
  const lines = sentences(80, 1).trim().split('\n');
  const model = new LanguageModel({ ...options, epochs: 2 });
  await model.fit(lines.map((text) => ({ text })));
  const { tokens, tokenScores } = await model.score('the dog barks.');
  expect(tokens).toBe(15);
  expect(tokenScores?.at(-1)?.token).toBe('<end>');
  model.dispose();
  const pieces = new LanguageModel({ ...options, epochs: 1 });
  await pieces.fit([{ text: training.slice(0, 500), continues: true }, { text: training.slice(500) }]);
  expect((await pieces.score('the dog')).tokens).toBe(7);
  pieces.dispose();
});

it('a short text is read in fewer streams, with a note', async () => {
  const notes: string[] = [];
  const model = new LanguageModel({ layers: 1, hiddenSize: 4, embeddingSize: 4, window: 4 });
  const onEvent = (event: TrainingEvent) => void (event.type === 'warning' && notes.push(event.message));
  await model.fit([{ text: 'hello hello hello' }], { epochs: 1, onEvent });
  expect(notes).toContain('batchSize=1: 17 characters of training text are few');
  expect(model.config.batchSize).toBe(1);
  model.dispose();
});

it('words: an end of line is a token, rare words are unknown; bits count the characters of the text', async () => {
  const model = new LanguageModel({ ...options, tokenizer: 'words', window: 5, epochs: 2 });
  await model.fit([{ text: training }]);
  const { tokenScores, nats, bitsPerCharacter } = await model.score('the dog barks.\n');
  expect(tokenScores?.map(({ token }) => token)).toEqual(['the', 'dog', 'barks', '.', '\n']);
  expect(bitsPerCharacter).toBeCloseTo((nats * 5) / Math.LN2 / 15, 5);
  model.dispose();
});

it('subwords: bits a byte beside bits a character', async () => {
  const model = new LanguageModel({ ...options, tokenizer: 'byte-pairs', merges: 12, epochs: 1 });
  await model.fit([{ text: `${training}ß 😀` }]);
  const { bitsPerByte, bitsPerCharacter } = await model.score('ß😀');
  expect(bitsPerByte! * 6).toBeCloseTo(bitsPerCharacter * 2, 5);
  model.dispose();
});

it('the reason is given why it cannot read backwards', () => {
  expect(() => new LanguageModel({ bidirectional: true } as object)).toThrow(
    /has seen the token that is to be predicted/,
  );
  expect(new LanguageModel({ bidirectional: false } as object).config).not.toHaveProperty('bidirectional');
});

it.each<[string, string, RegExp]>([
  ['shorter than one window', 'to be', /the text has 5 tokens, fewer than one window of 16/],
  ['of one symbol again and again', 'aaaaaaaaaaaaaaaaaaaaaaaa', /one symbol, "a", again and again/],
])('a training text is refused that is %s', async (_, text, message) => {
  const model = new LanguageModel({ ...options, batchSize: 1 });
  await expect(model.fit([{ text }])).rejects.toThrow(message);
  await expect(model.fit([{ text: '' }])).rejects.toThrow(/the text is ""/);
});

it('characters of a validation text that training lacks are counted in a warning', async () => {
  const model = new LanguageModel({ ...options, epochs: 1 });
  const notes: string[] = [];
  const onEvent = (event: TrainingEvent) => void (event.type === 'warning' && notes.push(event.message));
  await model.fit([{ text: training }], { validation: [{ text: 'the dog Ωbarks.' }], onEvent });
  expect(notes.join()).toMatch(/^1 of \d+ tokens \([\d.]+ %\) are not in the vocabulary: "Ω"$/);
  model.dispose();
});

it('a text without tokens is refused', async () => {
  const model = new LanguageModel({ ...options, tokenizer: 'words' });
  await expect(model.fit([{ text: ' ' }])).rejects.toThrow(DataError);
});
