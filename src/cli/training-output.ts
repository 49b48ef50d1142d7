/** `--out` of a training: nothing of the user's is replaced without `--overwrite`, and what cannot be written is found early. */
import { access, constants, mkdir } from 'node:fs/promises';
import { hasCheckpoint } from '../bundle/checkpoint';
import { namesOf, occupantOf } from '../bundle/occupant';
import { ConfigError } from '../errors';
import { fileError } from '../platform/file-errors';
import { platform } from '../platform/platform';
import { refuseForeignHistory } from './run-history';

interface Output {
  out: string;
  resume?: boolean;
  overwrite?: boolean;
}

/**
 * @throws ConfigError for a trained model without `--overwrite`, and for a folder with other files than those of a
 * bundle; BundleError where nothing can be written.
 */
export async function prepareOutput({ out, resume = false, overwrite = false }: Output): Promise<void> {
  if (resume && overwrite) throw bothGiven();
  if (!resume) await refuseOccupied(out, overwrite);
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    throw fileError('save', out, error);
  }
}

async function refuseOccupied(out: string, overwrite: boolean): Promise<void> {
  const where = `tfseq train --out ${out}`;
  const store = platform().openStore(out);
  const occupant = await occupantOf(store);
  if (occupant.is === 'files') {
    throw new ConfigError({
      where,
      problem: `the folder holds no bundle, but other files: ${namesOf(occupant.names)}`,
      expected: 'an empty folder, one that does not exist yet, or one with a bundle',
      fix: 'Choose a folder of its own for the bundle',
    });
  }
  refuseForeignHistory(out);
  if (occupant.is === 'free' || overwrite) return;
  if (await hasCheckpoint(store)) return; // `fit` refuses to begin anew, and says how to go on
  throw new ConfigError({
    where,
    problem: 'a trained model is in it',
    expected: 'a folder without one',
    fix: `Choose another --out, or pass --overwrite to replace that model; to train it further, pass --continue-from ${out} and another --out`,
  });
}

const bothGiven = () =>
  new ConfigError({
    where: 'tfseq train',
    problem: 'both --resume and --overwrite are given',
    expected: '--resume to go on with an unfinished run, or --overwrite to begin anew',
    fix: 'Leave one out',
  });
