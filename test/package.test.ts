/** The package as its users get it: packed, installed beside its dependencies only, used from other processes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { packageJson, PackedProject, toolPath } from './support/packed';

let project: PackedProject;
beforeAll(() => {
  project = new PackedProject();
});
afterAll(() => project.remove());

const doors = Object.keys(packageJson.exports).filter((path) => path !== './package.json');
const specifiers = doors.map((path) => packageJson.name + path.slice(1));

const quiet = { status: 0, stderr: '' };

describe('what is inside', () => {
  it('is the build, the script for native TensorFlow and what a reader needs', () => {
    const built = /^dist\/([\w.-]+\.(js|mjs|d\.ts|d\.mts)|esm\/(src|models|tasks)\/[\w/.-]+\.mjs)(\.map)?$/;
    const pages =
      /^(docs\/([\w/-]+\.md|images\/\w+\.svg)|examples\/[\w-]+\.ts|samples\/([\w-]+\/)?\w+\.(md|json|bin))$/;
    const others = project.files().filter((file) => !built.test(file) && !pages.test(file));
    const wasm = 'dist/esm/src/page/tfjs-backend-wasm-simd.wasm';
    const texts = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md'];
    expect(others.sort()).toEqual([...texts, wasm, 'config.schema.json', 'package.json', 'scripts/native.mjs'].sort());
  });

  it('holds what its README links to', () => {
    const readme = readFileSync(join(project.installed, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(join(project.installed, link)))).toEqual([]);
  });

  it('has no scripts that npm runs, or warns of, when it is installed', () => {
    const scripts = Object.keys(packageJson.scripts);
    expect(scripts.filter((name) => /^(pre|post)?(install|prepare|uninstall)$/.test(name))).toEqual([]);
  });

  it('publint finds nothing', () => {
    const { status, stdout } = project.node(toolPath('publint/src/cli.js'), 'run', project.tarball, '--strict');
    expect(stdout).toMatch(/All good/);
    expect(status).toBe(0);
  });

  it('are the types wrong? no, however they are resolved', () => {
    const { status, stdout } = project.node(toolPath('@arethetypeswrong/cli/dist/index.js'), project.tarball);
    expect(stdout).toMatch(/No problems found/);
    expect(status).toBe(0);
  });
});

describe('imported', () => {
  const namesOf = (program: string, type: string) => {
    const { stdout, ...rest } = project.node(`--input-type=${type}`, '--eval', program);
    expect(rest).toMatchObject(quiet);
    return JSON.parse(stdout) as Record<string, string[]>; // nothing else was printed
  };

  it('as an ES module and by require: the same names at every door, and not a word printed', () => {
    const list = JSON.stringify(specifiers);
    const print = `console.log(JSON.stringify(Object.fromEntries(found.map((door, i) => [${list}[i], Object.keys(door).sort()]))))`;
    const imported = namesOf(
      `const found = await Promise.all(${list}.map((door) => import(door))); ${print}`,
      'module',
    );
    const required = namesOf(`const found = ${list}.map((door) => require(door)); ${print}`, 'commonjs');
    expect(imported).toEqual(required);
    expect(imported['tfjs-sequence']).toContain('SentimentClassifier');
    for (const door of ['tfjs-sequence/node', 'tfjs-sequence/browser', 'tfjs-sequence/browser/wasm-files']) {
      expect(imported[door]).toEqual(expect.arrayContaining(imported['tfjs-sequence']));
    }
  });

  it('a model that require trained answers alike after import', () => {
    const shared = `
      const answers = async (model) => console.log(JSON.stringify(await model.predict(['a fine film', 'a dull film'])));`;
    project.write(
      'train.cjs',
      `const { SentimentClassifier } = require('tfjs-sequence/node');
      ${shared}
      (async () => {
        const model = new SentimentClassifier({ hiddenSize: 4, embeddingSize: 4, epochs: 2, minimumCount: 1 });
        const texts = { 'a fine film': 'good', 'fine acting': 'good', 'a dull film': 'bad', 'dull acting': 'bad' };
        await model.fit(Object.entries(texts).map(([text, label]) => ({ text, label })));
        await model.save('bundle');
        await answers(model);
      })();`,
    );
    project.write(
      'answer.mjs',
      `import { load } from 'tfjs-sequence/node'; ${shared} await answers(await load('bundle'));`,
    );
    const trained = project.node('train.cjs');
    expect(trained).toMatchObject(quiet);
    expect(JSON.parse(trained.stdout)).toHaveLength(2);
    expect(project.node('answer.mjs')).toEqual(trained);
  });

  it('by a bundler for the browser: no module of Node is asked for', async () => {
    project.write('page.js', `export { SentimentClassifier } from 'tfjs-sequence/browser';`);
    const { warnings, metafile } = await build({
      absWorkingDir: project.folder,
      entryPoints: ['page.js'],
      ...({ bundle: true, platform: 'browser', format: 'esm', write: false, metafile: true } as const),
    });
    expect(warnings).toEqual([]);
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(imports.filter(({ external }) => external)).toEqual([]);
  });

  // webpack evaluates in the order of the imports, and the rest of TensorFlow.js reads flags that its core defines.
  it('the parts of TensorFlow.js for pages begin with its core', () => {
    const parts = readFileSync(join(project.installed, 'dist/esm/src/page/tensorflow.mjs'), 'utf8');
    const [first] = [...parts.matchAll(/^import .*?"(.+)";$/gm)].map(([, name]) => name);
    expect(first).toBe('@tensorflow/tfjs-core');
  });

  it('the files that it names in exports are there', () => {
    const paths = JSON.stringify(packageJson.exports).match(/\.\/dist\/[^"]+/g) ?? [];
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(project.installed, path)))).toEqual([]);
  });
});

describe('typed', () => {
  const source = `
    import { SentimentClassifier, LSTM, load, type LabelPrediction } from 'tfjs-sequence';
    import { openLabeledText, terminalProgress } from 'tfjs-sequence/node';
    import { SentimentClassifier as InPage, serveWorker } from 'tfjs-sequence/browser';
    import { load as loadInPage } from 'tfjs-sequence/browser/wasm-files';
    import { connectWorker, type WorkerModel } from 'tfjs-sequence/worker';
    import * as tf from '@tensorflow/tfjs';

    export async function answers(): Promise<LabelPrediction[]> {
      const { splits } = await openLabeledText('sentiment-sample');
      const model = new SentimentClassifier({ cell: 'gru', hiddenSize: 8 });
      await model.fit(splits.train, { onEvent: terminalProgress() });
      const layer: tf.layers.Layer = new LSTM({ units: model.config.hiddenSize });
      // @ts-expect-error a layer is not any
      layer.nonsense();
      // @ts-expect-error there is no such cell
      new InPage({ cell: 'lstn' });
      // @ts-expect-error a label is a string
      await model.fit([{ text: 'good', label: 1 }]);
      // @ts-expect-error an answer is not any
      (await (await load('bundle')).predict('good')).nonsense;
      void [serveWorker, loadInPage];
      return model.predict(['good']);
    }

    export async function inWorker(worker: Worker): Promise<string> {
      const model: WorkerModel<'sentiment'> = await connectWorker(worker).create('sentiment', { cell: 'gru' });
      // @ts-expect-error there is no such cell
      await connectWorker(worker).create('sentiment', { cell: 'grv' });
      const { label } = await model.predict('good');
      return label;
    }`;

  /** What the compiler has to say about the user's files and our declarations; those of TensorFlow.js are left out. */
  function complaints(files: string[], module: ts.ModuleKind, moduleResolution: ts.ModuleResolutionKind): string[] {
    const common = { noEmit: true, strict: true, target: ts.ScriptTarget.ES2022, types: ['node'] };
    const typeRoots = [join(project.folder, 'node_modules/@types')];
    const paths = files.map((file) => project.write(file, source));
    const program = ts.createProgram(paths, { ...common, module, moduleResolution, typeRoots });
    return program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(project.folder))
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  }

  beforeAll(() => project.link('@types/node'));

  it('for Node, as an ES module and as CommonJS', () => {
    const { Node16 } = ts.ModuleResolutionKind;
    expect(complaints(['use.mts', 'use.cts'], ts.ModuleKind.Node16, Node16)).toEqual([]);
  });

  it('for bundlers', () => {
    const { Bundler } = ts.ModuleResolutionKind;
    expect(complaints(['use.ts'], ts.ModuleKind.ESNext, Bundler)).toEqual([]);
  });
});

describe('tfseq', () => {
  it('starts by its bin', () => {
    expect(project.command('tfseq', '--version')).toEqual({ ...quiet, stdout: `${packageJson.version}\n` });
    const help = project.command('tfseq', '--help');
    expect(help).toMatchObject(quiet);
    expect(help.stdout).toMatch(/^Usage: tfseq .*train.*predict/s);
  });
});
