/**
 * `npm run native`: native TensorFlow as the backend `tensorflow`, also where tfjs-node's own download fails.
 *
 * tfjs-node's binding is two C++ files that compile against any newer TensorFlow, and the wheels on PyPI hold the library
 * and its headers. So: install tfjs-node without its install script, take TensorFlow from Python, compile, try it.
 * All of it lies in `.native/` of the project, out of reach of `npm install` and `npm ci`; delete the folder to undo it.
 *
 *   node node_modules/tfjs-sequence/scripts/native.mjs [--download]     try tfjs-node's own download first
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const TFJS_NODE = '@tensorflow/tfjs-node@4.22.0';
const TENSORFLOW = 'tensorflow-cpu==2.21.0';
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

const folder = join(process.cwd(), '.native');
const modules = join(folder, 'node_modules');
const tfjsNode = join(modules, '@tensorflow', 'tfjs-node');
const binding = join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');

/** What is missing, and what to do about it. */
class Missing extends Error {
  constructor(problem, fix) {
    super(`${problem}\n  ${fix}`);
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(`native TensorFlow: ${error.message}`);
  process.exitCode = 1;
}

function main() {
  const before = existsSync(binding) ? tryBackend() : { works: false };
  if (before.works) return report('is there already', before);

  installTfjsNode(findTensorFlowJs());
  if (process.argv.includes('--download') && downloadBinding()) {
    const downloaded = tryBackend();
    if (downloaded.works) return report('was downloaded', downloaded);
    say('the downloaded binding does not load; linking against the wheel instead');
  }
  compile(findTensorFlow());
  const linked = tryBackend();
  if (!linked.works) throw new Missing(`it was compiled but does not load: ${linked.output}`, 'Please report this.');
  report('was linked', linked);
}

/**
 * Where `@tensorflow/tfjs` and `tfjs-core` of this library lie. tfjs-node must use the same copy, or its backend would be
 * registered elsewhere; it requires both, though it names only the first as its dependency.
 */
function findTensorFlowJs() {
  try {
    const tfjs = createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json');
    const core = createRequire(tfjs).resolve('@tensorflow/tfjs-core/package.json');
    return { tfjs: dirname(tfjs), 'tfjs-core': dirname(core) };
  } catch {
    throw new Missing('TensorFlow.js is not installed', 'Run `npm install` first.');
  }
}

function installTfjsNode(shared) {
  say(`installing ${TFJS_NODE} into ${folder}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "description": "made by npm run native" }\n');
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  const { ok, output } = run('npm', ['install', ...flags, TFJS_NODE, 'node-api-headers']);
  if (!ok)
    throw new Missing(`npm could not install tfjs-node:\n${output}`, 'Check the connection to the npm registry.');
  const scope = join(modules, '@tensorflow');
  const ownCopies = readdirSync(scope).filter((name) => name !== 'tfjs-node');
  for (const name of ownCopies) rmSync(join(scope, name), { recursive: true });
  for (const [name, path] of Object.entries(shared)) symlinkSync(path, join(scope, name), 'junction');
}

function downloadBinding() {
  say('trying the download of tfjs-node');
  const { ok } = run('npm', ['rebuild', '--prefix', folder, '--foreground-scripts', '@tensorflow/tfjs-node']);
  if (!ok) say('the download failed');
  return ok && existsSync(binding);
}

/** The folder of a Python package `tensorflow` that holds the libraries and headers. */
function findTensorFlow() {
  if (process.platform !== 'linux') {
    throw new Missing(
      `linking against a wheel is for Linux, this is ${process.platform}`,
      'Try `node scripts/native.mjs --download`, or use the wasm backend, which needs nothing.',
    );
  }
  const own = join(folder, 'tensorflow');
  if (holdsLibraries(own)) return own;

  if (!run('python3', ['--version']).ok) {
    throw new Missing(
      'python3 is missing',
      'Install Python 3.10 to 3.13 (Debian, Ubuntu: apt install python3 python3-pip).',
    );
  }
  const installed = run('python3', [
    '-c',
    "import importlib.util as u; print(u.find_spec('tensorflow').submodule_search_locations[0])",
  ]);
  const theirs = installed.output.trim();
  if (installed.ok && holdsLibraries(theirs)) return theirs;

  if (!run('python3', ['-m', 'pip', '--version']).ok) {
    throw new Missing('pip is missing', 'Install it (Debian, Ubuntu: apt install python3-pip).');
  }
  say(`downloading ${TENSORFLOW} (250 MB, 1.3 GB unpacked)`);
  const pip = run('python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--upgrade',
    '--target',
    folder,
    TENSORFLOW,
  ]);
  if (!pip.ok || !holdsLibraries(own)) {
    throw new Missing(
      `pip could not install ${TENSORFLOW}:\n${pip.output}`,
      'It needs Python 3.10 to 3.13, 2 GB of disk and PyPI.',
    );
  }
  return own;
}

function holdsLibraries(tensorflow) {
  return [...LIBRARIES, 'include'].every((name) => existsSync(join(tensorflow, name)));
}

function compile(tensorflow) {
  if (!run('g++', ['--version']).ok) {
    throw new Missing('g++ is missing', 'Install it (Debian, Ubuntu: apt install g++).');
  }
  say(`compiling the binding against ${tensorflow}`);
  mkdirSync(join(binding, '..'), { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(tfjsNode, 'binding', name));
  const includes = [
    join(modules, 'node-api-headers', 'include'),
    join(tensorflow, 'include'),
    join(tfjsNode, 'binding'),
  ];
  const { ok, output } = run('g++', [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    ...includes.flatMap((path) => ['-I', path]),
    ...sources,
    ...['-o', binding, '-L', tensorflow, ...LIBRARIES.map((name) => `-l:${name}`), `-Wl,-rpath,${tensorflow}`],
  ]);
  if (!ok) throw new Missing(`g++ could not compile the binding:\n${output}`, 'It needs g++ 9 or newer.');
}

/** Loads the backend in a process of its own, because a broken library can end the process. */
function tryBackend() {
  const script = `
    const util = require('node:util');
    util.isNullOrUndefined ??= (value) => value === null || value === undefined; // gone in Node 23, tfjs-node needs it
    const tf = require('node:module').createRequire(process.argv[1])('@tensorflow/tfjs-node');
    const product = Array.from(tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]])).dataSync());
    console.log(JSON.stringify({ tensorflow: tf.backend().binding.TF_Version, tfjs: tf.version.tfjs, product }));`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const { ok, output } = run(process.execPath, ['-e', script, join(folder, 'package.json')], env);
  const answer = ok ? JSON.parse(output.trim().split('\n').at(-1)) : {};
  return { works: ok && String(answer.product) === '17,39', output, ...answer };
}

function report(how, { tensorflow, tfjs, product }) {
  say(`TensorFlow ${tensorflow} ${how}: tfjs-node 4.22.0, TensorFlow.js ${tfjs}, Node ${process.version}`);
  say(`[[1,2],[3,4]]·[5,6] = [${product}]`);
  say('use it with `--backend tensorflow`. It stays through `npm install` and `npm ci`; delete .native/ to remove it.');
}

function run(command, args, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 1e8 });
  return {
    ok: status === 0,
    output: status === 0 ? stdout : error ? error.message : `${stdout}${stderr}`.trim().slice(-2000),
  };
}

function say(text) {
  console.log(`native TensorFlow: ${text}`);
}
