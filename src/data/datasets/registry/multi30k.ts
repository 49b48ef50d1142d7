/** Descriptions of pictures in English and German (Elliott et al. 2016). */
import { readParallelText } from '../../examples/parallel-text-reader';
import type { ByteSource } from '../../bytes/source';
import { toArray } from '../splits';
import { type ParallelTextEntry, rawUrl, type RegistryFile } from './entry';

const origin = 'multi30k/dataset@a3d2e0d26b56f3846f66a952536ffed4e401d05a';
/** As the task of 2016 calls them. */
const PARTS = { train: 'train', validation: 'val', test: 'test_2016_flickr' };
const SIDES = ['de', 'en'] as const;

const common = {
  kind: 'parallel text',
  folder: 'multi30k-en-de',
  task: 'translation',
  origin: [origin],
  licence:
    'no licence file; its README: the images are under the Flickr terms of use, for non-commercial research and education',
  citation: 'Elliott, Frank, Sima’an and Specia 2016. Multi30K: Multilingual English-German image descriptions. VL.',
  splitRule: 'official: train, val, test_2016_flickr',
  sides: SIDES,
} as const;

/** @param nameOf the file of one side of one part */
const reading = (nameOf: (part: string, side: string) => string) => async (files: ReadonlyMap<string, ByteSource>) => {
  const read = (part: string) => toArray(readParallelText(SIDES.map((side) => files.get(nameOf(part, side))!)));
  return { train: await read(PARTS.train), validation: await read(PARTS.validation), test: await read(PARTS.test) };
};

const tokenized = (part: string, side: string) => `${part}.lc.norm.tok.${side}`;

const tokenizedFile = (
  name: string,
  bytes: number,
  sha256: string,
  gzipped?: { bytes: number; sha256: string },
): RegistryFile => ({
  name,
  bytes,
  sha256,
  url: rawUrl(origin, `data/task1/tok/${name}`),
  ...(gzipped && { alternative: { name: `${name}.gz`, ...gzipped } }),
});

export const multi30k: ParallelTextEntry = {
  ...common,
  name: 'multi30k-en-de',
  description:
    '31,014 picture descriptions in German and English, lower-cased and tokenised; 1,000 in the test of 2016',
  notes: [
    'from German to English, as the results that it is compared with, unless source and target say otherwise',
    'BLEU on it is that of the lower-cased tokens as given',
  ],
  files: [
    tokenizedFile('train.lc.norm.tok.de', 2150008, 'cb5a23529b65ec2061f1dc446192a9c37382b63cc75f81a0be59d34894b3a505', {
      bytes: 609350,
      sha256: '7e3392f03c0fe978165d22fb5eaf0d0b9b1d9c413283b5193f02d4cb27e50797',
    }),
    tokenizedFile('train.lc.norm.tok.en', 1837696, '08925f8e0572bcd5a006702fc5fe20e2d77c6917d4eebd576fc20de6693c2119', {
      bytes: 557961,
      sha256: '79d990dd71713faec0e3165cbd3b60acdf6fe11cab2e37a28f374c6bdbb297ec',
    }),
    tokenizedFile('val.lc.norm.tok.de', 77273, '97232bd273eceb7207f689527386a97e4be2616b18ada47576bdaf96c8ae1f00'),
    tokenizedFile('val.lc.norm.tok.en', 64608, '46573ce391ae227f1c72f873392436a20ef18e0a6d518098cfbd70b77c8572ec'),
    tokenizedFile(
      'test_2016_flickr.lc.norm.tok.de',
      71917,
      'c6a33d39d48f9f510de147651316cd9d918e09ad0219df734a2f16b6baccacc4',
    ),
    tokenizedFile(
      'test_2016_flickr.lc.norm.tok.en',
      63307,
      '5b7f32627cf99eced828311b955dae9800bb52bc8b91cf8b6526829e605b29d2',
    ),
  ],
  read: reading(tokenized),
};

const raw = (part: string, side: string) => `raw/${part}.${side}.gz`;

const rawFile = (name: string, bytes: number, sha256: string): RegistryFile => ({
  name,
  bytes,
  sha256,
  url: rawUrl(origin, `data/task1/${name}`),
});

export const multi30kRaw: ParallelTextEntry = {
  ...common,
  name: 'multi30k-en-de:raw',
  description: 'the same 31,014 descriptions as people wrote them: upper and lower case, not tokenised',
  notes: [],
  files: [
    rawFile('raw/train.de.gz', 637044, '726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6'),
    rawFile('raw/train.en.gz', 568929, 'd79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f'),
    rawFile('raw/val.de.gz', 24681, 'f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a'),
    rawFile('raw/val.en.gz', 21650, '14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28'),
    rawFile('raw/test_2016_flickr.de.gz', 22890, '9204244e408ccb38d2a55cfcd344df15005fc42a07a6e55ca6c52b6ababb8cc8'),
    rawFile('raw/test_2016_flickr.en.gz', 21077, '611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9'),
  ],
  read: reading(raw),
};
