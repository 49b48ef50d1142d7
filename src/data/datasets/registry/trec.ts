/** Questions by the kind of their answer (Li & Roth 2002), six coarse classes. */
import { readLabeledText } from '../../examples/labeled-text-reader';
import type { ByteSource } from '../../bytes/source';
import { splitWhere, toArray } from '../splits';
import { type LabeledTextEntry, rawUrl } from './entry';

const origin = 'harvardnlp/sent-conv-torch@d61ded09c99c0199d8c5bca946cd65864de2b296';
/** In the order of the numbers in the files. */
const LABELS = ['description', 'entity', 'abbreviation', 'human', 'location', 'number'];

export const trec: LabeledTextEntry = {
  name: 'trec',
  kind: 'labelled text',
  folder: 'trec',
  task: 'classification',
  description: '5,952 questions by the kind of answer they ask for: description, entity, abbreviation, human, …',
  origin: [origin],
  licence: 'MIT covers the code of the repository; nothing is stated for the data',
  citation: 'Li and Roth 2002. Learning question classifiers. COLING.',
  splitRule: 'official test; line index i (from 0) of the training file: i mod 10 = 0 validation, else training',
  notes: ['the training file is in latin-1'],
  files: [
    {
      name: 'TREC.train.all',
      bytes: 292402,
      sha256: 'c8183fd8c2a5cc4a9a1c56548d7c6410a8b71ed7843df9ef1f0a05cd7cf2fb3e',
      url: rawUrl(origin, 'data/TREC.train.all'),
    },
    {
      name: 'TREC.test.all',
      bytes: 19479,
      sha256: '92a6a3cede5678b447ef5f1d7ec474134fcda211e6590e6fa627b4a2c68e4566',
      url: rawUrl(origin, 'data/TREC.test.all'),
    },
  ],
  async read(files) {
    const train = await readQuestions(files.get('TREC.train.all')!);
    const test = await readQuestions(files.get('TREC.test.all')!);
    return { ...splitWhere(train, (_, i) => (i % 10 === 0 ? 'validation' : 'train')), test };
  },
};

async function readQuestions(source: ByteSource) {
  const examples = await toArray(readLabeledText(source, { format: 'label-first', encoding: 'latin1' }));
  return examples.map(({ text, label, where }) => ({ text, label: LABELS[Number(label)], where }));
}
