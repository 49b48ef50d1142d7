/**
 * Checkpoints of a task: the state of the loop together with what must be the same to go on: task, configuration,
 * preprocessor and data.
 */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { loadCheckpoint, removeCheckpoint, saveCheckpoint } from '../src/bundle/checkpoint';
import type { JsonObject } from '../src/bundle/json';
import { BundleError, ConfigError, show } from '../src/errors';
import { describeArithmetic } from '../src/kernels/describe';
import { platform, type Store } from '../src/platform/platform';
import { decodeCheckpoint, encodeCheckpoint, type TrainingState } from '../src/training/checkpoint/checkpoint';
import { parseFile } from '../src/validation';
import { checkLocation, type FitOptions } from './options';
import { upgradeConfig } from './settings';

/** What a run is made of beside its state; JSON. */
export interface RunIdentity {
  task: string;
  config: object;
  /** Fingerprints of the examples, in their order. */
  data: string;
  /** Of examples that are read anew for every epoch; missing for those in memory. */
  shuffleBuffer?: number;
  /** Of no examples where there are none. The first checkpoints were written without. */
  validation?: string;
}

const savedHeader = v.looseObject({
  task: v.string(),
  config: v.looseObject({}),
  data: v.string(),
  validation: v.optional(v.string()),
  encoder: v.unknown(),
  /** `describeArithmetic`; the first checkpoints were written without. */
  arithmetic: v.optional(v.string()),
  state: v.unknown(),
});

export interface Resumed {
  encoder: unknown;
  state: TrainingState;
  warnings: string[];
}

export class RunCheckpoints {
  private readonly store: Store;

  constructor(private readonly location: string) {
    this.store = platform().openStore(location);
  }

  /** As `Store.key`. */
  get key(): string {
    return this.store.key;
  }

  /** What a run writes here, as `runTraining` takes it. */
  writersOf(identity: RunIdentity, preprocessor: { toJSON(): object }) {
    return {
      checkpoint: { save: (state: TrainingState) => this.save(identity, preprocessor.toJSON(), state) },
      keepValidationReport: (epoch: number, text: string) => this.keepValidationReport(epoch, text),
    };
  }

  async save(identity: RunIdentity, encoder: object, state: TrainingState): Promise<void> {
    const { header, bytes } = encodeCheckpoint(state);
    const saved = { ...identity, encoder, arithmetic: arithmeticHere(), state: header };
    await saveCheckpoint(this.store, { header: saved as object as JsonObject, bytes });
  }

  /** @throws ConfigError where an unfinished run would be overwritten. */
  async refuseUnfinished(): Promise<void> {
    const found = await loadCheckpoint(this.store);
    if (!found) return;
    throw new ConfigError({
      where: this.location,
      problem: 'there is the checkpoint of a run that has not ended',
      expected: 'a place without one',
      fix: 'Go on with it (resume: true, or --resume), choose another place, or begin anew (overwrite: true, or --overwrite)',
    });
  }

  /**
   * The preprocessor's JSON and the state to go on from, and what to tell the user.
   * @throws BundleError if there is no checkpoint or it is damaged, ConfigError if this is another run, naming what differs.
   */
  async resume(identity: RunIdentity): Promise<Resumed> {
    const found = await loadCheckpoint(this.store);
    if (!found) {
      throw new BundleError({
        during: 'load',
        where: this.location,
        problem: 'there is no checkpoint to resume from',
        expected: `${this.location}/checkpoint, which an unfinished run leaves`,
        fix: 'Check the path, or start without resume; a run that has ended needs no resuming',
      });
    }
    const saved = parseFile(
      `${this.location}/checkpoint`,
      savedHeader,
      found.header,
      'Start a new run in another place',
    );
    checkSame(this.location, { ...saved, config: upgradeConfig(saved.config) }, identity);
    const state = decodeCheckpoint(saved.state, found.bytes, this.location);
    return { encoder: saved.encoder, state, warnings: otherArithmetic(saved.arithmetic) };
  }

  /** `validation/epoch-3.tsv`: what the model answered then. It stays when the run has ended. */
  async keepValidationReport(epoch: number, text: string): Promise<void> {
    await this.store.commit(new Map([[reportOf(epoch), new TextEncoder().encode(text)]]));
  }

  /** Those of an earlier run, which a new one would be mistaken for; whatever else is there stays. */
  async removeValidationReports(): Promise<void> {
    for (let epoch = 1; await this.store.has(reportOf(epoch)); epoch++) {
      await this.store.remove([reportOf(epoch)]);
    }
  }

  /** Once the model that the run gave is saved. What another run has begun here in the meantime stays. */
  async remove(): Promise<void> {
    const lock = await this.store.lock(lockName);
    if (!('release' in lock)) return;
    try {
      await removeCheckpoint(this.store);
    } finally {
      await lock.release();
    }
  }

  /**
   * Runs a training that writes here; no other one does at the same time.
   * @throws ConfigError where one does already, of this process or another one.
   */
  async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const lock = await this.store.lock(lockName);
    if (!('release' in lock)) throw busy(this.location, lock.heldBy);
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }
}

/** Options of a `fit` that has its place for checkpoints, where it is given one. */
export interface FitOfRun<Example> extends FitOptions<Example> {
  run?: RunCheckpoints;
}

const lockName = 'checkpoint';

/** A training with checkpoints where there are to be some. @throws ConfigError for a place that another one writes to. */
export function withCheckpoints<Result>(
  location: string | undefined,
  work: (checkpoints: RunCheckpoints | undefined) => Promise<Result>,
): Promise<Result> {
  if (location === undefined) return work(undefined);
  checkLocation('fit', 'checkpoints', location);
  const checkpoints = new RunCheckpoints(location);
  return checkpoints.exclusively(() => work(checkpoints));
}

const busy = (location: string, heldBy: string) =>
  new ConfigError({
    where: `fit, checkpoints: ${show(location)}`,
    problem: `another training writes its checkpoints there: ${heldBy}`,
    expected: 'a place that no other training writes to',
    fix: 'Wait until it has ended, or choose another place',
  });

/**
 * What to go on from, where a run is resumed.
 * @throws ConfigError where an unfinished run would be overwritten, for no place to resume from, and as
 * `RunCheckpoints.resume`
 */
export async function beginRun(
  { run, resume, overwrite }: Pick<FitOfRun<never>, 'run' | 'resume' | 'overwrite'>,
  identity: RunIdentity,
): Promise<Resumed | undefined> {
  if (resume && !run) throw noPlace();
  if (resume) return run?.resume(identity);
  if (!overwrite) await run?.refuseUnfinished();
  return undefined;
}

const noPlace = () =>
  new ConfigError({
    where: 'fit',
    problem: 'resume is true, but checkpoints is not given',
    expected: 'the place of the checkpoint',
    fix: "Pass checkpoints: 'runs/mine'",
  });

const reportOf = (epoch: number) => `validation/epoch-${epoch}.tsv`;

const arithmeticHere = () => describeArithmetic(tf.getBackend());

function otherArithmetic(saved: string | undefined): string[] {
  const present = arithmeticHere();
  if (saved === undefined || saved === present) return [];
  return [
    `the run was begun on other arithmetic (${saved}; now ${present}): it goes on, and its numbers differ by rounding ` +
      'from those of a run without a break',
  ];
}

function checkSame(location: string, saved: RunIdentity, present: RunIdentity): void {
  const differing = [
    ...(saved.task === present.task ? [] : [`task (${show(saved.task)}, now ${show(present.task)})`]),
    ...differingKeys(saved.config, present.config),
    ...(saved.data === present.data ? [] : ['the training examples']),
    ...(saved.shuffleBuffer === present.shuffleBuffer
      ? []
      : [`shuffleBuffer (${show(saved.shuffleBuffer)}, now ${show(present.shuffleBuffer)})`]),
    ...([undefined, present.validation].includes(saved.validation) ? [] : ['the validation examples']),
  ];
  if (!differing.length) return;
  throw new ConfigError({
    where: `resume from ${location}`,
    problem: `the run differs from the one that was begun: ${differing.join(', ')}`,
    expected: 'the same data and configuration',
    fix: 'Give the same options as then, or start a new run in another place',
  });
}

function differingKeys(saved: object, present: object): string[] {
  const a = new Map<string, unknown>(Object.entries(saved));
  const b = new Map<string, unknown>(Object.entries(present));
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => JSON.stringify(a.get(key)) !== JSON.stringify(b.get(key)))
    .map((key) => `${key} (${show(a.get(key))}, now ${show(b.get(key))})`);
}
