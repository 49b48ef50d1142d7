/** What a bundle says of the data that it was trained on: their name, and how further files of theirs are read. */
import { basename, isAbsolute } from 'node:path';
import type { AnyTaskModel, Provenance } from '../../node';
import type { DataOptions } from '../../data/example-kind';
import { optionsOfAll } from './data-options';

interface NamedData {
  name: string;
  provenance: Provenance;
}

/** Bundles travel; where a file was on this machine is not for others. */
export const nameInBundle = ({ name }: { name: string }): string => (isAbsolute(name) ? basename(name) : name);

/** The training examples, for the model card. */
export const trainingName = (data: NamedData): string => `${nameInBundle(data)}${licenceOf(data)}, train`;

const licenceOf = ({ provenance: { licence } }: NamedData) =>
  licence === undefined ? '' : ` (licence of the data: ${licence})`;

/** What the bundle remembers of how its data are read. */
export function rememberedOf({ task }: AnyTaskModel, options: DataOptions): DataOptions | undefined {
  const names = optionsOfAll(task.kinds).filter((one) => one.remembered && options[one.name] !== undefined);
  return names.length ? Object.fromEntries(names.map(({ name }) => [name, options[name]])) : undefined;
}
