/** The code of model cards runs, for every kind of input, and `load` tells TypeScript which task it has. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import * as api from '../../src/node';
import { savedBundles } from './contract/saved-bundles';
import { table } from './contract/table';
import { toyExamples } from './support';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-cards-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => api.useBackend('cpu'));

const cardOf = (place: string) => readFileSync(join(place, 'MODEL_CARD.md'), 'utf8');

test.each(table.map(({ name }) => name))('the code of the card of %s predicts', async (name) => {
  const place = join(folder, name);
  const model = await api.load(join(savedBundles, name));
  await model.save(place);
  model.dispose();
  const [, code] = /```ts\n(import [\s\S]*?)\n```/.exec(cardOf(place)) ?? [];
  expect(code).toContain('path/of/this/directory');
  const source = transpile(code.replace('path/of/this/directory', place), {
    module: ModuleKind.CommonJS,
    target: ScriptTarget.ES2022,
  });
  const printed: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code that users copy
  const run = new Function('require', 'exports', 'console', `return (async () => {${source}\n})()`) as (
    ...given: unknown[]
  ) => Promise<void>;
  const required: string[] = [];
  await run(
    (path: string) => {
      required.push(path);
      return api;
    },
    {},
    { log: (value: unknown) => printed.push(value) },
  );
  expect(required).toEqual(['tfjs-sequence/node']);
  expect(printed).toEqual([expect.any(Object)]);
});

test.each([
  '/home/me/secret project/reviews.csv, train',
  'C:\\Users\\me\\reviews.csv, train',
  'file:///home/me/reviews.csv',
])('the card names no folder of this machine: %s', async (name) => {
  const model = new api.SentimentClassifier({ hiddenSize: 3, embeddingSize: 3, epochs: 1, minimumCount: 1 });
  await model.fit(toyExamples(12, 1), { name: name.replace(' project', '') });
  await model.evaluate(toyExamples(12, 2), { name: name.replace(' project', '') });
  await model.save(join(folder, 'named'), { overwrite: true });
  model.dispose();
  const card = cardOf(join(folder, 'named')).replaceAll('\\', '');
  expect(card).toContain('reviews.csv');
  expect(card).not.toMatch(/home|Users/);
});

test('a loaded model says that it has no baselines, unless it gets examples for them', async () => {
  const model = await api.SentimentClassifier.load(join(savedBundles, 'sentiment'));
  const examples = toyExamples(12, 1);
  expect((await model.evaluate(examples)).baselines).toEqual({});
  expect(model.drainWarnings()).toContainEqual(expect.stringContaining('pass the training examples (baselinesFrom)'));
  const { baselines } = await model.evaluate(examples, { baselinesFrom: examples });
  expect(Object.keys(baselines)).toContain('majority');
  expect(model.drainWarnings().join()).not.toContain('baselinesFrom');
  model.dispose();
});

/** Only compiled: its errors are those of the type check. */
export async function typesOfLoaded(): Promise<string | number> {
  const model = await api.load('runs/mine');
  await model.predict('every task of texts takes one');
  switch (model.taskName) {
    case 'sentiment':
      // @ts-expect-error -- a classifier of texts takes no frames
      await model.predict({ frames: new Float32Array(3), size: 3 });
      return (await model.predict('red')).label;
    case 'classification':
      await model.predict({ frames: [[1, 2]] });
      return (await model.predict('red')).label;
    case 'tagging':
      await model.predict({ frames: new Float32Array(3), size: 3 });
      return model.stream().state === undefined ? 0 : 1;
    case 'translation':
      // @ts-expect-error -- a translation has no label
      void (await model.predict('rot')).label;
      return (await model.predict('rot')).translation;
    case 'language-model':
      return (await model.score('rot')).nats;
    case 'forecasting':
      return (await model.predict({ values: [1, 2, 3] })).columns.value.values[0];
    case 'polyphony':
      return (await model.predict({ notes: [[60], [62]] })).nats;
  }
}
