/** Digits that 256 people wrote on tablets, as the way of the pen (UNIPEN; Guyon et al. 1994). */
import { DataError, show } from '../../../../errors';
import { readJsonLines } from '../../../formats/jsonl';
import type { LabeledFrames } from '../../../examples/labeled-frames/example';
import { penFrames, type Stroke } from '../../../examples/labeled-frames/strokes';
import type { Splits } from '../../splits';
import type { LabeledFramesEntry } from '../entry';

const origin = 'GreenCappuccino/train_r01_v07@552a4d440bc94bb34710650c0826be7deb986f7c';
const FILE = 'digits.jsonl.gz';

export const unipenDigits: LabeledFramesEntry = {
  name: 'unipen-digits',
  kind: 'labelled frames',
  folder: 'unipen-digits',
  task: 'classification',
  description:
    '7,969 digits as pen strokes of 256 writers, 22 to 60 points: steps of the pen, and whether it is lifted',
  origin: [origin],
  licence: 'CC BY 4.0',
  citation: 'Guyon, Schomaker, Plamondon, Liberman and Janet 1994. UNIPEN project of on-line data exchange. ICPR.',
  splitRule: 'by writer, as the file says: 183 writers train, 23 are validation, 50 test',
  notes: ['resampled evenly by arc length; made from the origin, so that it cannot be fetched from there'],
  files: [{ name: FILE, bytes: 1208985, sha256: '08562301021f44928a0a2690289ccd6c89f65662812a3036f225f56b90a6c01b' }],
  async read(files) {
    const splits: Required<Splits<LabeledFrames>> = { train: [], validation: [], test: [] };
    for await (const { value, line } of readJsonLines(files.get(FILE)!)) {
      const { split, label, writer, strokes } = value;
      const where = `${FILE} line ${line}`;
      if ((split !== 'train' && split !== 'validation' && split !== 'test') || typeof label !== 'string')
        throw notADigit(where, { split, label });
      const frames = penFrames(strokes as readonly Stroke[]);
      splits[split].push({ frames, features: ['dx', 'dy', 'lift'], label, group: String(writer), where });
    }
    return splits;
  },
};

const notADigit = (where: string, found: object) =>
  new DataError({
    where,
    problem: `the line has ${show(found)}`,
    expected: 'split (train, validation or test) and label',
    fix: 'Copy the file again',
  });
