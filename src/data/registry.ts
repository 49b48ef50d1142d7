/** The public data sets that are known by name. One file a data set; this is the list. */
import { DataError, show } from '../errors';
import { didYouMean } from '../spelling';
import type { LabeledText } from './labeled-text';
import { namesByLanguage } from './registry/names-by-language';
import { reviewPolarity } from './registry/review-polarity';
import { rtPolarity } from './registry/rt-polarity';
import { sentimentSample } from './registry/sentiment-sample';
import { sst, sstBinarySentences, sstFine } from './registry/sst';
import { trec } from './registry/trec';
import type { ByteSource } from './source';
import type { Splits } from './splits';

export interface RegistryEntry {
  name: string;
  /** Folder of its files in the cache and in TFSEQ_DATA_DIR. */
  folder: string;
  task: 'sentiment' | 'classification';
  description: string;
  /** Public repository and commit, `owner/name@commit`. */
  origin: readonly string[];
  /** As stated at the origin. */
  licence: string;
  citation: string;
  /** How the fixed splits are made. */
  splitRule: string;
  notes: readonly string[];
  files: readonly RegistryFile[];
  /** @param files by the name of the registry */
  read(files: ReadonlyMap<string, ByteSource>): Promise<Splits<LabeledText>>;
}

export interface FileForm {
  name: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

export interface RegistryFile extends FileForm {
  url: string;
  /** Another form of the same content that a local copy may have. */
  alternative?: FileForm;
}

export const registry: readonly RegistryEntry[] = [
  sentimentSample,
  rtPolarity,
  sst,
  sstBinarySentences,
  sstFine,
  reviewPolarity,
  trec,
  namesByLanguage,
];

export function findEntry(name: string): RegistryEntry | undefined {
  return registry.find((entry) => entry.name === name);
}

/** @throws DataError with the names that exist. */
export function requireEntry(name: string): RegistryEntry {
  const entry = findEntry(name);
  if (entry) return entry;
  throw new DataError({
    where: 'registry',
    problem: `there is no data set named ${show(name)}`,
    expected: `one of ${registry.map((known) => known.name).join(', ')}`,
    fix: didYouMean(
      name,
      registry.map((entry) => entry.name),
      "Run 'tfseq data list'",
    ),
  });
}
