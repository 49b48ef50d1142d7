/** English sentences and their French translations, made by the people of Tatoeba. */
import { unzipSync } from 'fflate';

import { DataError } from '../../../errors';
import type { ParallelText } from '../../examples/parallel-text';
import { readParallelText } from '../../examples/parallel-text-reader';
import { type ByteSource, collect, sourceOf } from '../../bytes/source';
import { splitWhere, toArray } from '../splits';
import { type ParallelTextEntry, rawUrl } from './entry';

const origin = 'genimind/seq2seq@4f3f8eb0adde54fcc8b89394336b002e7961244c';
const ARCHIVE = 'fra-eng.zip';
const MEMBER = 'fra.txt';
const SENTENCES = 40_000;

export const tatoeba: ParallelTextEntry = {
  name: 'tatoeba-fra-eng',
  kind: 'parallel text',
  folder: 'tatoeba-fra-eng',
  task: 'translation',
  description: 'the 40,000 shortest English sentences of the collection with their French translations: 62,397 pairs',
  origin: [origin],
  licence: 'CC BY 2.0, of tatoeba.org and manythings.org/anki (none is stated in the repository)',
  citation: 'Tatoeba, tatoeba.org; selected by manythings.org/anki, 2017-09-29',
  splitRule:
    'distinct English sentences by rising length (equal lengths in the order of the file), the first 40,000; position i (from 0): i mod 10 = 0 test, 1 validation, else training',
  notes: [
    'one sentence has up to dozens of translations: all pairs of an English sentence are in the same split, so none leaks',
    'from English to French unless the options say otherwise; a French sentence may be in two splits',
  ],
  sides: ['en', 'fr'],
  files: [
    {
      name: ARCHIVE,
      bytes: 2951390,
      sha256: '16c4f7d0df9e7c5e6c54cdb0447f3f4a18a55052ff5e2e0b27dd4a06c0e49d04',
      url: rawUrl(origin, ARCHIVE),
      alternative: {
        name: `${MEMBER}.gz`,
        bytes: 2941514,
        sha256: 'ec59d6aaba2103a1320330f39bec51dbebbb20cb6bbe9976bd16b0622c965a50',
      },
    },
  ],
  async read(files) {
    const file = files.get(ARCHIVE)!;
    const source = file.name.endsWith('.zip') ? await unzip(file) : file;
    return splitBySentence(await toArray(readParallelText([source])));
  },
};

function splitBySentence(pairs: readonly ParallelText[]) {
  const distinct = [...new Set(pairs.map(({ source }) => source))].sort((a, b) => a.length - b.length);
  const positions = new Map(distinct.slice(0, SENTENCES).map((sentence, position) => [sentence, position]));
  const short = pairs.filter(({ source }) => positions.has(source));
  return splitWhere(short, ({ source }) => {
    const tenth = positions.get(source)! % 10;
    return tenth === 0 ? 'test' : tenth === 1 ? 'validation' : 'train';
  });
}

async function unzip(archive: ByteSource): Promise<ByteSource> {
  const members = unzipSync(await collect(archive.open()), { filter: ({ name }) => name === MEMBER });
  if (MEMBER in members) return sourceOf(MEMBER, members[MEMBER]);
  throw new DataError({
    where: archive.name,
    problem: `the archive has no ${MEMBER}`,
    expected: 'the archive of the registry',
    fix: 'Fetch it again',
  });
}
