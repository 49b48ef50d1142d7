/** Training in a Worker: the page stays free, and everything works as in the page. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import type * as Client from '../../src/page/worker/client';
import type * as Script from '../../src/script-tag';
import { PackedProject } from '../support/packed';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;
declare const tfjsSequenceWorker: typeof Client;
/** Durations of the long tasks of the page since its start, in ms; the browser reports those from 50. */
declare const longTasks: number[];

const observer = `<script>
  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' });
</script>`;
const clientTag = '<script src="/dist/tfjs-sequence.worker.js"></script>';
const config = { hiddenSize: 64, embeddingSize: 64, bidirectional: true, epochs: 2, minimumCount: 1, batchSize: 64 };

describeInBrowser('training in a Worker', () => {
  const browser = useBrowser();
  const longest = (page: Page) => page.evaluate(() => Math.max(0, ...longTasks));

  async function trainInPage(): Promise<number> {
    const page = await browser.open(
      await browser.serve({ html: `${observer}<script src="/dist/tfjs-sequence.browser.js"></script>` }),
    );
    await page.evaluate(async (config) => {
      const { splits } = await tfjsSequence.openLabeledText('sentiment-sample');
      const model = new tfjsSequence.SentimentClassifier(config);
      await model.fit(splits.train, { validation: splits.validation });
    }, config);
    return longest(page);
  }

  async function trainInWorker(): Promise<number> {
    const page = await browser.open(await browser.serve({ html: observer + clientTag }));
    await page.evaluate(async (config) => {
      const positive = ['a quiet triumph', 'wonderful and warm', 'a fine film', 'not dull at all'];
      const negative = ['a tedious mess', 'dull and dreary', 'not a fine film', 'never warm'];
      const of = (texts: string[], label: string) => texts.map((text) => ({ text, label }));
      const few = [...of(positive, 'positive'), ...of(negative, 'negative')];
      const examples = Array.from({ length: 1024 }, (_, i) => few[i % few.length]);
      const worker = tfjsSequenceWorker.connectWorker(new Worker('/dist/tfjs-sequence.browser.js'));
      const model = await worker.create('sentiment', config);
      const types: string[] = [];
      await model.fit(examples, { validation: few, onEvent: ({ type }) => types.push(type) });
      if (types.at(-1) !== 'end') throw new Error(`no end among the events: ${types.join()}`);
      await model.evaluate(few);
      await model.predict(positive);
    }, config);
    return longest(page);
  }

  // A machine that does something else may hold the page up, so the best of three counts.
  it('the longest task of the page is under 50 ms, and above it where the page trains itself', async () => {
    const before = await trainInPage();
    let after = await trainInWorker();
    for (let again = 0; again < 2 && after >= 50; again++) after = await trainInWorker();
    process.stdout.write(
      `longest task of the page: ${before} ms training itself, ${after || 'none of 50'} ms by a Worker\n`,
    );
    expect(before).toBeGreaterThan(50);
    expect(after).toBeLessThan(50);
  });

  it('a Worker that a bundler has made: saved from it, loaded again by an address relative to the page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tfseq-worker-page-'));
    const project = new PackedProject();
    const bundle = (name: string, contents: string) =>
      build({
        stdin: { contents, resolveDir: project.folder },
        outfile: join(folder, name),
        ...({ bundle: true, minify: true, format: 'esm', platform: 'browser' } as const),
      });
    await bundle('worker.js', `import { serveWorker } from 'tfjs-sequence/browser'; serveWorker();`);
    await bundle(
      'page.js',
      `import { BundleError, connectWorker } from 'tfjs-sequence/worker';
      const worker = connectWorker(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
      globalThis.tryOut = async () => {
        const model = await worker.load('lib/bundle/');
        const predictions = await model.predict(['red', 'blue']);
        await model.save('indexeddb://kept');
        const again = await worker.load('indexeddb://kept', undefined, 'sentiment');
        const error = await worker.load('lib/nowhere').catch((error) => error);
        return { predictions, again: await again.predict(['red', 'blue']), typed: error instanceof BundleError, text: String(error) };
      };`,
    );
    cpSync(join(__dirname, '../fixtures/bundles/sentiment'), join(folder, 'bundle'), { recursive: true });
    const headers = {
      'content-security-policy':
        "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
    };
    const page = await browser.open(
      await browser.serve({
        folders: { lib: folder },
        html: '<script type="module" src="/lib/page.js"></script>',
        headers,
      }),
    );
    const found = await page.evaluate('tryOut()');
    const { predictions, again, typed, text } = found as Record<string, unknown>;
    expect(predictions).toHaveLength(2);
    expect(again).toEqual(predictions);
    expect(typed).toBe(true);
    expect(text).toMatch(/^BundleError: http:.*\/lib\/nowhere/);
    expect(browser.takeComplaints().filter((one) => !/404/.test(one))).toEqual([]);
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a script that is not there: an error that says so', async () => {
    const page = await browser.open(await browser.serve({ html: clientTag }));
    const error = await page.evaluate(() =>
      tfjsSequenceWorker.connectWorker(new Worker('/nowhere.js')).create('sentiment').catch(String),
    );
    expect(error).toMatch(/^BackendError: worker: the Worker failed: its script cannot be loaded/);
    browser.takeComplaints();
  });
});
