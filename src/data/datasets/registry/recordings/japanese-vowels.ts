/** Nine speakers who say two Japanese vowels, as cepstra (Kudo, Toyama and Shimbo 1999). */
import { DataError } from '../../../../errors';
import { readLines } from '../../../bytes/lines';
import type { ByteSource } from '../../../bytes/source';
import type { LabeledFrames } from '../../../examples/labeled-frames/example';
import { splitWhere } from '../../splits';
import { type LabeledFramesEntry, rawUrl, type RegistryFile } from '../entry';

const origin = 'littleowen/Conceptor@fa98a949a24af7666dd5395df15b8d52a6f33b4f';
/** Utterances of each speaker, one speaker after the other. */
const TRAIN = new Array<number>(9).fill(30);
const TEST = [31, 35, 88, 44, 29, 24, 40, 50, 29];
const CEPSTRA = 12;

const file = (name: string, bytes: number, sha256: string): RegistryFile => ({
  name,
  bytes,
  sha256,
  url: rawUrl(origin, name),
});

async function utterances(source: ByteSource, counts: readonly number[]): Promise<LabeledFrames[]> {
  const speakers = counts.flatMap((count, k) => new Array<string>(count).fill(`speaker ${k + 1}`));
  const all: LabeledFrames[] = [];
  let rows: number[][] = [];
  let first = 1;
  const end = () => {
    if (!rows.length) return;
    const label = speakers[all.length] ?? 'speaker of another file';
    all.push({ frames: rows, label, recording: `${all.length + 1}`, where: `${source.name} line ${first}` });
    rows = [];
  };
  for await (const { text, number } of readLines(source)) {
    const values = text.trim() === '' ? [] : text.trim().split(/\s+/).map(Number);
    if (values.length === 0 || values.every((value) => value === 1)) {
      end();
      continue;
    }
    if (values.length !== CEPSTRA || !values.every(Number.isFinite)) throw notCepstra(source.name, number, text);
    if (!rows.length) first = number;
    rows.push(values);
  }
  end();
  if (all.length !== speakers.length) throw otherCount(source.name, all.length, speakers.length);
  return all;
}

const notCepstra = (name: string, line: number, text: string) =>
  new DataError({
    where: `${name} line ${line}`,
    problem: `the line is ${JSON.stringify(text)}`,
    expected: `${CEPSTRA} numbers`,
    fix: 'Fetch the file again',
  });

const otherCount = (name: string, found: number, expected: number) =>
  new DataError({
    where: name,
    problem: `there are ${found} utterances`,
    expected: `${expected}, in the order of the speakers`,
    fix: 'Fetch the file again',
  });

export const japaneseVowels: LabeledFramesEntry = {
  name: 'japanese-vowels',
  kind: 'labelled frames',
  folder: 'japanese-vowels',
  task: 'classification',
  description: '640 utterances of two vowels by nine speakers, 7 to 29 frames of 12 cepstra: who speaks?',
  origin: [origin],
  licence:
    'GPL-3.0 covers the code of the repository; nothing is stated for the data (UCI Machine Learning Repository)',
  citation: 'Kudo, Toyama and Shimbo 1999. Multidimensional curve classification using passing-through regions.',
  splitRule: 'official test; utterance i (from 0) of the training file: i mod 5 = 4 validation, else training',
  notes: ['all speakers are in all splits; published results train on all 270 utterances of the training file'],
  files: [
    file('ae.train', 514651, '7ae33b2b678b6c0df7a4137e5b82e127e95d63b2e2d7764e7e4ea3fe1b659935'),
    file('ae.test', 685540, '7894594714a3186f8961c75535654cdc6bd232d3dd97d7c04c99bfa3013f57a9'),
  ],
  async read(files) {
    const train = await utterances(files.get('ae.train')!, TRAIN);
    const test = await utterances(files.get('ae.test')!, TEST);
    return { ...splitWhere(train, (_, i) => (i % 5 === 4 ? 'validation' : 'train')), test };
  },
};
