import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTable, writeTable } from '../../scripts/experiments/large-file';

test('a file is split and read in memory that does not grow with its size', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-file-'));
  const path = join(folder, 'reviews.tsv');
  const rows = await writeTable(path, 3e5);
  const reports = [];
  for await (const report of readTable(path)) reports.push(report);
  rmSync(folder, { recursive: true });
  const passes = reports.filter(({ examples }) => examples > 0);
  expect(passes).toHaveLength(6);
  const counted = passes.slice(0, 3).reduce((sum, { examples }) => sum + examples, 0);
  expect(counted).toBe(rows);
  expect(passes.slice(3).map(({ examples }) => examples)).toEqual(passes.slice(0, 3).map(({ examples }) => examples));
  // As objects in an array its rows take 1 MB.
  const heaps = reports.map(({ heapBytes }) => heapBytes);
  expect(Math.max(...heaps) - heaps[0]).toBeLessThan(2 ** 19);
}, 60_000);
