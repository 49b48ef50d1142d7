/** `tuning.json`: a search as it is kept, after every trial, so that one that was interrupted goes on. */
import * as v from 'valibot';
import { decodeChecksummed, encodeChecksummed, type Format, jsonLimit } from '../../../src/bundle/checksummed-json';
import { tuningFile } from '../../../src/bundle/occupant';
import { ConfigError, show } from '../../../src/errors';
import { platform, type Store } from '../../../src/platform/platform';
import { type Plan, type Trial, trialSchema } from '../trials';
import type { RangeTest } from '../space/range-test';
import type { Settings } from '../space/space';

const format: Format = { name: 'tfjs-sequence-tuning', version: 1 };

/** What must be the same to go on. JSON. */
export interface SearchIdentity {
  task: string;
  /** Settings that are not searched. */
  settings: Settings;
  space: object | null;
  /** Fingerprints. */
  data: string;
  validation: string;
  /** Of the files that every training takes (`vectors`), by their names. */
  files?: Record<string, string>;
}

export interface SavedSearch {
  identity: SearchIdentity;
  /** All settings of the default. */
  base: Settings;
  trials: Trial[];
  rangeTest: RangeTest | null;
  baselines: Record<string, Record<string, number>>;
  /** Number of the trial whose model is saved beside it; null without one. */
  model: number | null;
  /** The trial that has a checkpoint. */
  running: Plan | null;
  /** That the search has taken so far. */
  seconds: number;
}

const schema = v.looseObject({
  identity: v.object({
    task: v.string(),
    settings: v.record(v.string(), v.unknown()),
    space: v.nullable(v.looseObject({})),
    data: v.string(),
    validation: v.string(),
    files: v.optional(v.record(v.string(), v.string())),
  }),
  base: v.record(v.string(), v.unknown()),
  trials: v.array(trialSchema),
  rangeTest: v.nullable(
    v.object({
      rates: v.array(v.number()),
      losses: v.array(v.number()),
      suggested: v.nullable(v.number()),
      largest: v.nullable(v.number()),
    }),
  ),
  baselines: v.record(v.string(), v.record(v.string(), v.number())),
  model: v.nullable(v.number()),
  running: v.nullable(v.pick(trialSchema, ['settings', 'rung', 'epochs', 'seed'])),
  seconds: v.number(),
});

/** @throws BundleError (`'save'`); what was there stays. */
export async function saveSearch(store: Store, search: SavedSearch): Promise<void> {
  const bytes = await encodeChecksummed(tuningFile, format, search, platform().sha256);
  await store.commit(new Map([[tuningFile, bytes]]));
}

/** @returns undefined where there is none. @throws BundleError (`'load'`) for one that is damaged, edited or newer. */
export async function loadSearch(store: Store): Promise<SavedSearch | undefined> {
  if (!(await store.has(tuningFile))) return undefined;
  const bytes = await store.read(tuningFile, jsonLimit);
  return decodeChecksummed(`${store.location}: ${tuningFile}`, format, schema, bytes, platform().sha256);
}

const filesOf = (...identities: SearchIdentity[]) => [
  ...new Set(identities.flatMap(({ files = {} }) => Object.keys(files))),
];

/** @throws ConfigError naming what differs. */
export function checkSameSearch(location: string, saved: SearchIdentity, present: SearchIdentity): void {
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const differing = [
    ...(saved.task === present.task ? [] : [`the task (${show(saved.task)}, now ${show(present.task)})`]),
    ...(differs(saved.settings, present.settings)
      ? [`the settings (${show(saved.settings)}, now ${show(present.settings)})`]
      : []),
    ...(differs(saved.space, present.space) ? ['the settings that are searched'] : []),
    ...(saved.data === present.data ? [] : ['the training examples']),
    ...(saved.validation === present.validation ? [] : ['the validation examples']),
    ...filesOf(saved, present)
      .filter((name) => saved.files?.[name] !== present.files?.[name])
      .map((name) => `the file of ${name}`),
  ];
  if (!differing.length) return;
  throw new ConfigError({
    where: `resume from ${location}`,
    problem: `the search differs from the one that was begun: ${differing.join(', ')}`,
    expected: 'the same data, settings and search space',
    fix: 'Give the same as then, or start a new search in another place',
  });
}
