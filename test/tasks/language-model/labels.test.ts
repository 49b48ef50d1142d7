/** Label → text: the label alone is read, the text is generated. */
import { ConfigError, DataError, LanguageModel, Random, useBackend } from '../../../src/node';
import { options } from './support';

const endings: Record<string, string> = { Italian: 'ini', Russian: 'ov', Greek: 'as' };
const names = (count: number, seed: number) => {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, () => {
    const label = random.choice(Object.keys(endings));
    const stem = Array.from({ length: 1 + random.integer(2) }, () => random.choice(['ba', 'ki', 'lo'])).join('');
    return { text: stem + endings[label], label };
  });
};

let model: LanguageModel;
beforeAll(async () => {
  await useBackend('wasm');
  model = new LanguageModel({ ...options, batchSize: 16, epochs: 12 });
  await model.fit(names(300, 1));
});
afterAll(() => model?.dispose());

it('generates texts that end as those of the label do', async () => {
  for (const [label, ending] of Object.entries(endings)) {
    const texts = await Promise.all(
      [1, 2, 3, 4, 5].map((seed) => model.generateText('', { label, seed, temperature: 0.6 })),
    );
    expect(texts.every(({ ended }) => ended === 'end')).toBe(true);
    expect(texts.filter(({ text }) => text.endsWith(ending)).length).toBeGreaterThanOrEqual(4);
  }
  expect((await model.generateText('ki', { label: 'Greek', temperature: 0 })).text).toMatch(/as$/);
  expect((await model.generateText('', { label: 'Greek', beam: 3 })).text).toMatch(/as$/);
});

it('a stream begins with its label again after each text', () => {
  const stream = model.stream({ label: 'Russian', seed: 3, temperature: 0.6 });
  let text = '';
  for (let ends = 0; ends < 5;) {
    const next = stream.next();
    text += next.text + (next.ended ? ' ' : '');
    if (next.ended) ends++;
  }
  expect(
    text
      .trim()
      .split(' ')
      .filter((name) => name.endsWith('ov')).length,
  ).toBeGreaterThanOrEqual(4);
  stream.dispose();
});

it('a text is more probable after its own label', async () => {
  const [own, other] = await model.score([
    { text: 'bakini', label: 'Italian' },
    { text: 'bakini', label: 'Russian' },
  ]);
  expect(own.logProbability).toBeGreaterThan(other.logProbability + 1);
  const { nats, baselines } = await model.evaluate(names(50, 2));
  expect(nats).toBeLessThan(baselines.unigram.nats);
});

it('refuses a missing or an unknown label, a label where there are none, and texts of the other kind', async () => {
  await expect(model.generateText('')).rejects.toThrow(ConfigError);
  await expect(model.generateText('')).rejects.toThrow(/there is no label.*Italian.*label: '/);
  await expect(model.generateText('', { label: 'Greec' })).rejects.toThrow(DataError);
  await expect(model.generateText('', { label: 'Greec' })).rejects.toThrow(/Did you mean Greek/);
  await expect(model.predict('bakini')).rejects.toThrow(/a text with its label/);
  const alone = new LanguageModel({ ...options, epochs: 1 });
  await alone.fit([{ text: 'to be or not to be, that is the question' }]);
  await expect(alone.generateText('', { label: 'Greek' })).rejects.toThrow(/the model knows no labels/);
  await expect(alone.predict({ text: 'a', label: 'b' })).rejects.toThrow(DataError);
  alone.dispose();
  await expect(new LanguageModel({ input: 'text' }).fit(names(20, 1))).rejects.toThrow(
    /input is text, and .* labelled-text/,
  );
});
