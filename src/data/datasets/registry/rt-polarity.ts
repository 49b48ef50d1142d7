/** Movie review sentences, positive and negative (Pang & Lee 2005). */
import { readText } from '../../formats/plain-text';
import { joinSplits, splitWhere, toArray } from '../splits';
import { type LabeledTextEntry, rawUrl } from './entry';

const origin = 'dennybritz/cnn-text-classification-tf@18762b459e21d9c70e5c242f8d43fc4e6db37a0d';
const labels = { 'rt-polarity.neg': 'negative', 'rt-polarity.pos': 'positive' };

export const rtPolarity: LabeledTextEntry = {
  name: 'rt-polarity',
  kind: 'labelled text',
  folder: 'rt-polarity',
  task: 'sentiment',
  description: '10,662 movie review sentences, positive or negative',
  origin: [origin],
  licence: 'Apache-2.0 covers the code of the repository; nothing is stated for the data',
  citation:
    'Pang and Lee 2005. Seeing stars: Exploiting class relationships for sentiment categorization with respect to rating scales. ACL.',
  splitRule: 'line index i (from 0) of each file: i mod 10 = 0 test, 1 validation, else training',
  notes: ['sst is made of the same sentences: never train on one and report on the other'],
  files: [
    {
      name: 'rt-polarity.neg',
      bytes: 612506,
      sha256: '2d11cfbc790f1cd96d78339f41ce53ced1efa83cd22d37d6788fa3fe3d17e2fd',
      url: rawUrl(origin, 'data/rt-polaritydata/rt-polarity.neg'),
    },
    {
      name: 'rt-polarity.pos',
      bytes: 626395,
      sha256: '4134882974a28d0c7b5151256f0e33a6169984ee7372c279e673f1114f475d58',
      url: rawUrl(origin, 'data/rt-polaritydata/rt-polarity.pos'),
    },
  ],
  async read(files) {
    const perFile = Object.entries(labels).map(async ([name, label]) => {
      const texts = await toArray(readText(files.get(name)!));
      const examples = texts.map((text, i) => ({ text: text.trim(), label, where: `${name} line ${i + 1}` }));
      return splitWhere(examples, (_, i) => (i % 10 === 0 ? 'test' : i % 10 === 1 ? 'validation' : 'train'));
    });
    return joinSplits(await Promise.all(perFile));
  },
};
