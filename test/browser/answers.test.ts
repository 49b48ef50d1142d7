/** Bundles that Node trained and saved, answering in a page: the same labels, the same probabilities. */
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { type SentimentPrediction, openLabeledText, SentimentClassifier, type SentimentOptions } from '../../src/node';
import type * as Script from '../../src/script-tag';
import { describeInBrowser, insecureHost, scriptFile, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;

const small = { hiddenSize: 6, embeddingSize: 8, minimumCount: 1, epochs: 1, seed: 3 };
const configs: Record<string, SentimentOptions> = {
  lstm: { ...small, cell: 'lstm', pooling: 'last' },
  gru: { ...small, cell: 'gru', pooling: 'attention', layers: 2 },
  rnn: { ...small, cell: 'simple-rnn', pooling: 'mean+max', tokenizer: 'characters' },
};
const texts = [
  'a quiet triumph',
  'not a dull film',
  'naïve, and 日本語 too 🎬',
  'the cast is wonderful, but the script is dreary',
];

describeInBrowser('answers in a page', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-browser-'));
  const expected: Record<string, SentimentPrediction[]> = {};
  let address: string;

  beforeAll(async () => {
    const { splits } = await openLabeledText('sentiment-sample');
    for (const [name, config] of Object.entries(configs)) {
      const model = new SentimentClassifier(config);
      await model.fit(splits.train.slice(0, 96));
      await model.save(join(folder, name));
      expected[name] = await model.predict(texts);
      model.dispose();
    }
    address = await browser.serve({ folders: { bundles: folder }, headers: { 'access-control-allow-origin': '*' } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function predictIn(page: Page, bundle: string, backend: 'wasm' | 'cpu') {
    return page.evaluate(
      async ({ bundle, backend, texts }) => {
        const { name } = await tfjsSequence.useBackend(backend);
        const model = await tfjsSequence.load(bundle);
        const answers = (await model.predict(texts)) as SentimentPrediction[];
        model.dispose();
        return { answers, name };
      },
      { bundle, backend, texts },
    );
  }

  function expectAlike(answers: SentimentPrediction[], bundle: string): void {
    expect(answers.map(({ label, tokens }) => ({ label, tokens }))).toEqual(
      expected[bundle].map(({ label, tokens }) => ({ label, tokens })),
    );
    const gaps = answers.flatMap(({ probabilities }, i) =>
      Object.entries(expected[bundle][i].probabilities).map(([label, p]) => Math.abs(p - probabilities[label])),
    );
    expect(gaps).toHaveLength(2 * texts.length);
    expect(Math.max(...gaps)).toBeLessThan(1e-5);
  }

  it.each(['wasm', 'cpu'] as const)('%s: as in Node', async (backend) => {
    const page = await browser.open(address);
    for (const bundle of Object.keys(configs)) {
      const { answers, name } = await predictIn(page, `bundles/${bundle}`, backend); // relative to the page
      expect(name).toBe(backend);
      expectAlike(answers, bundle);
    }
  });

  it('where the page is isolated from other origins, by the wasm binary that shares its memory with our kernels', async () => {
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    const isolated = await browser.serve({ folders: { bundles: folder }, headers });
    const page = await browser.open(isolated);
    const { answers } = await predictIn(page, 'bundles/lstm', 'wasm');
    expect(await page.evaluate(() => tfjsSequence.tf.getKernel('AdamStep', 'wasm') !== undefined)).toBe(true);
    expectAlike(answers, 'lstm');
  });

  it('from http:// without WebCrypto', async () => {
    const page = await browser.open(address.replace('127.0.0.1', insecureHost));
    expect(await page.evaluate(() => typeof crypto.subtle)).toBe('undefined');
    expectAlike((await predictIn(page, 'bundles/lstm', 'wasm')).answers, 'lstm');
  });

  it('in a page from the disk, with the script beside it', async () => {
    copyFileSync(scriptFile, join(folder, 'tfjs-sequence.browser.js'));
    writeFileSync(join(folder, 'page.html'), '<!doctype html><script src="tfjs-sequence.browser.js"></script>');
    const page = await browser.open(pathToFileURL(join(folder, 'page.html')).href);
    expectAlike((await predictIn(page, `${address}/bundles/lstm`, 'wasm')).answers, 'lstm');
  });

  it('a damaged bundle is refused in words', async () => {
    cpSync(join(folder, 'lstm'), join(folder, 'damaged'), { recursive: true });
    writeFileSync(join(folder, 'damaged/weights.bin'), 'short');
    const page = await browser.open(address);
    const refused = await page.evaluate(() =>
      tfjsSequence.load('bundles/damaged').then(
        () => 'loaded',
        (error: Error) => ({
          ours: error instanceof tfjsSequence.BundleError,
          name: error.name,
          message: error.message,
        }),
      ),
    );
    expect(refused).toMatchObject({ ours: true, name: 'BundleError' });
    expect(refused).toHaveProperty('message', expect.stringMatching(/damaged.*weights\.bin.*has 5 bytes.*expected/is));
  });
});
