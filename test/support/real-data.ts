/** Real data sets are not in the repository: they lie in TFSEQ_DATA_DIR, or in a folder beside the checkout. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeIf } from './optional';

const dataFolder = process.env.TFSEQ_DATA_DIR || resolve(__dirname, '../../../shared/data');

/**
 * Tests on a data set of that folder; opening it by name finds it there too.
 *
 * @param path of a file or folder, within the data folder
 * @param body gets its full path
 */
export function describeWithData(path: string, body: (place: string) => void): void {
  const place = join(dataFolder, path);
  describeIf(existsSync(place), path, 'put its folder into TFSEQ_DATA_DIR', () => {
    const before = process.env.TFSEQ_DATA_DIR;
    beforeAll(() => {
      process.env.TFSEQ_DATA_DIR = dataFolder;
    });
    afterAll(() => {
      if (before === undefined) delete process.env.TFSEQ_DATA_DIR;
      else process.env.TFSEQ_DATA_DIR = before;
    });
    body(place);
  });
}
