import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTable } from '../../scripts/experiments/large-file';
import { trainOnFile } from '../../scripts/experiments/streaming';
import { useBackend } from '../../src/node';

test('a model is trained on a file in memory that does not grow with its size', async () => {
  await useBackend('cpu');
  const folder = mkdtempSync(join(tmpdir(), 'streaming-'));
  const path = join(folder, 'reviews.tsv');
  const options = { batchSize: 16, shuffleBuffer: 100 };
  const reports = [];
  for (const bytes of [2e5, 1e6]) {
    const rows = await writeTable(path, bytes, { numbered: false });
    const report = await trainOnFile(path, 'streamed', options);
    expect(report).toMatchObject({ examples: rows, steps: Math.ceil(rows / 16) });
    reports.push(report);
  }
  rmSync(folder, { recursive: true });
  // 800 kB of texts more; as objects in an array they would take 2.4 MB.
  expect(reports[1].heapBytes - reports[0].heapBytes).toBeLessThan(2 ** 20);
}, 120_000);
