/** Where a model is kept: the bundles that it was loaded from or saved as, and the checkpoint of its last run. */
import type { BundleContent } from '../../src/bundle/encode';
import { refuseOccupied } from '../../src/bundle/occupant';
import { saveBundle } from '../../src/bundle/store';
import { platform } from '../../src/platform/platform';
import { checkOptionNames } from '../../src/validation';
import type { RunCheckpoints } from '../checkpoints';
import { checkLocation } from '../options';

/** Options of `save`. */
export interface SaveOptions {
  /**
   * Replaces the bundle of another model. Without it `save` replaces only what this model was loaded from, saved as or
   * resumed from. Files that are no bundle are never replaced.
   */
  overwrite?: boolean;
}

/** @throws ConfigError for no location, and for an option that is unknown. */
export function checkSaveOptions(where: string, location: unknown, options: SaveOptions): void {
  checkLocation(where, 'location', location);
  checkOptionNames(where, options, { overwrite: true });
}

export class ModelPlaces {
  /** Where this model may be saved again. */
  private readonly own = new Set<string>();
  /** Its checkpoint stays until the model is saved, so that nothing is lost in between. */
  private endedRun?: RunCheckpoints;

  /** @throws BundleError; what was there stays. */
  async save(location: string, content: BundleContent, { overwrite = false }: SaveOptions): Promise<void> {
    const store = platform().openStore(location);
    if (!this.own.has(store.key)) await refuseOccupied(store, overwrite);
    await saveBundle(store, content);
    this.own.add(store.key);
    await this.endedRun?.remove();
    this.endedRun = undefined;
  }

  /** The model is now what a bundle holds. */
  cameFrom(location: string): void {
    this.own.clear();
    this.own.add(platform().openStore(location).key);
    this.endedRun = undefined;
  }

  /** @param isResumed whether what is saved where its checkpoint was is of the same run */
  endRun(run: RunCheckpoints | undefined, isResumed: boolean): void {
    this.endedRun = run;
    if (run && isResumed) this.own.add(run.key);
  }
}
