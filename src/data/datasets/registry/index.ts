/** The public data sets that are known by name. One file a data set; this is the list. */
import { DataError, show } from '../../../errors';
import { didYouMean } from '../../../spelling';
import { conll2003 } from './conll2003';
import type { RegistryEntry } from './entry';
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
import { fsdd } from './audio/fsdd';
import { japaneseVowels } from './recordings/japanese-vowels';
import { mnist10k } from './recordings/mnist';
import { movingClips } from './recordings/moving-clips';
import { unipenDigits } from './recordings/unipen-digits';
import { jsbChorales } from './music/jsb-chorales';
import { nottinghamAbc } from './running-text/nottingham-abc';
import { tinyShakespeare } from './running-text/tinyshakespeare';
import { ettHourly } from './series/ett-hourly';
import { generatedSeries } from './series/generated';
import { smallTimeSeries } from './series/small-time-series';
import { trec } from './trec';
import { udEnglishEwt, udEnglishEwtXpos } from './ud-english-ewt';

/** Public data sets by name. */
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
  japaneseVowels,
  mnist10k,
  unipenDigits,
  movingClips,
  tinyShakespeare,
  nottinghamAbc,
  jsbChorales,
  ...fsdd,
  ...ettHourly,
  ...smallTimeSeries,
  ...generatedSeries,
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
