/**
 * What a page has to load, bundled and minified by esbuild from the packed package, as gzip. With the figures before each
 * was cut: docs/decisions/pages.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PackedProject, root } from './support/packed';

const kilobytes = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length / 1000;

describe('sizes of pages', () => {
  let project: PackedProject;
  beforeAll(() => {
    project = new PackedProject();
  });
  afterAll(() => project.remove());

  /** Of the program with all that it imports. */
  async function bundled(program: string): Promise<{ size: number; inputs: string[] }> {
    const { outputFiles, metafile, warnings } = await build({
      stdin: { contents: program, resolveDir: project.folder },
      ...({ bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, metafile: true } as const),
    });
    expect(warnings).toEqual([]);
    const [{ inputs }] = Object.values(metafile.outputs);
    const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
    return { size: kilobytes(outputFiles[0].contents), inputs: used };
  }

  /** With one task: what others need is left out. */
  const predicts = (entryPoint: string) =>
    `import { SentimentClassifier as Task } from '${entryPoint}'; globalThis.answer = async (path, text) => (await Task.load(path)).predict(text);`;
  /** With all of them: whichever a bundle is of. */
  const predictsAny = (entryPoint: string) =>
    `import { load } from '${entryPoint}'; globalThis.answer = async (path, text) => (await load(path)).predict(text);`;

  it('metrics alone: under 20 KB, and nothing of TensorFlow.js', async () => {
    const { size, inputs } = await bundled(
      `import { metrics } from 'tfjs-sequence'; console.log(metrics.accuracy([1], [1]));`,
    );
    expect(size).toBeLessThan(20);
    expect(inputs.join()).not.toMatch(/@tensorflow/);
  });

  it('one prediction, with everything inside: under 600 KB, without webgl', async () => {
    const { size, inputs } = await bundled(predicts('tfjs-sequence/browser'));
    expect(size).toBeLessThan(600);
    expect(inputs.join()).not.toMatch(/webgl|tfjs-converter|tfjs-data/);
  });

  it('one prediction, with the wasm binary as a file: under 600 KB both', async () => {
    const { size } = await bundled(predicts('tfjs-sequence/browser/wasm-files'));
    const file = readFileSync(join(project.installed, 'dist/esm/src/page/tfjs-backend-wasm-simd.wasm'));
    expect(size).toBeLessThan(420);
    expect(size + kilobytes(file)).toBeLessThan(600);
  });

  it('one prediction by a bundle of whatever task: under 650 KB with everything inside, 500 without the wasm binary', async () => {
    expect((await bundled(predictsAny('tfjs-sequence/browser'))).size).toBeLessThan(650);
    expect((await bundled(predictsAny('tfjs-sequence/browser/wasm-files'))).size).toBeLessThan(500);
  });

  it("the page's side of a Worker: under 10 KB, and nothing of TensorFlow.js", async () => {
    const { size, inputs } = await bundled(
      `import { connectWorker } from 'tfjs-sequence/worker'; globalThis.connect = (worker) => connectWorker(worker);`,
    );
    expect(size).toBeLessThan(10);
    expect(inputs.join()).not.toMatch(/@tensorflow/);
  });

  it('the script for a <script>, with all tasks: under 750 KB', () => {
    expect(kilobytes(readFileSync(join(root, 'dist/tfjs-sequence.browser.js')))).toBeLessThan(750);
  });
});
