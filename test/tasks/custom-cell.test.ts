/** `cell` of a task may be one's own: saved by name, and needed again to load. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minimalGatedUnit } from '../../examples/custom-cell';
import { copySplits, Random, SentimentClassifier, type SequenceError, Translator } from '../../src/node';
import { onCpu, toyExamples, toyOptions } from './support';

const folder = mkdtempSync(join(tmpdir(), 'custom-cell-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(onCpu);

const texts = toyExamples(20, 5).map(({ text }) => text);

it('trains, saves and loads a classifier', async () => {
  const model = new SentimentClassifier({ ...toyOptions, cell: minimalGatedUnit, bidirectional: true, epochs: 12 });
  expect(model.config.cell).toBe('minimal-gated-unit');
  await model.fit(toyExamples(300, 1));
  const { accuracy } = await model.evaluate(toyExamples(100, 2));
  expect(accuracy).toBeGreaterThan(0.9);
  await model.save(folder);
  const loaded = await SentimentClassifier.load(folder);
  expect(await loaded.predict(texts)).toEqual(await model.predict(texts));
  loaded.dispose();
  model.dispose();
});

it('a program that has not registered it cannot load it, and is told how', async () => {
  await jest.isolateModulesAsync(async () => {
    const { load } = await import('../../src/node');
    const error = await load(folder).catch((error: unknown) => error as SequenceError);
    expect(error).toMatchObject({ name: 'BundleError' });
    expect((error as Error).message).toContain('cell is "minimal-gated-unit"');
    expect((error as Error).message).toContain('registerCell');
  });
});

it('runs in the encoder and the decoder of a translator', async () => {
  const random = Random.fromSeed(1);
  const sizes = { train: 40, validation: 5, test: 5 };
  const { train, test } = copySplits(random, { letters: 4, shortest: 3, longest: 4, sizes });
  const model = new Translator({
    cell: minimalGatedUnit,
    hiddenSize: 8,
    embeddingSize: 8,
    epochs: 1,
    tokenizer: 'characters',
  });
  await model.fit(train);
  const [first] = await model.predict([test[0].source], { beam: 2 });
  expect(typeof first.translation).toBe('string');
  model.dispose();
});

it('a name that nothing is registered under is refused', () => {
  // @ts-expect-error there is no such cell
  const make = () => new SentimentClassifier({ cell: 'lstn' });
  expect(make).toThrow(/cell is "lstn"\. Expected lstm, gru or simple-rnn, or a cell of your own \(registerCell\)/);
});
