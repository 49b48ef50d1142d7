/** Spoken digits (Free Spoken Digit Dataset): recordings of six people, 8,000 samples a second. */
import { DataError, show } from '../../../../errors';
import { type ByteSource, collect } from '../../../bytes/source';
import { gunzip } from '../../../bytes/gunzip';
import type { LabeledAudio } from '../../../examples/labeled-audio/example';
import { type Splits, splitWhere, type SplitName } from '../../splits';
import type { LabeledAudioEntry, RegistryFile } from '../entry';

const origin = 'Jakobovski/free-spoken-digit-dataset@26eb9aaf76e81b692f806f9140c2d2777410d7a1';
const RATE = 8000;

/** The sounds of the files of the repository, one behind the other, and where each of them is. */
const FILES: readonly RegistryFile[] = [
  {
    name: 'train.pcm16le.bin.gz',
    bytes: 13893332,
    sha256: 'a60b47e826c5798a8419c7547ef618a2a7f16cd4aaf95c6c3e3883ef01e92751',
  },
  {
    name: 'train.index.json',
    bytes: 294338,
    sha256: '67c86dac8cb8342a044f3e26f235a52ce52203373e67bd3401e0b0977b61f522',
  },
  {
    name: 'test.pcm16le.bin.gz',
    bytes: 1537572,
    sha256: 'd06f3aea11c5df290cb0060afb63e28765577098d1ed36e21362e048a643fa6b',
  },
  { name: 'test.index.json', bytes: 31882, sha256: 'fac2009bbf3ff3bb9356975a5e61e33f9f7dda3e20335486647d3f3b8b6d5445' },
];

const people = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'] as const;
const VALIDATION_TAKES = 10;

interface Recording {
  file: string;
  digit: number;
  speaker: string;
  take: number;
  start: number;
  samples: number;
}

interface Take extends LabeledAudio {
  take: number;
}

async function readTakes(files: ReadonlyMap<string, ByteSource>): Promise<Take[]> {
  const takes: Take[] = [];
  for (const part of ['train', 'test']) {
    const name = `${part}.index.json`;
    const index = JSON.parse(new TextDecoder().decode(await collect(files.get(name)!.open()))) as Recording[];
    const bytes = await collect(gunzip(files.get(`${part}.pcm16le.bin.gz`)!));
    for (const { file: recording, digit, speaker, take, start, samples } of index) {
      if (2 * (start + samples) > bytes.length) throw beyondTheEnd(name, recording);
      const piece = bytes.subarray(2 * start, 2 * (start + samples));
      takes.push({
        audio: {
          name: recording,
          seconds: samples / RATE,
          load: () => Promise.resolve({ rate: RATE, channels: [fromPcm16(piece)] }),
        },
        ...{ label: String(digit), group: speaker, where: recording, take },
      });
    }
  }
  return takes;
}

function fromPcm16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / 2 ** 15);
}

const beyondTheEnd = (where: string, recording: string) =>
  new DataError({
    where,
    problem: `${show(recording)} ends behind the last sample`,
    expected: 'files that belong together',
    fix: 'Fetch them again',
  });

async function read(
  files: ReadonlyMap<string, ByteSource>,
  splitOf: (take: Take) => SplitName,
): Promise<Splits<LabeledAudio>> {
  const { train, validation, test } = splitWhere(await readTakes(files), splitOf);
  const plain = (takes: readonly Take[] = []) =>
    takes.map(({ audio, label, group, where }): LabeledAudio => ({ audio, label, group, where }));
  return { train: plain(train), validation: plain(validation), test: plain(test) };
}

const entry = (name: string, splitRule: string, splitOf: (take: Take) => SplitName): LabeledAudioEntry => ({
  name,
  kind: 'labelled audio',
  folder: 'fsdd',
  task: 'classification',
  description: '3,000 recordings of the digits 0 to 9 by six people, 8,000 samples a second, 22 minutes',
  origin: [origin],
  licence: 'CC BY-SA 4.0',
  citation: 'Jackson et al. 2018. Free Spoken Digit Dataset. Zenodo.',
  splitRule,
  notes: [
    'group: who speaks',
    'the samples of all files of a split are in one file, with an index: the repository has a WAV file for each recording',
  ],
  files: FILES,
  read: (files) => read(files, splitOf),
});

export const fsdd: readonly LabeledAudioEntry[] = [
  entry('fsdd', 'test is takes 0 to 4 (official), validation takes 5 to 9, training the others', ({ take }) =>
    take < 5 ? 'test' : take < VALIDATION_TAKES ? 'validation' : 'train',
  ),
  ...people.map((person) =>
    entry(
      `fsdd:without-${person}`,
      `a person unseen: test is all of ${person}, validation takes 5 to 9 of the others, training the rest of theirs`,
      ({ take, group }) => (group === person ? 'test' : take >= 5 && take < VALIDATION_TAKES ? 'validation' : 'train'),
    ),
  ),
];
