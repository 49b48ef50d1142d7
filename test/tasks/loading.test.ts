/**
 * Loading a bundle draws no weights: they are replaced by saved ones, and drawing large ones takes seconds. What cannot
 * be a bundle is refused by its size or kind, or after a while, before it is read.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { BundleError, ConfigError } from '../../src/errors';
import { load, SentimentClassifier, useBackend } from '../../src/node';
import { Random } from '../../src/random';
import { type HostileServer, startHostileServer } from '../support/hostile-server';
import { toyExamples, toyOptions } from './support';

const bundles = join(__dirname, '../fixtures/bundles');
const draws = ['normal', 'normalArray', 'uniform', 'uniformArray'] as const;

beforeAll(() => useBackend('cpu'));
afterEach(() => jest.restoreAllMocks());

const isBundle = (name: string) => !name.endsWith('.ts');

it.each(readdirSync(bundles).filter(isBundle))('%s', async (name) => {
  const spies = draws.map((draw) => jest.spyOn(Random.prototype, draw));
  const model = await load(join(bundles, name));
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  model.dispose();
});

describe('what cannot be loaded', () => {
  let folder: string;
  let hostile: HostileServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tfseq-load-'));
    hostile = await startHostileServer();
  });
  afterAll(async () => {
    await hostile.close();
    rmSync(folder, { recursive: true });
  });
  const copyOf = (name: string) => {
    const copy = join(folder, name);
    cpSync(join(bundles, 'sentiment'), copy, { recursive: true });
    return copy;
  };

  it.each(['bundle.json', 'model.json', 'weights.bin'])('%s of 10 GB: its size is enough', async (file) => {
    const copy = copyOf(`large-${file}`);
    truncateSync(join(copy, file), 1e10);
    await expect(load(copy)).rejects.toThrow(/has 10,000,000,000 bytes\. Expected at most [\d,]+ bytes/);
  });

  it.each(['bundle.json', 'weights.bin'])('%s is a named pipe', async (file) => {
    const copy = copyOf(`pipe-${file}`);
    rmSync(join(copy, file));
    execFileSync('mkfifo', [join(copy, file)]);
    await expect(load(copy)).rejects.toThrow(BundleError);
    await expect(load(copy)).rejects.toThrow(/is a named pipe/);
  });

  it('more than maximumFileBytes, and nothing is built', async () => {
    const { numTensors } = tf.memory();
    const refused = load(join(bundles, 'sentiment'), { maximumFileBytes: 500 });
    await expect(refused).rejects.toThrow(/has [\d,]+ bytes\. Expected at most 500 bytes.*maximumFileBytes/);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('a server that does not answer, and one that does not end', async () => {
    await expect(load(`${hostile.url}/stalls`, { timeoutSeconds: 0.1 })).rejects.toThrow(/has fallen silent/);
    await expect(load(`${hostile.url}/announced`)).rejects.toThrow(/has 10,000,000,000 bytes/);
    const signal = AbortSignal.timeout(100);
    await expect(load(`${hostile.url}/endless`, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await hostile.openAnswers()).toBe(0);
  });

  it.each<[string, object]>([
    ['unknown option', { timeout: 3 }],
    ['timeoutSeconds is 0', { timeoutSeconds: 0 }],
    ['maximumFileBytes is "1 GB"', { maximumFileBytes: '1 GB' }],
    ['signal is', { signal: 5 }],
  ])('%s', async (problem, options) => {
    await expect(load(join(bundles, 'sentiment'), options)).rejects.toThrow(ConfigError);
    await expect(load(join(bundles, 'sentiment'), options)).rejects.toThrow(problem);
  });

  it('a training that has begun meanwhile: what was loaded is freed', async () => {
    const model = new SentimentClassifier({ ...toyOptions, epochs: 1 });
    await model.fit(toyExamples(20, 1));
    const { numTensors } = tf.memory();
    const loading = model.restore(join(bundles, 'sentiment'));
    const abort = new AbortController();
    const fitting = model.fit(toyExamples(20, 1), { epochs: 1000, signal: abort.signal });
    await expect(loading).rejects.toThrow(/is being trained/);
    abort.abort();
    await fitting;
    expect(tf.memory().numTensors).toBe(numTensors);
    model.dispose();
  });
});
