/** The threads of the WebAssembly kernels in pages: isolated or not, allowed or not; and whole pages that lack something. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import type * as Script from '../../src/script-tag';
import * as inNode from '../support/page-threads';
import { describeInBrowser, scriptTag, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;
declare const threads: typeof inNode;

const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const policy = (directives: string) => ({ 'content-security-policy': directives });

describeInBrowser('threads in a page', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-threads-'));
  const html = '<script src="/lib/threads.js"></script>';

  beforeAll(() => {
    const entryPoints = [join(__dirname, '../support/page-threads.ts')];
    const outfile = join(folder, 'threads.js');
    buildSync({ entryPoints, outfile, bundle: true, minify: true, format: 'iife', globalName: 'threads' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function open(headers: Record<string, string>): Promise<Page> {
    return browser.open(await browser.serve({ folders: { lib: folder }, html, headers }));
  }

  it('not isolated: one thread, with the headers that would change it', async () => {
    const page = await open({});
    const { report, parts, digest } = await page.evaluate(() => threads.work({ threads: 3, relaxedSimd: false }));
    expect(report).toEqual({
      threads: 1,
      variant: 'simd',
      memory: 'plain',
      reasons: [expect.stringMatching(/not isolated.*Cross-Origin-Opener-Policy/)],
    });
    expect(parts).toEqual([1]);
    expect(digest).toBe((await inNode.work({ threads: 1, relaxedSimd: false })).digest);
  });

  it('isolated: as many as wanted, and the same bytes as in Node', async () => {
    const page = await open(isolated);
    const { report, parts, digest } = await page.evaluate(() => threads.work({ threads: 3, relaxedSimd: false }));
    expect(report).toEqual({ threads: 3, variant: 'simd', memory: 'shared', reasons: [] });
    expect(parts).toEqual([3, 6, 9]);
    expect(digest).toBe((await inNode.work({ threads: 3, relaxedSimd: false })).digest);
  });

  it('isolated: the same bytes while the workers are booting', async () => {
    const page = await open(isolated);
    const [early, late] = await page.evaluate(async () => {
      const options = { threads: 2 };
      return [await threads.work(options, { waits: false }), await threads.work(options)];
    });
    expect(late.report).toMatchObject({ threads: 2, reasons: [] });
    expect(early.digest).toBe(late.digest);
  });

  it('a pass that traps is an error, and the next one works', async () => {
    const page = await open(isolated);
    const { error, parts } = await page.evaluate(() => threads.trapped());
    expect(error).toMatch(/^BackendError: .*a pass failed: thread [12]: .*out of bounds/);
    expect(parts).toEqual([3, 6, 9]);
  });

  it('a thread that does not answer is an error after the time limit, and is replaced', async () => {
    const page = await open(isolated);
    const { error, parts, report } = await page.evaluate(() => threads.deaf());
    expect(error).toMatch(/^BackendError: .*did not finish within 0.1 s/);
    expect(parts).toEqual([2, 4]);
    expect(report).toMatchObject({ threads: 2, reasons: [] });
  });

  it('a page that may start no workers: one thread, with the reason', async () => {
    const page = await open({ ...isolated, ...policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'") });
    const { report, parts } = await page.evaluate(() => threads.work({ threads: 2 }));
    expect(report).toMatchObject({ threads: 1, reasons: [expect.stringMatching(/refused.*worker-src/)] });
    expect(parts).toEqual([2, 4]);
    expect(browser.takeComplaints().join()).toMatch(/worker-src/); // the browser's own words on the console
  });

  it('a page without wasm-unsafe-eval: an error that names it', async () => {
    const page = await open(policy("script-src 'self'"));
    const error = await page.evaluate(() => threads.work({}).catch(String));
    expect(error).toMatch(/^BackendError: .*refuses the module.*'wasm-unsafe-eval' in script-src/);
  });
});

describeInBrowser('the library in a page', () => {
  const browser = useBrowser();

  it('isolated: useBackend starts the threads', async () => {
    const page = await browser.open(await browser.serve({ headers: isolated }));
    const { backend, kernels, cores } = await page.evaluate(async () => ({
      backend: await tfjsSequence.useBackend(),
      kernels: tfjsSequence.describeRuntime(),
      cores: navigator.hardwareConcurrency,
    }));
    expect(kernels).toMatchObject({ threads: Math.min(cores, 8), variant: 'relaxed-simd', reasons: [] });
    expect(backend).not.toHaveProperty('reason');
  });

  it('not isolated: wasm, and the reason why it has one thread', async () => {
    const page = await browser.open(await browser.serve());
    const { name, reason } = await page.evaluate(() => tfjsSequence.useBackend());
    expect(name).toBe('wasm');
    expect(reason).toMatch(/^the page is not isolated from other origins/);
  });

  it('not isolated, a task alone: the reason on the console, once', async () => {
    const page = await browser.open(await browser.serve());
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    await page.evaluate(async () => {
      const { splits } = await tfjsSequence.openLabeledText('sentiment-sample');
      for (let i = 0; i < 2; i++) {
        const model = new tfjsSequence.SentimentClassifier({ hiddenSize: 4, epochs: 1 });
        await model.fit(splits.train.slice(0, 8));
        model.dispose();
      }
    });
    expect(told).toEqual([expect.stringMatching(/slower than it could be: the page is not isolated.*one thread/)]);
  });

  it('without wasm-unsafe-eval: cpu and its own slower kernels, with both reasons; it trains', async () => {
    const headers = policy("script-src 'self'");
    const page = await browser.open(await browser.serve({ headers, html: scriptTag }));
    const { name, reason, loss } = await page.evaluate(async () => {
      const { name, reason } = await tfjsSequence.useBackend();
      const { splits } = await tfjsSequence.openLabeledText('sentiment-sample');
      const model = new tfjsSequence.SentimentClassifier({ hiddenSize: 4, epochs: 1 });
      const { history } = await model.fit(splits.train.slice(0, 32));
      return { name, reason, loss: history[0].train.loss };
    });
    expect(name).toBe('cpu');
    expect(reason).toMatch(/backend 'wasm': does not start.*; the engine refuses the module/s);
    expect(loss).toBeGreaterThan(0);
    expect(browser.takeComplaints().filter((text) => !/WebAssembly|falling back/.test(text))).toEqual([]); // of tfjs
  });

  it('under a strict Content-Security-Policy with wasm-unsafe-eval: wasm, and nothing is fetched but our script', async () => {
    const headers = policy("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
    const page = await browser.open(await browser.serve({ headers, html: scriptTag }));
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const { name, loss } = await page.evaluate(async () => {
      const { name } = await tfjsSequence.useBackend('wasm');
      const { splits } = await tfjsSequence.openLabeledText('sentiment-sample');
      const model = new tfjsSequence.SentimentClassifier({ hiddenSize: 4, epochs: 1 });
      const { history } = await model.fit(splits.train.slice(0, 32));
      return { name, loss: history[0].train.loss };
    });
    expect(name).toBe('wasm');
    expect(loss).toBeGreaterThan(0);
    expect(requests).toEqual([]);
  });

  it('isolated under a strict Content-Security-Policy: threads with worker-src blob:', async () => {
    const directives = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:";
    const page = await browser.open(await browser.serve({ headers: { ...isolated, ...policy(directives) } }));
    const { backend, kernels } = await page.evaluate(async () => {
      const backend = await tfjsSequence.useBackend('wasm');
      return { backend, kernels: tfjsSequence.describeRuntime() };
    });
    expect(backend).not.toHaveProperty('reason');
    expect(kernels).toMatchObject({ reasons: [] });
  });
});
