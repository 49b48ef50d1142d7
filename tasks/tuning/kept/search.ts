/** The state of a search: its trials, the models that may be the best, and what of it is kept in its place. */
import { removeCheckpoint } from '../../../src/bundle/checkpoint';
import { configFile, tuningFile } from '../../../src/bundle/occupant';
import { BundleError } from '../../../src/errors';
import type { Metrics, Monitor } from '../../../src/metrics/metric-types';
import { platform, type Store } from '../../../src/platform/platform';
import type { AnyTaskModel, TaskClass } from '../../index';
import { bestOf, type Compared, compareAll, toConfirm } from '../comparison';
import type { RangeTest } from '../space/range-test';
import { checkSameSearch, loadSearch, type SavedSearch, saveSearch, type SearchIdentity } from './saved-search';
import type { Plan, Trial } from '../trials';

export class Search {
  /** Of trials in this process that are, or may become, the best. */
  private readonly models = new Map<number, AnyTaskModel>();

  private constructor(
    private readonly store: Store | undefined,
    readonly saved: SavedSearch,
  ) {}

  /** @throws ConfigError where `resume` is of another search, BundleError for one that cannot be read. */
  static async open(location: string | undefined, resume: boolean, identity: SearchIdentity): Promise<Search> {
    const fresh = { base: {}, trials: [], rangeTest: null, baselines: {}, model: null, running: null, seconds: 0 };
    const store = location === undefined ? undefined : platform().openStore(location);
    const found = resume && store ? await loadSearch(store) : undefined;
    if (resume && location !== undefined && !found) throw nothingToResume(location);
    if (found && location !== undefined) checkSameSearch(location, found.identity, identity);
    return new Search(store, found ?? { identity, ...fresh });
  }

  get trials(): readonly Trial[] {
    return this.saved.trials;
  }

  compared(monitor: Monitor): Compared[] {
    return compareAll(this.trials, monitor);
  }

  /** What a trial is trained with in its place: its checkpoints, and whether it has been begun. */
  async begin(plan: Plan): Promise<{ checkpoints?: string; resume?: boolean; overwrite?: boolean }> {
    if (!this.store) return {};
    const { running } = this.saved;
    const isBegun = JSON.stringify(running) === JSON.stringify(plan) && (await this.store.has('checkpoint/checkpoint.json')); // prettier-ignore
    this.saved.running = plan;
    await this.write();
    return { checkpoints: this.store.location, ...(isBegun ? { resume: true } : { overwrite: true }) };
  }

  setDefault(model: AnyTaskModel, baselines: Record<string, Metrics>): void {
    this.saved.base = JSON.parse(JSON.stringify(model.config)) as Record<string, unknown>;
    this.saved.baselines = baselines;
  }

  async setRangeTest(rangeTest: RangeTest): Promise<void> {
    this.saved.rangeTest = rangeTest;
    await this.write();
  }

  /** Keeps the trial, and its model as long as it may be the best. @returns the best configuration so far */
  async add(trial: Trial, model: AnyTaskModel | undefined, monitor: Monitor): Promise<Compared> {
    this.saved.trials.push(trial);
    this.saved.running = null;
    if (model) this.models.set(trial.number, model);
    const all = this.compared(monitor);
    const best = bestOf(all);
    const wanted = [best, toConfirm(all)].map((one) => one?.trials[0].number);
    for (const [number, one] of this.models) if (!wanted.includes(number)) this.forget(number, one);
    await this.keep(best);
    return best;
  }

  /** Trial and settings first, so that what is there is never of a trial that the search does not know. */
  private async keep(best: Compared): Promise<void> {
    const [{ number }] = best.trials;
    const model = this.models.get(number);
    await this.write();
    if (!this.store) return;
    await removeCheckpoint(this.store);
    if (model && this.saved.model !== number) await this.adopt(number, model);
  }

  /** The model of a trial becomes what is saved. */
  async adopt(number: number, model: AnyTaskModel): Promise<void> {
    if (!this.store) return;
    await model.save(this.store.location, { overwrite: true });
    const config = `${JSON.stringify(model.config, null, 2)}\n`;
    await this.store.commit(new Map([[configFile, new TextEncoder().encode(config)]]));
    this.saved.model = number;
    await this.write();
  }

  /** The model of the best configuration; undefined where it has to be trained again. */
  async modelOf({ trials: [{ number }] }: Compared, Task: TaskClass): Promise<AnyTaskModel | undefined> {
    const model = this.models.get(number);
    if (model) this.models.delete(number);
    if (model || !this.store || this.saved.model !== number) return model;
    return Task.load(this.store.location);
  }

  /** Frees the models that are left. */
  dispose(): void {
    for (const [number, model] of this.models) this.forget(number, model);
  }

  private forget(number: number, model: AnyTaskModel): void {
    this.models.delete(number);
    model.dispose();
  }

  private async write(): Promise<void> {
    if (this.store) await saveSearch(this.store, this.saved);
  }
}

const nothingToResume = (location: string) =>
  new BundleError({
    during: 'load',
    where: location,
    problem: 'there is no search to resume',
    expected: `${tuningFile}, which a search leaves`,
    fix: 'Check the path, or start without resume',
  });
