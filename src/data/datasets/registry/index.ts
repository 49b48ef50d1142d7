/** The public data sets that are known by name. One file a data set; this is the list. */
import { DataError, show } from '../../../errors';
import { didYouMean } from '../../../spelling';
import type { FrameRecording } from '../../examples/frames';
import type { LabeledText } from '../../examples/labeled-text';
import type { ParallelText } from '../../examples/parallel-text';
import { conll2003 } from './conll2003';
import { exercises } from './exercises';
import { gesturePhase } from './gesture-phase';
import { movingShapes } from './moving-shapes';
import { multi30k, multi30kRaw } from './multi30k';
import { namesByLanguage } from './names-by-language';
import { reviewPolarity } from './review-polarity';
import { rtPolarity } from './rt-polarity';
import { sentimentSample } from './sentiment-sample';
import { sst, sstBinarySentences, sstFine } from './sst';
import { tatoeba } from './tatoeba';
import { trec } from './trec';
import { udEnglishEwt, udEnglishEwtXpos } from './ud-english-ewt';
import type { ByteSource } from '../../bytes/source';
import type { Splits } from '../splits';
import type { TaggedWords } from '../../examples/tagged-words';

/** The kinds of data, and what an example of each is. */
export interface ExampleKinds {
  'labelled text': LabeledText;
  'parallel text': ParallelText;
  'tagged words': TaggedWords;
  frames: FrameRecording;
}
export type KindName = keyof ExampleKinds;
export type ExampleOf<Kind extends KindName> = ExampleKinds[Kind];

export interface Entry<Kind extends KindName> {
  name: string;
  kind: Kind;
  /** Folder of its files in the cache and in TFSEQ_DATA_DIR. */
  folder: string;
  task: 'sentiment' | 'classification' | 'translation' | 'tagging';
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
  read(files: ReadonlyMap<string, ByteSource>): Promise<Splits<ExampleOf<Kind>>>;
}

export type LabeledTextEntry = Entry<'labelled text'>;
export interface ParallelTextEntry extends Entry<'parallel text'> {
  /** Names of the two sides, such as languages; the first one is the source unless it is told otherwise. */
  sides: readonly [string, string];
}
export type TaggedWordsEntry = Entry<'tagged words'>;
export type FramesEntry = Entry<'frames'>;
export type RegistryEntry = LabeledTextEntry | ParallelTextEntry | TaggedWordsEntry | FramesEntry;

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
  multi30k,
  multi30kRaw,
  tatoeba,
  ...exercises,
  udEnglishEwt,
  udEnglishEwtXpos,
  conll2003,
  ...gesturePhase,
  movingShapes,
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
