/** Real processes: killed with SIGKILL at random moments, or out of room. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadBundle } from '../../src/bundle/store';
import { nodePlatform } from '../../src/platform/node';
import { killSavers, useSaver } from './saver-kills';

const saver = useSaver();

test('kill -9 at random moments: bundle and checkpoint load whole, nothing that was reported saved is lost', () =>
  killSavers(saver, 25, 11));

test('no room: an error in our form, the old bundle whole, nothing left over', async () => {
  const directory = join(saver.root, 'small');
  const save = (size: number) =>
    spawnSync('sh', [
      ...['-c', `ulimit -f 200; exec "$@"`, 'sh', process.execPath],
      ...[saver.script, directory, '1', `${size}`, '1'],
    ]);
  expect(save(1000).status).toBe(0);
  const failed = save(1_000_000);
  expect(failed.status).toBe(1);
  expect(failed.stdout.toString()).toMatch(/^BundleError: .*small: cannot be written: file too large \(EFBIG\)/);
  expect((await loadBundle(nodePlatform.openStore(directory))).weights[0].values.length).toBe(1000);
  expect(readdirSync(directory).sort()).toEqual([
    'MODEL_CARD.md',
    'bundle.json',
    'checkpoint',
    'model.json',
    'weights.bin',
  ]);
});
