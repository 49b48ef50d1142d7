/** How files are read for a trained model: as training read its own. */
import type { DataKind, DataOptions } from './example-kind';
import { endingOf } from './formats/format';

/** Options of files whose ending says another format than the one that was given for training. */
const OF_FORMAT = ['format', 'delimiter', 'quotes', 'header'];

/**
 * @param remembered options of training
 * @param given now: they count more
 * @returns also without the format of training where the name of the file says its own
 */
export function readAsTrained(
  { endings }: DataKind,
  remembered: DataOptions,
  given: DataOptions,
  nameOrPath: string | undefined,
): DataOptions {
  const ending = endingOf(nameOrPath ?? '');
  const hasOwnFormat = remembered.format !== undefined && endings.includes(ending) && ending !== remembered.format;
  const kept = Object.entries(remembered).filter(([name]) => !(hasOwnFormat && OF_FORMAT.includes(name)));
  return { ...Object.fromEntries(kept), ...given };
}
