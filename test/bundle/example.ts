/** A small bundle, a store in memory, and the platform that the tests of bundles run on. */
import type { BundleContent } from '../../src/bundle/encode';
import { BundleError } from '../../src/errors';
import { nodePlatform } from '../../src/platform/node';
import { installPlatform, type Store } from '../../src/platform/platform';

installPlatform(nodePlatform);

export function exampleContent(fill = 0.5): BundleContent {
  return {
    info: {
      task: 'sentiment',
      config: { cell: 'lstm', hiddenSize: 2, dropout: 0.1 },
      encoder: { tokenizer: { kind: 'words' }, vocabulary: ['', 'ein', 'schöner', '🎉'] },
      labels: ['negative', 'positive'],
      metrics: { accuracy: 0.775, loss: 0.51 },
      baselines: { majority: { accuracy: 0.5 }, 'bag of words': { accuracy: 0.772, loss: 0.6 } },
      trainedOn: 'rt-polarity, train (8,530 examples)',
      measuredOn: 'rt-polarity, test (1,066 examples)',
      seed: 7,
      libraries: { 'tfjs-sequence': '0.1.0', '@tensorflow/tfjs': '4.22.0' },
    },
    topology: { class_name: 'Sequential', config: { name: 'example', layers: [] } },
    weights: [
      { name: 'dense/kernel', shape: [2, 3], values: new Float32Array(6).fill(fill) },
      { name: 'dense/bias', shape: [3], values: Float32Array.of(fill, -fill, 3e-41) },
      { name: 'scale', shape: [], values: Float32Array.of(fill) },
      { name: 'empty', shape: [0, 4], values: new Float32Array(0) },
    ],
  };
}

export class MemoryStore implements Store {
  readonly location = 'runs/example';
  readonly key = 'runs/example';
  readonly writable = true;
  readonly files = new Map<string, Uint8Array>();
  /** Called before every read. */
  onRead: (path: string) => void = () => undefined;

  has(path: string): Promise<boolean> {
    return Promise.resolve(this.files.has(path));
  }
  list(): Promise<string[]> {
    return Promise.resolve([...new Set([...this.files.keys()].map((path) => path.split('/')[0]))]);
  }
  read(path: string): Promise<Uint8Array> {
    this.onRead(path);
    const bytes = this.files.get(path);
    const problem = `file ${path} is missing`;
    if (!bytes) return Promise.reject(new BundleError({ during: 'load', where: this.location, problem }));
    return Promise.resolve(bytes);
  }
  commit(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    for (const [path, bytes] of files) this.files.set(path, bytes);
    return Promise.resolve();
  }
  remove(paths: readonly string[]): Promise<void> {
    for (const key of this.files.keys()) {
      if (paths.some((path) => key === path || key.startsWith(`${path}/`))) this.files.delete(key);
    }
    return Promise.resolve();
  }
  lock(): Promise<{ release(): Promise<void> }> {
    return Promise.resolve({ release: () => Promise.resolve() });
  }

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path));
  }
  /** Replaces a file by an edited one. */
  edit(path: string, change: (text: string) => string): void {
    this.files.set(path, new TextEncoder().encode(change(this.text(path))));
  }
}

/** The message of the BundleError that some work must end with. */
export async function messageOf(work: Promise<unknown>, during: 'load' | 'save' = 'load'): Promise<string> {
  const error: unknown = await work.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BundleError);
  expect((error as BundleError).during).toBe(during);
  return (error as Error).message.replace(/ \(line \d+ column \d+\)/, ''); // which Node 22 adds for JSON
}
