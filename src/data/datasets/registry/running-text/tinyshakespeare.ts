/** The beginning of Shakespeare's plays, as character language models are shown on (Karpathy 2015). */
import { readPieces } from '../../../formats/text-pieces';
import { toArray } from '../../splits';
import { type PlainTextEntry, rawUrl } from '../entry';

const origin = 'karpathy/char-rnn@6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e';
const name = 'input.txt';

export const tinyShakespeare: PlainTextEntry = {
  name: 'tinyshakespeare',
  kind: 'plain text',
  folder: 'tinyshakespeare',
  task: 'language-model',
  description: '1,115,394 characters of plays by Shakespeare, as one text',
  origin: [origin],
  licence: 'MIT (of the repository); the text is in the public domain',
  citation: 'Karpathy 2015. The Unreasonable Effectiveness of Recurrent Neural Networks.',
  splitRule: 'the first 90 % of the characters train, the last 10 % are validation; there is no test split',
  notes: [
    'the last 5 % alone is 0.12 to 0.16 nats a character harder than the last 10 %: a result has to name its slice',
  ],
  files: [
    {
      name,
      bytes: 1115394,
      sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
      url: rawUrl(origin, 'data/tinyshakespeare/input.txt'),
    },
  ],
  async read(files) {
    const text = (await toArray(readPieces(files.get(name)!))).join('');
    const end = Math.floor(0.9 * text.length);
    return {
      train: [{ text: text.slice(0, end), where: name }],
      validation: [{ text: text.slice(end), where: name }],
    };
  },
};
