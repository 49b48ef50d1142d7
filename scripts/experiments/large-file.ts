/**
 * A file of labelled texts that is larger than what one wants in memory: generated, split, and every split read twice,
 * with the memory on the way. It must not grow with the size of the file.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Random, streamLabeledText } from '../../src/node';
import { garbageCollector } from './garbage-collector';

const labels = ['good', 'bad'];
const words = 'a an the film plot actor scene end of with and but too never quite slow bright dull warm cold'.split(
  ' ',
);

/** Writes rows until the file has this size. @param numbered whether every text is another one @returns how many */
export async function writeTable(path: string, bytes: number, { seed = 1, numbered = true } = {}): Promise<number> {
  const random = Random.fromSeed(seed);
  const file = createWriteStream(path);
  const header = 'label\ttext\n';
  file.write(header);
  let [rows, size] = [0, header.length];
  while (size < bytes) {
    const text = Array.from({ length: 8 + random.integer(24) }, () => random.choice(words)).join(' ');
    const row = `${random.choice(labels)}\t${text}${numbered ? ` ${rows}` : ''}\n`;
    if (!file.write(row)) await once(file, 'drain');
    size += row.length;
    rows++;
  }
  file.end();
  await once(file, 'close');
  return rows;
}

export interface PassReport {
  pass: string;
  examples: number;
  seconds: number;
  /** Heap in use after a garbage collection. */
  heapBytes: number;
  /** Largest resident set of the process so far, garbage and the code itself included. */
  peakBytes: number;
}

/** Splits a file and reads its splits twice. */
export async function* readTable(path: string): AsyncGenerator<PassReport> {
  const collectGarbage = garbageCollector();
  let start = performance.now();
  const report = (pass: string, examples: number): PassReport => {
    const seconds = (performance.now() - start) / 1000;
    collectGarbage();
    const [heapBytes, peakBytes] = [process.memoryUsage().heapUsed, process.resourceUsage().maxRSS * 1024];
    start = performance.now();
    return { pass, examples, seconds, heapBytes, peakBytes };
  };
  yield report('before', 0);
  const { splits } = await streamLabeledText(path);
  yield report('split', 0);
  for (const pass of ['first', 'second']) {
    for (const [name, examples] of Object.entries(splits)) {
      let count = 0;
      for await (const { text } of examples) count += text === '' ? 0 : 1;
      yield report(`${name}, ${pass} pass`, count);
    }
  }
}
