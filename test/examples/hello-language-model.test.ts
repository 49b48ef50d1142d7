import { main, stepsOf, train } from '../../examples/hello-language-model';
import { type Matrix, matrix, network, oneHot, simpleRnn, useBackend } from '../../src/node';
import { predictorOf } from '../tasks/language-model/support';

beforeAll(() => useBackend('wasm'));

it('every step has the distribution of the recurrence core, with the weights of the model', async () => {
  const model = await train();
  const { network: trained, preprocessor } = predictorOf(model);
  const values = new Map(
    trained.parameters().map(({ name, variable }): [string, Matrix] => {
      const [rows, columns] = variable.rank === 1 ? [1, variable.shape[0]] : (variable.shape as [number, number]);
      return [name, matrix(rows, columns, Float64Array.from(variable.dataSync()))];
    }),
  );
  const core = network({
    layers: [{ cell: simpleRnn({ hiddenSize: 8 }) }],
    outputSize: preprocessor.size,
    activation: 'softmax',
    lossAt: 'every-step',
  });
  const names = {
    '0.forward.kernel': 'kernel',
    '0.forward.recurrentKernel': 'recurrent_kernel',
    '0.forward.bias': 'bias',
  };
  const weights = {
    ...Object.fromEntries(Object.entries(names).map(([core, own]) => [core, values.get(`simple_rnn_1/${own}`)!])),
    'output.kernel': values.get('logits/kernel')!,
    'output.bias': values.get('logits/bias')!,
  };
  const { ids } = preprocessor.encodeInput('hello', 'text');
  const table = values.get('embedding/embeddings')!;
  const vectors = [...ids.subarray(0, 5)].map((id) => matrix(1, 4, table.values.slice(4 * id, 4 * id + 4)));
  const targets = [...ids.subarray(1)].map((id) => oneHot([id], preprocessor.size));
  const { ys, loss } = core.forward({ xs: vectors, weights }, targets);
  stepsOf(model).forEach(({ next }, t) => {
    for (const [letter, probability] of Object.entries(next)) {
      expect(probability).toBeCloseTo(ys[t].values[preprocessor.vocabulary.idOf(letter)], 5);
    }
    expect(next['hello'[t]]).toBeGreaterThan(0.9);
  });
  expect((await model.score('hello')).nats).toBeCloseTo(loss, 5);
  model.dispose();
});

it('as a script it prints every step, and ends with hello', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await main();
  const lines = log.mock.calls.map(([line]) => String(line));
  log.mockRestore();
  expect(lines).toHaveLength(6);
  expect(lines[2]).toMatch(/^he {3} → h 0\.\d{3} {2}e 0\.\d{3} {2}l [01]\.\d{3} {2}o 0\.\d{3}$/);
  expect(lines.at(-1)).toBe('Generated from nothing: hello');
});
