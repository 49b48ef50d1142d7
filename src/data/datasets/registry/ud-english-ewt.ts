/** English web texts with a part of speech for every word (Silveira et al. 2014), Universal Dependencies 2.16. */
import { type ConlluTag, readConllu } from '../../formats/conllu';
import { toArray } from '../splits';
import { rawUrl, type RegistryFile, type TaggedWordsEntry } from './entry';

const origin = 'UniversalDependencies/UD_English-EWT@15d613d8447b3478787d4c278730a1e48a945efb';

const file = (
  part: string,
  bytes: number,
  sha256: string,
  gzipped: { bytes: number; sha256: string },
): RegistryFile => {
  const name = `en_ewt-ud-${part}.conllu`;
  return { name, bytes, sha256, url: rawUrl(origin, name), alternative: { name: `${name}.gz`, ...gzipped } };
};

const treebank = (name: string, tag: ConlluTag, tags: string): TaggedWordsEntry => ({
  name,
  kind: 'tagged words',
  folder: 'ud-english-ewt',
  task: 'tagging',
  description: `16,622 English sentences of the web (blogs, mail, reviews, …) with ${tags} for every word`,
  origin: [origin],
  licence: 'CC BY-SA 4.0',
  citation: 'Silveira et al. 2014. A gold standard dependency corpus for English. LREC.',
  splitRule: 'official: train, dev, test',
  notes: [
    'the 3,327 multiword tokens and 43 empty nodes of the files are skipped: words are the syntactic ones',
    '94 of the 2,077 test sentences stand in training too',
  ],
  files: [
    file('train', 14203025, '3fb78e2b55482c8ee00caa653af436c88c9e5bc9a73ce26e4ae3ddc79d2b7e7b', {
      bytes: 2605912,
      sha256: 'bd47e08c9e18ec12d319e84df2ccdb272ff6de1d0dba5761117d3caf8b358f7b',
    }),
    file('dev', 1805545, '531a54ff90d6ab12201c5a50c3e78e6ddac4de69abc4bce5d275d3cd29efe2b6', {
      bytes: 333837,
      sha256: '41086e3afc9ae572f899c9123f874d6d04a52e374a3d2ac7a6667ce48e3bf3e3',
    }),
    file('test', 1804515, 'e266e515a0a7547657ed3d90d9ba46487d6bd251f27ad4269d4e8a427c8555cd', {
      bytes: 330912,
      sha256: '29c151eee8846d3f3ef7806c126ecac9932af2317c008c6d6b076c5e14950dbe',
    }),
  ],
  async read(files) {
    const read = (part: string) => toArray(readConllu(files.get(`en_ewt-ud-${part}.conllu`)!, { tag }));
    return { train: await read('train'), validation: await read('dev'), test: await read('test') };
  },
});

export const udEnglishEwt = treebank('ud-english-ewt', 'upos', 'one of 17 universal parts of speech');
export const udEnglishEwtXpos = treebank('ud-english-ewt:xpos', 'xpos', "one of the Penn Treebank's parts of speech");
