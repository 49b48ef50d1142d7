/** Child process: our library in a page of headless Chromium, for what people run there: characters of a language model. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type * as Script from '../../src/script-tag';
import type { GenerationWork } from '../works';
import { type Prepare, serve } from './child-loop';
import { CHARACTERS, optionsOf, textOf } from './layers/generation';

declare const tfjsSequence: typeof Script;

const dist = join(__dirname, '../../dist');
const script = join(dist, 'tfjs-sequence.browser.js');
const site = 'http://bench.test/';

let opened: Promise<Page> | undefined;

/** No server: every request of the page is answered from `dist`. */
async function open(executablePath: string): Promise<Page> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  process.stdin.on('end', () => void browser.close());
  const page = await browser.newPage();
  await page.addInitScript('globalThis.__name = (named) => named'); // which tsx calls in functions that go to the page
  const html = `<!doctype html><title>bench</title><script src="${basename(script)}"></script>`;
  await page.route('**/*', (route) => {
    const file = join(dist, basename(new URL(route.request().url()).pathname));
    if (route.request().url() === site) return route.fulfill({ contentType: 'text/html', body: html });
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
  });
  await page.goto(site);
  return page;
}

/** @returns what computes. */
const train = (page: Page, work: GenerationWork) =>
  page.evaluate(
    async ({ options, text, method, count }) => {
      const { details } = await tfjsSequence.useBackend('wasm');
      const model = new tfjsSequence.LanguageModel(options);
      await model.fit([{ text }]);
      const stream = model.stream();
      const round = async () => {
        if (method === 'generate') return void (await model.generateText('', { length: count }));
        for (let i = 0; i < count; i++) stream.next();
      };
      Object.assign(globalThis, { round });
      return details;
    },
    { options: optionsOf(work), text: textOf(work), method: work.method, count: CHARACTERS },
  );

/** Milliseconds of ten rounds, timed in the page. */
const tenRounds = (page: Page) =>
  page.evaluate(async () => {
    const { round } = globalThis as unknown as { round: () => Promise<void> };
    const start = performance.now();
    for (let i = 0; i < 10; i++) await round();
    return performance.now() - start;
  });

const prepare: Prepare = async (work) => {
  if (work.kind !== 'generation') return { skip: 'measured for generation alone' };
  const path = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((one) => one !== undefined && existsSync(one));
  if (path === undefined) return { skip: 'no Chromium: CHROMIUM_PATH can name one' };
  if (!existsSync(script)) return { skip: `${basename(script)} is missing: npm run build` };
  const page = await (opened ??= open(path));
  const details = await train(page, work);
  const version = page.context().browser()?.version() ?? '';
  return {
    round: async () => ({ ms: (await tenRounds(page)) / (10 * CHARACTERS) }),
    note: `Chromium ${version}, ${details}`,
  };
};

void serve(prepare);
