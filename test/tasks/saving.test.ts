import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type AnyTaskModel, BundleError, ConfigError, load, SentimentClassifier, useBackend } from '../../src/node';
import { savedBundles } from './contract/saved-bundles';
import { toyExamples } from './support';

const train = toyExamples(24, 1);
const options = { hiddenSize: 3, embeddingSize: 3, epochs: 1, minimumCount: 1 };
const folder = mkdtempSync(join(tmpdir(), 'tfseq-saving-'));
const place = (name: string) => join(folder, name);
const trained = async (more: object = {}) => {
  const model = new SentimentClassifier(options);
  await model.fit(train, more);
  return model;
};

/** Options of a fit that ends after its first step, with a checkpoint. */
function stoppedRun(checkpoints: string) {
  const abort = new AbortController();
  return {
    checkpoints,
    signal: abort.signal,
    onEvent: ({ type }: { type: string }) => type === 'step' && abort.abort(),
  };
}

beforeAll(() => useBackend('cpu'));
afterAll(() => rmSync(folder, { recursive: true }));

test("another model's bundle is replaced with overwrite only, one's own always", async () => {
  const [first, second] = [await trained(), await trained()];
  await first.save(place('mine'));
  await first.save(place('mine'));
  await first.save(relative('.', place('mine'))); // the same place, written otherwise
  await expect(second.save(place('mine'))).rejects.toThrow(BundleError);
  await expect(second.save(place('mine'))).rejects.toThrow('another model is saved there');
  await expect(second.save(place('mine'))).rejects.toThrow('Pass { overwrite: true }');
  const loaded = await load(place('mine'));
  await loaded.save(place('mine'));
  await second.save(place('mine'), { overwrite: true });
  [first, second, loaded].forEach((model) => model.dispose());
});

test('a folder with other files is refused, with overwrite too, and left as it is', async () => {
  mkdirSync(place('notes'));
  for (const name of ['README.md', 'MODEL_CARD.md', 'a.txt', 'b.txt']) writeFileSync(join(place('notes'), name), name);
  const model = await trained();
  for (const overwrite of [false, true]) {
    const saved = model.save(place('notes'), { overwrite });
    await expect(saved).rejects.toThrow(
      'no bundle, but there are other files: "MODEL_CARD.md", "README.md", "a.txt", 1 more',
    );
  }
  expect(readFileSync(join(place('notes'), 'MODEL_CARD.md'), 'utf8')).toBe('MODEL_CARD.md');
  expect(existsSync(join(place('notes'), 'bundle.json'))).toBe(false);
  model.dispose();
});

test('where the run was resumed the model may be saved; files that came meanwhile stay', async () => {
  await (await trained({ checkpoints: place('run') })).save(place('elsewhere'));
  (await trained(stoppedRun(place('run')))).dispose();
  writeFileSync(join(place('run'), 'notes.txt'), 'mine');
  const model = await trained({ checkpoints: place('run'), resume: true });
  await model.save(place('run'));
  expect(readFileSync(join(place('run'), 'notes.txt'), 'utf8')).toBe('mine');
  expect(existsSync(join(place('run'), 'checkpoint'))).toBe(false);
  model.dispose();
});

test('an unfinished run is begun anew with overwrite', async () => {
  (await trained(stoppedRun(place('begun')))).dispose();
  await expect(trained({ checkpoints: place('begun') })).rejects.toThrow('the checkpoint of a run that has not ended');
  const model = await trained({ checkpoints: place('begun'), overwrite: true });
  await model.save(place('begun'));
  model.dispose();
});

test('of an older bundle the card that nobody has changed goes, any other README.md stays', async () => {
  for (const isEdited of [false, true]) {
    const old = place(`old-${isEdited}`);
    mkdirSync(old);
    for (const name of ['bundle.json', 'model.json', 'weights.bin', 'README.md'])
      writeFileSync(join(old, name), readFileSync(join(savedBundles, 'sentiment', name)));
    if (isEdited) writeFileSync(join(old, 'README.md'), 'About my project.');
    const model = await load(old);
    await model.save(old);
    expect(existsSync(join(old, 'README.md'))).toBe(isEdited);
    expect(existsSync(join(old, 'MODEL_CARD.md'))).toBe(true);
    model.dispose();
  }
});

test('no location, and what is none, are typed errors', async () => {
  const model = await trained();
  const save = (location?: unknown) => model.save(location as string);
  await expect(save()).rejects.toThrow(ConfigError);
  await expect(save()).rejects.toThrow('SentimentClassifier.save: no location is given');
  await expect(save('')).rejects.toThrow('location is ""');
  await expect(save({ overwrite: true })).rejects.toThrow('location is {"overwrite":true}');
  await expect(SentimentClassifier.load(undefined as never)).rejects.toThrow('SentimentClassifier.load: no location');
  await expect(load(undefined as never)).rejects.toThrow('load: no location is given');
  model.dispose();
});

test('a model that was disposed of says so', async () => {
  const model = await trained();
  await model.save(place('kept'));
  model.dispose();
  for (const verb of [
    () => model.predict('red'),
    () => model.evaluate(train),
    () => model.save(place('never')),
    () => model.fit(train),
    () => Promise.resolve().then(() => model.describe()),
  ]) {
    await expect(verb()).rejects.toThrow(ConfigError);
    await expect(verb()).rejects.toThrow('the model was disposed of: its weights are freed');
  }
  await model.restore(place('kept'));
  expect((await model.predict('red')).label).toBe('red');
  model.dispose();
});

test('a model that is trained further, stopped and resumed, ends as if it had not been stopped', async () => {
  const model = await trained();
  await model.save(place('base'));
  model.dispose();
  const further = async (more: object) => {
    const loaded: AnyTaskModel = await load(place('base'), { settings: { epochs: 2, batchSize: 8 } });
    await loaded.fit(train, more);
    const prediction = await loaded.predict('red then blue');
    loaded.dispose();
    return prediction;
  };
  const whole = await further({});
  await further(stoppedRun(place('further')));
  expect(await further({ checkpoints: place('further'), resume: true })).toEqual(whole);
});
