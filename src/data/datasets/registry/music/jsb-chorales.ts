/** Chorales by Bach, as models of polyphonic music are measured on (Boulanger-Lewandowski et al. 2012). */
import { DataError } from '../../../../errors';
import { collect } from '../../../bytes/source';
import { checkNotes, type PianoRoll } from '../../../examples/piano-roll/example';
import { type PianoRollEntry, rawUrl } from '../entry';

const origin = 'czhuang/JSB-Chorales-dataset@9a7f733ddb4ed91f48da64ac7f0f621c34aadd4d';
const name = 'jsb-chorales-quarter.json';

export const jsbChorales: PianoRollEntry = {
  name: 'jsb-chorales',
  kind: 'piano rolls',
  folder: 'jsb-chorales',
  task: 'polyphony',
  description: '382 chorales by Bach, a step a quarter note: 23,134 steps of up to four notes',
  origin: [origin],
  licence: 'none stated in the repository; the music is in the public domain',
  citation:
    'Boulanger-Lewandowski, Bengio, Vincent 2012. Modeling temporal dependencies in high-dimensional sequences. ICML.',
  splitRule: 'the splits of the paper: 229 pieces train, 76 are validation, 77 test',
  notes: ['the paper measures nats a step over 88 keys, of all steps but the first of each piece'],
  files: [
    {
      name,
      bytes: 407200,
      sha256: '2db9329f1881a1d3f49703ec556bf1d6f84b4f6c1d702c156536e93cf31e1c91',
      url: rawUrl(origin, name),
    },
  ],
  async read(files) {
    const splits = JSON.parse(new TextDecoder().decode(await collect(files.get(name)!.open()))) as Record<
      string,
      unknown
    >;
    const pieces = (split: string) => piecesOf(splits[split], `${name} ${split}`);
    return { train: pieces('train'), validation: pieces('valid'), test: pieces('test') };
  },
};

function piecesOf(list: unknown, where: string): PianoRoll[] {
  if (!Array.isArray(list)) {
    throw new DataError({ where, problem: 'it is no list of pieces', expected: 'one', fix: 'Fetch the file again' });
  }
  return list.map((notes: unknown, i) => {
    const place = `${where} piece ${i + 1}`;
    checkNotes(notes, place);
    return { notes, where: place };
  });
}
