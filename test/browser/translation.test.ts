/** Translators that Node trained and saved, in a page: the same words, and the page stays alive between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TranslationPrediction, Translator, type TranslatorOptions } from '../../src/node';
import type * as Script from '../../src/script-tag';
import { tinyOptions, tinyPairs } from '../tasks/translation/support';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;

const configs: Record<string, TranslatorOptions> = {
  attention: tinyOptions,
  subwords: { ...tinyOptions, tokenizer: 'byte-pairs', merges: 20, tying: 'all', cell: 'lstm' },
  context: { ...tinyOptions, attention: 'none', contextEveryStep: true, bidirectional: false },
};
const { train, test } = tinyPairs;
const texts = [...test.slice(0, 6).map(({ source }) => source), 'naïve 日本'];

describeInBrowser('translation in a page', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-browser-'));
  const expected: Record<string, TranslationPrediction[]> = {};
  let address: string;

  beforeAll(async () => {
    for (const [name, options] of Object.entries(configs)) {
      const model = new Translator(options);
      await model.fit(train);
      await model.save(join(folder, name));
      expected[name] = await model.predict(texts, { beam: 3, nBest: 2 });
      model.dispose();
    }
    address = await browser.serve({ folders: { bundles: folder } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['wasm', 'cpu'] as const)('%s: the words and scores of Node', async (backend) => {
    const page = await browser.open(address);
    for (const bundle of Object.keys(configs)) {
      const answers = await page.evaluate(
        async ({ bundle, backend, texts }) => {
          await tfjsSequence.useBackend(backend);
          const model = await tfjsSequence.Translator.load(bundle);
          const answers = await model.predict(texts, { beam: 3, nBest: 2 });
          model.dispose();
          return answers;
        },
        { bundle: `bundles/${bundle}`, backend, texts },
      );
      answers.forEach(({ candidates = [], tokens }, i) => {
        const wanted = expected[bundle][i];
        expect(tokens).toEqual(wanted.tokens);
        expect(candidates.map(({ translation }) => translation)).toEqual(
          wanted.candidates?.map(({ translation }) => translation),
        );
        candidates.forEach(({ score }, k) => expect(score).toBeCloseTo(wanted.candidates?.[k].score ?? NaN, 4));
      });
    }
  });

  it('token by token, and other work of the page runs between any two', async () => {
    const page = await browser.open(address);
    const { parts, between } = await page.evaluate(async (text) => {
      const model = await tfjsSequence.Translator.load('bundles/attention');
      let turns = 0;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        turns++;
        port2.postMessage(null);
      };
      port2.postMessage(null);
      const parts: string[] = [];
      const between: number[] = [];
      for await (const part of model.generate(text)) {
        parts.push(part.text);
        between.push(turns);
        turns = 0;
      }
      port1.close();
      model.dispose();
      return { parts, between };
    }, texts[0]);
    const node = await Translator.load(join(folder, 'attention'));
    const { translation } = await node.predict(texts[0]);
    node.dispose();
    expect(parts.at(-1)).toBe(translation);
    expect(Math.min(...between)).toBeGreaterThan(0);
  });
});
