/** English news with named entities: persons, places, organisations, others (Tjong Kim Sang & De Meulder 2003). */
import { readConll } from '../../formats/conll';
import { toArray } from '../splits';
import { rawUrl, type RegistryFile, type TaggedWordsEntry } from './entry';

const origin = 'heathher/Named-Entity-Recognition@f58fe48cefba693c6f454c3e94d89b37dcb7ce98';

const file = (name: string, bytes: number, sha256: string): RegistryFile => ({
  name,
  bytes,
  sha256,
  url: rawUrl(origin, `conll2003/${name}`),
});

export const conll2003: TaggedWordsEntry = {
  name: 'conll2003-ner',
  kind: 'tagged words',
  folder: 'conll2003-ner',
  task: 'tagging',
  description: '20,744 English news sentences with named entities: PER, LOC, ORG, MISC',
  origin: [origin],
  licence: 'none stated in the repository; the text is Reuters news (RCV1), for research only by its owner',
  citation:
    'Tjong Kim Sang and De Meulder 2003. Introduction to the CoNLL-2003 shared task: Language-independent named entity recognition. CoNLL.',
  splitRule: 'official: train.txt, valid.txt, test.txt (testb)',
  notes: [
    'tags are IOB2: B- begins every entity; this copy has no column of parts of speech',
    '126 of the 3,453 test sentences stand in training too',
  ],
  files: [
    file('train.txt', 1873522, '4df923b8161472d0ad4dfaeaf9a0b76cc5ac2fb5fbcae01d56eaf9f856e291c4'),
    file('valid.txt', 471815, '586f1baed1044d6e8661c43e65b0ab7f13a76867d12fbf653037f696a2ef3134'),
    file('test.txt', 426136, '4fba02067653f6acfe7e19904f9376d32019fd865bd452f1b23e2f7add357317'),
  ],
  async read(files) {
    const read = (name: string) => toArray(readConll(files.get(name)!));
    return { train: await read('train.txt'), validation: await read('valid.txt'), test: await read('test.txt') };
  },
};
