/** Taggers that Node trained and saved, in a page: the same tags, spans and probabilities, also frame by frame. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movingShapesSplits, Random, Tagger, type TaggerOptions } from '../../src/node';
import type * as Script from '../../src/script-tag';
import { frameOptions, recordings, sentences, wordOptions } from '../tasks/tagging/support';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;

const shapes = movingShapesSplits(Random.fromSeed(1), { sizes: { train: 4, validation: 1, test: 1 }, pixels: 8 }).train;
const texts = ['Mr Baken Lomin lives in Sotiburg.', 'In Mikeburg, naïve 日本 sleeps'];
const [recording] = recordings(1, 3, 40);

describeInBrowser('tagging in a page', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-browser-'));
  let address: string;

  beforeAll(async () => {
    address = await browser.serve({ folders: { bundles: folder } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function saved(name: string, options: TaggerOptions, examples: Parameters<Tagger['fit']>[0]): Promise<Tagger> {
    const model = new Tagger(options);
    await model.fit(examples, { epochs: 2 });
    await model.save(join(folder, name));
    return model;
  }

  it.each([
    ['letters and a CRF', wordOptions],
    ['convolved letters, each tag for itself', { ...wordOptions, characters: 'cnn', output: 'softmax' }],
  ] as [string, TaggerOptions][])('words: %s', async (name, options) => {
    const model = await saved(name, options, sentences(30, 1));
    const expected = (await model.predict(texts)) as Script.WordsPrediction[];
    const page = await browser.open(address);
    for (const backend of ['wasm', 'cpu'] as const) {
      const answers = await page.evaluate(
        async ({ bundle, backend, texts }) => {
          await tfjsSequence.useBackend(backend);
          const model = await tfjsSequence.load(bundle);
          const answers = await model.predict(texts);
          model.dispose();
          return answers as Script.WordsPrediction[];
        },
        { bundle: `bundles/${encodeURIComponent(name)}`, backend, texts },
      );
      answers.forEach(({ words, spans, tokens }, i) => {
        expect({ spans, tokens }).toEqual({ spans: expected[i].spans, tokens: expected[i].tokens });
        words.forEach(({ tag, probability }, t) => {
          expect(tag).toBe(expected[i].words[t].tag);
          expect(Math.abs(probability - expected[i].words[t].probability)).toBeLessThan(1e-5);
        });
      });
    }
    model.dispose();
  });

  it.each([
    ['forward', { ...frameOptions, bidirectional: false }, recordings(3, 1, 60)],
    ['pictures', { ...frameOptions, bidirectional: false, filters: [2], imageSize: 4 }, shapes],
  ] as [string, TaggerOptions, Script.FrameRecording[]][])(
    'frames: %s, whole and one by one',
    async (name, options, train) => {
      const model = await saved(name, options, train);
      const asked = name === 'pictures' ? train[0] : recording;
      const { frames: expected } = (await model.predict(asked)) as Script.FramesPrediction;
      const page = await browser.open(address);
      const { whole, streamed } = await page.evaluate(
        async ({ bundle, frames, size }) => {
          const model = await tfjsSequence.Tagger.load(bundle);
          const values = Float32Array.from(frames);
          const { frames: whole } = (await model.predict({ frames: values, size })) as Script.FramesPrediction;
          const stream = model.stream();
          const streamed = whole.map((_, t) => stream.next(values.subarray(t * size, (t + 1) * size)).probability);
          stream.dispose();
          model.dispose();
          return { whole, streamed };
        },
        { bundle: `bundles/${name}`, frames: Array.from(asked.frames), size: asked.size },
      );
      expect(whole.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
      whole.forEach(({ probability }, t) => {
        expect(Math.abs(probability - expected[t].probability)).toBeLessThan(1e-5);
        expect(Math.abs(streamed[t] - expected[t].probability)).toBeLessThan(1e-5);
      });
      model.dispose();
    },
  );
});
