/** The place of a new search: nothing of the user's is replaced. */
import { namesOf, occupantOf, tuningFile } from '../../../src/bundle/occupant';
import { ConfigError } from '../../../src/errors';
import { platform } from '../../../src/platform/platform';

/** @throws ConfigError where a search is, a model, or other files. */
export async function refuseOccupiedBySearch(location: string, overwrite: boolean): Promise<void> {
  const store = platform().openStore(location);
  const occupant = await occupantOf(store);
  if (occupant.is === 'files') throw otherFiles(location, occupant.names);
  if (overwrite) return;
  if (await store.has(tuningFile))
    throw isThere(location, 'a search is in it', 'Go on with it (resume: true, or --resume), choose');
  if (occupant.is === 'bundle') throw isThere(location, 'a trained model is in it', 'Choose');
}

const isThere = (location: string, problem: string, choose: string) =>
  new ConfigError({
    where: location,
    problem,
    expected: 'a place without one',
    fix: `${choose} another place, or replace it (overwrite: true, or --overwrite)`,
  });

const otherFiles = (location: string, names: readonly string[]) =>
  new ConfigError({
    where: location,
    problem: `the folder holds no bundle, but other files: ${namesOf(names)}`,
    expected: 'an empty folder, or one that does not exist yet',
    fix: 'Choose a folder of its own for the search',
  });
