/** `npm run build` with a tsup that only counts: it runs where sources have changed, and nowhere else. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

describe('npm run build', () => {
  let folder: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const run = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'scripts/build.mjs')], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const runs = () => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').length : 0);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tfseq-build-'));
    cpSync(resolve(__dirname, '../../scripts/build.mjs'), join(folder, 'scripts/build.mjs'));
    for (const path of ['src/a.ts', 'models/b.ts', 'tasks/c/d.ts', 'tsup.config.ts']) write(path, '1');
    for (const path of ['tsconfig.json', 'package.json', 'package-lock.json']) write(path, '{}');
    write('node_modules/tsup/package.json', '{}');
    const map =
      '{"version":3,"sources":["../src/a.ts","../node_modules/b.ts"],"sourcesContent":["a","b"],"mappings":""}';
    write(
      'node_modules/tsup/dist/cli-default.js',
      `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
      appendFileSync('runs', '.');
      mkdirSync('dist');
      for (const name of ['browser', 'worker']) {
        writeFileSync('dist/tfjs-sequence.' + name + '.js', '/[à-ÿ]/');
        writeFileSync('dist/tfjs-sequence.' + name + '.js.map', '${map}');
      }`,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says that it builds, and nothing where it need not', () => {
    expect(run()).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^tfjs-sequence: building.*built in/s) as string,
    });
    expect(run()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(runs()).toBe(1);
  });

  it.each(['src/a.ts', 'tasks/c/e.ts', 'package.json'])('builds again after a change of %s', (path) => {
    run();
    write(path, '{ }');
    run();
    expect(runs()).toBe(2);
  });

  it('a build that fails is not taken for one', () => {
    write('node_modules/tsup/dist/cli-default.js', `require('node:fs').appendFileSync('runs', '.'); process.exit(3);`);
    expect(run().status).toBe(3);
    expect(run().status).toBe(3);
    expect(runs()).toBe(2);
  });

  it('without tsup it says how to get it', () => {
    rmSync(join(folder, 'node_modules'), { recursive: true });
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringMatching(/tsup is missing: npm install/) as string });
  });

  it('scripts for pages begin with the mark of UTF-8', () => {
    run();
    for (const name of ['browser', 'worker']) {
      expect(readFileSync(join(folder, `dist/tfjs-sequence.${name}.js`), 'utf8')).toBe('\uFEFF/[à-ÿ]/');
    }
  });

  it('leaves the sources of other packages out of the map of the large script', () => {
    run();
    const map = JSON.parse(readFileSync(join(folder, 'dist/tfjs-sequence.browser.js.map'), 'utf8')) as object;
    expect(map).toHaveProperty('sourcesContent', ['a', null]);
  });
});
