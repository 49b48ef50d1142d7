import { LanguageModel, useBackend } from '../../../src/node';

beforeAll(() => useBackend('wasm'));

it('texts of very different lengths are scored together as alone', async () => {
  const long = 'the cat and the dog. '.repeat(110); // more than is read in one part
  const model = new LanguageModel({ layers: 1, hiddenSize: 4, embeddingSize: 4, epochs: 1, batchSize: 2, seed: 1 });
  await model.fit([{ text: long }]);
  const together = await model.score(['a cat', long]);
  for (const [i, text] of ['a cat', long].entries()) {
    const alone = await model.score(text);
    expect(together[i].tokens).toBe(alone.tokens);
    expect(together[i].nats).toBeCloseTo(alone.nats, 5);
  }
  model.dispose();
});
