/** A language model that Node trained and saved, in a page: the same seed gives the same text, which streams into the page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GeneratedText } from '../../src/node';
import type * as Script from '../../src/script-tag';
import { sentences, trained } from '../tasks/language-model/support';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;

const drawn = { length: 200, temperature: 0.8, topP: 0.95, seed: 7 };

describeInBrowser('generation in a page', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-browser-'));
  let expected: GeneratedText;
  let bits: number;
  let greedy: string;
  let address: string;

  beforeAll(async () => {
    const model = await trained([sentences(80, 1)], { hiddenSize: 32, layers: 2 });
    await model.save(join(folder, 'plays'));
    expected = await model.generateText('the', drawn);
    greedy = (await model.generateText('the dog', { temperature: 0, length: 7 })).text;
    ({ bitsPerCharacter: bits } = await model.score('the dog barks.'));
    model.dispose();
    address = await browser.serve({ folders: { bundles: folder } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('the text of Node, piece by piece, and its scores', async () => {
    const page = await browser.open(address);
    const found = await page.evaluate(async (options) => {
      await tfjsSequence.useBackend('wasm');
      const model = await tfjsSequence.LanguageModel.load('bundles/plays');
      const pieces: string[] = [];
      for await (const { text } of model.generate('the', options)) {
        pieces.push(text);
        document.title += text;
      }
      const { bitsPerCharacter } = await model.score('the dog barks.');
      model.dispose();
      return { pieces, bitsPerCharacter, title: document.title };
    }, drawn);
    expect(found.pieces.join('')).toBe(expected.text);
    expect(found.pieces.length).toBeGreaterThan(150);
    expect(found.title.length).toBeGreaterThan(100);
    expect(found.bitsPerCharacter).toBeCloseTo(bits, 5);
  });

  it('a stream forks there too', async () => {
    const page = await browser.open(address);
    const [own, forked] = await page.evaluate(async () => {
      const model = await tfjsSequence.LanguageModel.load('bundles/plays');
      const stream = model.stream({ temperature: 0 });
      stream.feed('the dog');
      const other = stream.fork();
      const text = (of: typeof stream) => Array.from({ length: 7 }, () => of.next().text).join('');
      const texts = [text(stream), text(other)];
      [stream, other].forEach((one) => one.dispose());
      model.dispose();
      return texts;
    });
    expect(own).toBe(forked);
    expect(own).toBe(greedy);
  });
});
