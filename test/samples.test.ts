/** The models that come with the package: small, loadable by name, and right on what they are for. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, type SentimentClassifier, type Tagger, type Translator, type WordsPrediction } from '../src/node';
import { directoryOrSample, sampleModels } from '../src/platform/node-samples';

const folder = (name: string) => join(__dirname, '../samples', name);

test('they are those of the folder, each under 2 MB, and say what they were trained on', () => {
  const names = readdirSync(folder(''), { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(names.map(({ name }) => name).sort()).toEqual([...sampleModels].sort());
  for (const name of sampleModels) {
    const files = readdirSync(folder(name));
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder(name), file)).size, 0);
    expect({ name, isSmall: bytes <= 2e6 }).toEqual({ name, isSmall: true });
    expect(readFileSync(join(folder(name), 'MODEL_CARD.md'), 'utf8')).toMatch(
      /licence of the data: (Apache-2.0|CC BY-SA)/,
    );
  }
});

test('sentiment-sample reads opinions in which the order of the words counts', async () => {
  const model = (await load('sentiment-sample')) as SentimentClassifier;
  const texts = ['a quiet triumph', 'a tedious mess', 'not a dull film', 'never a boring moment'];
  const labels = (await model.predict(texts)).map(({ label }) => label);
  expect(labels).toEqual(['positive', 'negative', 'positive', 'positive']);
  model.dispose();
});

test('dates-sample writes dates as ISO 8601 does', async () => {
  const model = (await load('dates-sample')) as Translator;
  const predictions = await model.predict(['3 May 1999', '12/31/2027']);
  expect(predictions.map(({ translation }) => translation)).toEqual(['1999-05-03', '2027-12-31']);
  model.dispose();
});

test('tags-sample knows the parts of speech of a sentence', async () => {
  const model = (await load('tags-sample')) as Tagger;
  const { words } = (await model.predict('The old dog slept under a tree .')) as WordsPrediction;
  expect(words.map(({ tag }) => tag)).toEqual(['DET', 'ADJ', 'NOUN', 'VERB', 'ADP', 'DET', 'NOUN', 'PUNCT']);
  model.dispose();
});

test('a directory of that name counts more', async () => {
  const before = process.cwd();
  process.chdir(mkdtempSync(join(tmpdir(), 'tfseq-samples-')));
  try {
    expect(await directoryOrSample('dates-sample').has('bundle.json')).toBe(true);
    mkdirSync('dates-sample');
    expect(await directoryOrSample('dates-sample').has('bundle.json')).toBe(false);
    await directoryOrSample('sentiment-sample').commit(new Map([['a.txt', Uint8Array.of(1)]]));
    expect(readdirSync('sentiment-sample')).toEqual(['a.txt']);
  } finally {
    process.chdir(before);
  }
});
