/** Bundles of taggers in TensorFlow.js without us: a plain stack opens and gives the same probabilities. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tagger, type TaggerOptions, type WordsPrediction } from '../../../src/node';
import { wordTagging } from '../../../tasks/tagging/words/word-tagging';
import { parseWords } from '../../../tasks/tagging/words/settings';
import { onCpu } from '../support';
import { sentences, wordOptions } from './support';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-stock-'));
beforeAll(onCpu);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain = { characters: 'none', caseSize: 0, suffixLength: 0, output: 'softmax' } as const;
const text = 'Mr Baken Lomin lives in Sotiburg .';

async function saved(name: string, options: TaggerOptions) {
  const model = new Tagger({ ...wordOptions, ...options, epochs: 1 });
  await model.fit(sentences(30, 1));
  const place = join(folder, name);
  await model.save(place);
  const { words } = (await model.predict(text)) as WordsPrediction;
  const { encoder } = JSON.parse(readFileSync(join(place, 'bundle.json'), 'utf8')) as { encoder: object };
  const ids = Array.from(
    wordTagging().restorePreprocessor(encoder, parseWords({})).encodeInput(text, 'text').input.ids,
  );
  model.dispose();
  return { place, words, ids };
}

function openWithStock(place: string, ids: number[][]) {
  const script = join(__dirname, '../open-bundle-with-stock.cjs');
  const output = execFileSync(process.execPath, [script, place, JSON.stringify(ids)], { encoding: 'utf8' });
  return JSON.parse(output) as { probabilities?: number[][][]; error?: string };
}

it.each(['lstm', 'gru', 'simple-rnn'] as const)('words alone, %s: opens, and gives our probabilities', async (cell) => {
  const { place, words, ids } = await saved(cell, { ...plain, cell, layers: 2, dropout: 0.3 });
  const { probabilities = [], error } = openWithStock(place, [[...ids, 0, 0]]);
  expect(error).toBeUndefined();
  words.forEach(({ probability }, t) => {
    const nearest = probabilities[0][t].reduce((gap, p) => Math.min(gap, Math.abs(p - probability)), 1);
    expect(nearest).toBeLessThan(1e-5);
  });
});

it('with letters or a CRF it does not open, and our answers are not passed off as its own', async () => {
  const { place, ids } = await saved('letters', {});
  expect(openWithStock(place, [ids]).error).toEqual(expect.any(String));
});
