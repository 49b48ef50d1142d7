/** What is at a place where a bundle is to be saved, so that nothing of a user's is replaced. */
import { BundleError, show } from '../errors';
import type { Store } from '../platform/platform';
import { hasCheckpoint } from './checkpoint';
import { bundleFiles } from './encode';
import { manifestPath } from './manifest';

/** `free`: nothing is there, or an unfinished run. `files`: no bundle, but files that are not ours, by their names. */
export type Occupant = { is: 'free' } | { is: 'bundle' } | { is: 'files'; names: string[] };

/** Of other programs that look at a folder; no file of a user's. */
const ofSystem = ['.DS_Store', 'Thumbs.db', 'desktop.ini'];

/** Of a training that runs, or was killed. */
const lockOfTraining = /^\.(training|checkpoint)-lock(-takeover)?$/;

/** The search of `tune`, and what is written beside it. */
export const tuningFile = 'tuning.json';
export const configFile = 'config.json';
const ofSearch: readonly string[] = [tuningFile, configFile, 'trials.csv', 'trials.svg', 'trials.vl.json'];

export async function occupantOf(store: Store): Promise<Occupant> {
  if (await store.has(manifestPath)) return { is: 'bundle' };
  const names = await otherFiles(store);
  return names.length > 0 ? { is: 'files', names: names.sort() } : { is: 'free' };
}

/** Where a run has begun, a user may have put files beside its checkpoint: only what a bundle would replace counts. */
async function otherFiles(store: Store): Promise<string[]> {
  const names = await store.list();
  if (await hasCheckpoint(store)) return names.filter((name) => bundleFiles.includes(name));
  const own = [...ofSystem];
  if (await store.has('validation/epoch-1.tsv')) own.push('validation'); // of a run whose model was saved elsewhere
  if (await store.has(tuningFile)) own.push(...ofSearch);
  return names.filter((name) => !own.includes(name) && !lockOfTraining.test(name));
}

/** Names to show in a message: the first of them, and how many more there are. */
export function namesOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => show(name));
  return [...shown, ...(names.length > most ? [`${names.length - most} more`] : [])].join(', ');
}

/** @throws BundleError for another model's bundle without `overwrite`, and for a place with files that are no bundle. */
export async function refuseOccupied(store: Store, overwrite: boolean): Promise<void> {
  const occupant = await occupantOf(store);
  if (occupant.is === 'free' || (occupant.is === 'bundle' && overwrite)) return;
  throw new BundleError({
    during: 'save',
    where: store.location,
    ...(occupant.is === 'bundle'
      ? {
          problem: 'another model is saved there: this one was neither loaded from it nor saved there before',
          expected: 'a place without a bundle',
          fix: 'Pass { overwrite: true } to replace that model, or save this one elsewhere',
        }
      : {
          problem: `there is no bundle, but there are other files: ${namesOf(occupant.names)}`,
          expected: 'an empty folder, one that does not exist yet, or one with a bundle',
          fix: 'Save into a folder of its own',
        }),
  });
}
