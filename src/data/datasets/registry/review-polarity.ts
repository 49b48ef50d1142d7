/** Whole movie reviews, positive and negative (Pang & Lee 2004). */
import { parseTar } from 'nanotar';

import { gunzip } from '../../bytes/gunzip';
import { readJsonLines } from '../../formats/jsonl';
import type { LabeledText } from '../../examples/labeled-text';
import { type ByteSource, collect } from '../../bytes/source';
import { splitWhere } from '../splits';
import { type LabeledTextEntry, rawUrl } from './entry';

const origin = 'jbrownlee/Datasets@d20fcb6402ae34e653d4513b00f39257bb37ed7f';
const ARCHIVE = 'review_polarity.tar.gz';

interface Review extends LabeledText {
  /** Of the ten folds of the papers: the hundreds digit of the number in the file's name. */
  fold: number;
}

export const reviewPolarity: LabeledTextEntry = {
  name: 'review-polarity',
  kind: 'labelled text',
  folder: 'review-polarity',
  task: 'sentiment',
  description: '2,000 whole movie reviews of about 750 tokens, positive or negative',
  origin: [origin],
  licence: 'none stated in the repository; its archive refers to the Cornell movie-review-data',
  citation:
    'Pang and Lee 2004. A sentimental education: Sentiment analysis using subjectivity summarization based on minimum cuts. ACL.',
  splitRule: 'the ten folds of the papers: fold 9 test, fold 8 validation, else training',
  notes: [],
  files: [
    {
      name: ARCHIVE,
      bytes: 3127238,
      sha256: 'fc0dccc2671af5db3c5d8f81f77a1ebfec953ecdd422334062df61ede36b2179',
      url: rawUrl(origin, ARCHIVE),
      alternative: {
        name: 'reviews.jsonl.gz',
        bytes: 3011879,
        sha256: '508579b497d488e09c99583439bc5e6e9b8b1b7b100a3c647b5738b3aff51fa9',
      },
    },
  ],
  async read(files) {
    const source = files.get(ARCHIVE)!;
    const reviews = source.name.endsWith('.jsonl.gz') ? await fromJsonLines(source) : await fromArchive(source);
    return splitWhere(reviews, ({ fold }) => (fold === 9 ? 'test' : fold === 8 ? 'validation' : 'train'));
  },
};

/** Members are `txt_sentoken/<neg|pos>/cv<number>_<id>.txt`. */
async function fromArchive(source: ByteSource): Promise<Review[]> {
  const members = parseTar(await collect(gunzip(source)));
  const reviews = members.flatMap(({ name, data }) => {
    const match = /^txt_sentoken\/(neg|pos)\/(cv(\d)\d\d_\d+\.txt)$/.exec(name);
    if (!match || !data) return [];
    const label = match[1] === 'pos' ? 'positive' : 'negative';
    return [{ text: new TextDecoder().decode(data).trim(), label, where: match[2], fold: Number(match[3]) }];
  });
  return reviews.sort((a, b) => (a.label === b.label ? (a.where < b.where ? -1 : 1) : a.label < b.label ? -1 : 1));
}

async function fromJsonLines(source: ByteSource): Promise<Review[]> {
  const reviews: Review[] = [];
  for await (const { value } of readJsonLines(source)) {
    const { id, fold, label, text } = value as { id: string; fold: number; label: number; text: string };
    reviews.push({ text: text.trim(), label: label === 1 ? 'positive' : 'negative', where: id, fold });
  }
  return reviews;
}
