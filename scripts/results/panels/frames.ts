/**
 * Sets of labelled frames on which defaults are chosen, each with a training and a validation part: recordings of gestures
 * in several splits, two sets that were made for other tasks, generated ones. The test recording of gesture-phase, c3, is
 * in none of them.
 */
import { readFileSync } from 'node:fs';
import type { FrameRecording } from '../../../src/data/examples/frames';
import { movingShapesSplits } from '../../../src/data/generated/moving-shapes';
import { openFrames } from '../../../src/node';
import { Random } from '../../../src/random';
import { dataPath } from '../pytorch';
import type { Panel, Part } from './on-panel';

const recordingOf = (name: string, rows: readonly number[][], labels: string[]): FrameRecording => ({
  ...{ recording: name, frames: Float64Array.from(rows.flat()), labels },
  ...{ steps: rows.length, size: rows[0].length },
});

const gestures = (train: string, validation: string) => async (): Promise<Part<FrameRecording>> => {
  const { splits } = await openFrames('gesture-phase');
  const all = new Map([...splits.train, ...(splits.validation ?? [])].map((one) => [one.recording, one]));
  const chosen = (names: string) => names.split(' ').flatMap((name) => all.get(name) ?? []);
  return { train: chosen(train), validation: chosen(validation) };
};

/** The speaker of a vowel, at every frame: what differs between recordings is what is asked for. */
const vowels = (ofEachSpeaker: number) => (): Part<FrameRecording> => {
  const lines = readFileSync(dataPath('japanese-vowels/ae.train'), 'utf8').split('\n');
  const utterances: number[][][] = [[]];
  for (const line of lines) {
    const values = line.trim().split(/\s+/).map(Number);
    if (values.length === 12 && values.some((x) => x !== 1)) utterances[utterances.length - 1].push(values);
    else if (utterances[utterances.length - 1].length) utterances.push([]);
  }
  const all = utterances.filter((rows) => rows.length);
  const recordings = all.map((rows, i) =>
    recordingOf(
      `u${i}`,
      rows,
      rows.map(() => `speaker ${Math.floor(i / 30)}`),
    ),
  );
  const inTurn = (isChosen: (turn: number) => boolean) => recordings.filter((_, i) => isChosen(i % 30));
  return { train: inTurn((turn) => turn < ofEachSpeaker), validation: inTurn((turn) => turn >= 20) };
};

/** Soprano, alto and tenor of chorales, and the bass without its octave as the label. */
const chorales = (count: number) => (): Part<FrameRecording> => {
  const text = readFileSync(dataPath('jsb-chorales/Jsb16thSeparated.json'), 'utf8');
  const { train, valid } = JSON.parse(text) as Record<'train' | 'valid', number[][][]>;
  const make = (steps: number[][], i: number) => {
    const eighths = steps.filter((_, t) => t % 2 === 0);
    const labels = eighths.map(([, , , bass]) => (bass < 0 ? 'rest' : `pitch ${bass % 12}`));
    return recordingOf(`chorale ${i}`, eighths.map((voices) => voices.slice(0, 3)), labels); // prettier-ignore
  };
  return { train: train.slice(0, count).map(make), validation: valid.map(make) };
};

const PERIODS = [0.2, 0.35, 0.6, 0.35];
const AMPLITUDES = [1, 1, 1, 0.5];
const LEVELS = [0, 0.3, -0.3, 0.6];

/** Four activities by their period, amplitude and level. @param offset deviation of where each recording starts */
const activities = (count: number, offset: number) => (): Part<FrameRecording> => {
  const random = Random.fromSeed(11 + count);
  const noise = () => 0.5 * random.normal();
  const make = (name: string) => {
    const start = Array.from({ length: 4 }, () => offset * random.normal());
    const [rows, labels]: [number[][], string[]] = [[], []];
    let [activity, left, phase] = [random.integer(4), 20 + random.integer(60), 0];
    for (let t = 200 + random.integer(300); t > 0; t--) {
      if (left-- <= 0) [activity, left] = [(activity + 1 + random.integer(3)) % 4, 20 + random.integer(60)];
      phase += PERIODS[activity];
      const [size, level] = [AMPLITUDES[activity], LEVELS[activity]];
      const values = [size * Math.sin(phase) + level, size * Math.cos(phase), level / 2, 0];
      rows.push(values.map((x, f) => x + start[f] + noise()));
      labels.push(`activity ${activity}`);
    }
    return recordingOf(name, rows, labels);
  };
  const named = (prefix: string, length: number) => Array.from({ length }, (_, i) => make(`${prefix}${i}`));
  return { validation: named('v', 12), train: named('t', count) };
};

const shapes = (count: number) => (): Part<FrameRecording> => {
  const sizes = { train: count, validation: 50, test: 1 };
  const { train, validation } = movingShapesSplits(Random.fromSeed(3), { sizes });
  return { train: [...train], validation: [...validation] };
};

export const framePanel: Panel<FrameRecording> = {
  'gesture-phase, validation a3': gestures('a1 a2 b1 b3 c1', 'a3'),
  'gesture-phase, validation b3': gestures('a1 a2 a3 b1 c1', 'b3'),
  'gesture-phase, validation a1': gestures('a2 a3 b1 b3 c1', 'a1'),
  'gesture-phase, validation b1 b3, person unseen': gestures('a1 a2 a3 c1', 'b1 b3'),
  'gesture-phase, validation c1, person unseen': gestures('a1 a2 a3 b1 b3', 'c1'),
  'gesture-phase, validation a2, person unseen': gestures('b1 b3 c1', 'a2'),
  'gesture-phase, two recordings': gestures('a1 b1', 'b3'),
  'japanese-vowels, 180 recordings': vowels(20),
  'japanese-vowels, 45 recordings': vowels(5),
  'jsb-chorales, 229 recordings': chorales(229),
  'jsb-chorales, 20 recordings': chorales(20),
  'activities, 40 recordings that start elsewhere': activities(40, 2),
  'activities, 8 recordings that start elsewhere': activities(8, 2),
  'activities, 8 recordings that start alike': activities(8, 0),
  'activities, 4 recordings that start alike': activities(4, 0),
  'moving-shapes, 40 recordings': shapes(40),
  'moving-shapes, 300 recordings': shapes(300),
};
