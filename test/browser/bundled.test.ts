/** Pages that a bundler has made of the package: with TensorFlow.js' wasm binary inside, and as a file beside it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { SentimentPrediction } from '../../src/node';
import { PackedProject } from '../support/packed';
import { describeInBrowser, useBrowser } from './harness';

declare const answer: (bundle: string, texts: string[]) => Promise<{ backend: string; answers: SentimentPrediction[] }>;

const fixture = join(__dirname, '../fixtures/bundles/sentiment');
const { inputs, predictions } = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')) as {
  inputs: string[];
  predictions: SentimentPrediction[];
};
const wasmFile = 'tfjs-backend-wasm-simd.wasm';

describeInBrowser('a page made by a bundler', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-bundled-'));
  let project: PackedProject;
  let address: string;

  beforeAll(async () => {
    project = new PackedProject();
    for (const [name, entryPoint] of Object.entries({ inside: 'browser', file: 'browser/wasm-files' })) {
      const contents = `
        import { load, useBackend } from 'tfjs-sequence/${entryPoint}';
        globalThis.answer = async (bundle, texts) => {
          const { name: backend } = await useBackend('wasm');
          return { backend, answers: await (await load(bundle)).predict(texts) };
        };`;
      const outfile = join(folder, `${name}.js`);
      const stdin = { contents, resolveDir: project.folder };
      await build({ stdin, outfile, bundle: true, minify: true, format: 'esm', platform: 'browser' });
    }
    cpSync(join(project.installed, 'dist/esm/src/page', wasmFile), join(folder, wasmFile));
    cpSync(fixture, join(folder, 'bundle'), { recursive: true });
    address = await browser.serve({
      folders: { lib: folder },
      html: '',
      headers: {
        'content-security-policy': "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
      },
    });
  });
  afterAll(() => {
    project.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(script: string) {
    const page = await browser.open(address);
    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
    await page.addScriptTag({ url: `/lib/${script}`, type: 'module' });
    return { page, requested };
  }

  it.each([
    ['inside', 0],
    ['file', 1],
  ])('wasm binary %s: as in Node', async (name, files) => {
    const { page, requested } = await open(`${name}.js`);
    const { backend, answers } = await page.evaluate((texts) => answer('lib/bundle/', texts), inputs);
    expect(backend).toBe('wasm');
    expect(answers.map(({ label }) => label)).toEqual(predictions.map(({ label }) => label));
    expect(requested.filter((path) => path.endsWith('.wasm'))).toHaveLength(files);
  });

  it('a file that is not there: an error that names it', async () => {
    writeFileSync(join(folder, wasmFile), '<!doctype html>');
    const { page } = await open('file.js');
    const refused = await page.evaluate((texts) => answer('lib/bundle/', texts).then(() => '', String), inputs);
    expect(refused).toMatch(
      /^BackendError: backend 'wasm': does not start: .*wasm responded with 200 and 15 bytes that are no/,
    );
    expect(refused).toMatch(/Copy it there, or import 'tfjs-sequence\/browser'/);
  });
});
