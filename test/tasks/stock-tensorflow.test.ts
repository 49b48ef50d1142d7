/** A saved bundle in TensorFlow.js without us: from raw text to the same probabilities, or to the name of what is missing. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openLabeledText, SentimentClassifier, type SentimentOptions } from '../../src/node';
import { SequenceEncoder } from '../../src/text/sequence-encoder';

interface Answer {
  probabilities?: number[][];
  error?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'tfseq-stock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const texts = ['a quiet triumph', 'the cast is wonderful, but the script is dreary', 'dull'];
const built = resolve(__dirname, '../../dist/index.js');

/** Saves a bundle; gives its folder, what it answers to the texts, and their ids padded to one length. */
async function saved(name: string, options: SentimentOptions) {
  const { splits } = await openLabeledText('sentiment-sample');
  const model = new SentimentClassifier({
    hiddenSize: 6,
    embeddingSize: 8,
    epochs: 1,
    minimumCount: 1,
    ngrams: 'none',
    ...options,
  });
  await model.fit(splits.train.slice(0, 96));
  const place = join(folder, name);
  await model.save(place);
  const expected = (await model.predict(texts)).map(({ probabilities }) => Object.values(probabilities));
  model.dispose();

  const { encoder } = JSON.parse(readFileSync(join(place, 'bundle.json'), 'utf8')) as { encoder: { encoder: object } };
  const vocabulary = SequenceEncoder.fromJSON(encoder.encoder);
  const rows = texts.map((text) => Array.from(vocabulary.encode(text).ids));
  const longest = Math.max(...rows.map((row) => row.length));
  const ids = rows.map((row) => [...row, ...Array.from({ length: longest + 2 - row.length }, () => 0)]); // [B,T]
  return { place, expected, ids };
}

function openWithStock(place: string, ids: number[][], ...modules: string[]): Answer {
  const script = join(__dirname, 'open-bundle-with-stock.cjs');
  const output = execFileSync(process.execPath, [script, place, JSON.stringify(ids), ...modules], { encoding: 'utf8' });
  return JSON.parse(output) as Answer;
}

function expectClose({ probabilities, error }: Answer, expected: number[][]): void {
  expect(error).toBeUndefined();
  const gaps = expected.flatMap((row, i) => row.map((p, k) => Math.abs(p - (probabilities?.[i][k] ?? NaN))));
  expect(Math.max(...gaps)).toBeLessThan(1e-5);
}

it.each(['lstm', 'gru', 'simple-rnn'] as const)('%s with the last state opens without us', async (cell) => {
  const { place, expected, ids } = await saved(cell, { cell, pooling: 'last', layers: 2 });
  expectClose(openWithStock(place, ids), expected);
});

it.each([
  ['mean', 'MaskedMeanPooling'],
  ['mean+max', 'MaskedM'],
  ['attention', 'AttentionPooling'],
] as const)('pooling %s: the error names the layer, and registerLayers brings it', async (pooling, layer) => {
  const { place, expected, ids } = await saved(pooling, { pooling });
  const { error } = openWithStock(place, ids);
  expect(error).toContain(`Unknown layer: ${layer}`);
  if (!existsSync(built)) throw new Error('dist/ is missing: npm run build');
  expectClose(openWithStock(place, ids, built), expected);
});
