/** Phases of gestures, frame by frame, from the positions of hands, wrists, head and spine (Madeo et al. 2013). */
import { DataError } from '../../../errors';
import type { FrameRecording } from '../../examples/frames';
import { readFrames } from '../../examples/frames-reader';
import type { ByteSource } from '../../bytes/source';
import type { Splits } from '../splits';
import { type FramesEntry, rawUrl, type RegistryFile } from './entry';

const origin = 'Znmangosteen/EMOexe@403e10c219e1bf34b9141d163c8d8320055a57bb';

/** A letter is a person, a number a story. */
type Recording = 'a1' | 'a2' | 'a3' | 'b1' | 'b3' | 'c1' | 'c3';
type Parts = { [Split in keyof Splits<unknown>]-?: readonly Recording[] };

/** The processed files begin four frames later than the raw ones: velocities need frames before. */
const DELAY = 4;
/** In b1_raw.csv one label is in Portuguese. */
const NAMES: Record<string, string> = { Preparação: 'Preparation' };

const file = (name: string, bytes: number, sha256: string): RegistryFile => ({
  name,
  bytes,
  sha256,
  url: rawUrl(origin, `data/gesture_phase_dataset%20(1)/${name}`),
});

const FILES = [
  file('a1_raw.csv', 305963, '6741786f4dd962da28e8fa999ed91e2254e673a5b5f640ebd9e46c8085ef20ef'),
  file('a1_va3.csv', 637733, '54e174983592f10a739e15a39cb433559a4313bbb090404d90e057b6ad14c4d0'),
  file('a2_raw.csv', 221529, 'e2e65cb9947e0d02a3ae6aa00866f73c705c3aa23c93222ef73ff70505fc9778'),
  file('a2_va3.csv', 460877, 'a067eac95288fdf569e3e8a4a3264431483e1c761974b17397004ca6b4bcd366'),
  file('a3_raw.csv', 323601, '03e562700ec1cadf1b4d5a0b4cff2e113d1bda9d892a03e20977cfd150384d89'),
  file('a3_va3.csv', 670330, '8c654d8aa8c3827a8cd70cffbb03c121eef7a63f733c44612320db286e7a76f1'),
  file('b1_raw.csv', 189781, 'b83addca1fcb93f01c3e94d6f66a61525d542050d2e3dc9bda0bf03eec8ee077'),
  file('b1_va3.csv', 391295, '1e368713eafe49fcad7066ca7bb656146ec4fab07f5321fb28c18d67d5f990ee'),
  file('b3_raw.csv', 251540, '430a944662e2579d703d525a063c3be0681a100277a59ac4749e5f7b99c2d6ab'),
  file('b3_va3.csv', 519619, '1015ae81042cd97729367aea8fb370eb6a93669959a5065863309de20e89ba5c'),
  file('c1_raw.csv', 195223, '01298e1bea4f657b646ea48d03f14ec0d93b032feae88a3c28a1daabe9743a79'),
  file('c1_va3.csv', 405235, '4bd3d53f36e2ade19844b31a143b93b1c9410aad5eead3f7dcb37b0b84fb64db'),
  file('c3_raw.csv', 255063, '7e1fc4d13a1737ec4bebb6644d270398ec947c841ff5882aaccc2925f04ca7a6'),
  file('c3_va3.csv', 528623, 'e9bf6faa2271bb28c6008564ebe331ee86d963d7f468ffea979da39389d970a2'),
];

async function read(files: ReadonlyMap<string, ByteSource>, parts: Parts): Promise<Required<Splits<FrameRecording>>> {
  const readAll = (names: readonly Recording[]) => Promise.all(names.map((name) => readRecording(files, name)));
  const { train, validation, test } = parts;
  return { train: await readAll(train), validation: await readAll(validation), test: await readAll(test) };
}

/** 32 velocities and accelerations, then 18 coordinates of the same frame. */
async function readRecording(files: ReadonlyMap<string, ByteSource>, name: Recording): Promise<FrameRecording> {
  const raw = await readOne(files.get(`${name}_raw.csv`)!, ['timestamp']);
  const moving = await readOne(files.get(`${name}_va3.csv`)!);
  const steps = moving.steps;
  const size = moving.size + raw.size;
  const frames = new Float32Array(steps * size); // [T,F]
  for (let t = 0; t < steps; t++) {
    frames.set(moving.frames.subarray(t * moving.size, (t + 1) * moving.size), t * size);
    const at = t + DELAY;
    frames.set(raw.frames.subarray(at * raw.size, (at + 1) * raw.size), t * size + moving.size);
  }
  const labels = raw.labels.slice(DELAY, DELAY + steps).map((label) => NAMES[label] ?? label);
  const features = [...moving.features!.map((column) => `va3-${column}`), ...raw.features!];
  return { recording: name, frames, steps, size, labels, features, where: raw.where };
}

async function readOne(source: ByteSource, ignoreColumns: readonly string[] = []): Promise<FrameRecording> {
  for await (const recording of readFrames(source, { ignoreColumns })) return recording;
  throw new DataError({
    where: source.name,
    problem: 'the file holds no recording',
    expected: 'one',
    fix: 'Fetch it again',
  });
}

const entry = (name: string, splitRule: string, parts: Parts): FramesEntry => ({
  name,
  kind: 'frames',
  folder: 'gesture-phase',
  task: 'tagging',
  description: '7 recordings of 3 people telling stories, 9,873 frames of 50 features: five phases of gestures',
  origin: [origin],
  licence: 'none stated in the repository; from the UCI Machine Learning Repository',
  citation: 'Madeo, Lima and Peres 2013. Gesture unit segmentation using support vector machines. SAC.',
  splitRule,
  notes: [
    'features: 32 velocities and accelerations of the processed files, 18 coordinates of the raw ones, time aligned',
    'one label of b1_raw.csv, "Preparação", is read as Preparation',
  ],
  files: FILES,
  read: (files) => read(files, parts),
});

export const gesturePhase: readonly FramesEntry[] = [
  entry('gesture-phase', 'by recording: training a1 a2 b1 b3 c1, validation a3, test c3 (all people are in training)', {
    train: ['a1', 'a2', 'b1', 'b3', 'c1'],
    validation: ['a3'],
    test: ['c3'],
  }),
  entry('gesture-phase:without-a', 'a person unseen: test a1 a2 a3, validation b3, training b1 c1 c3', {
    train: ['b1', 'c1', 'c3'],
    validation: ['b3'],
    test: ['a1', 'a2', 'a3'],
  }),
  entry('gesture-phase:without-b', 'a person unseen: test b1 b3, validation c3, training a1 a2 a3 c1', {
    train: ['a1', 'a2', 'a3', 'c1'],
    validation: ['c3'],
    test: ['b1', 'b3'],
  }),
  entry('gesture-phase:without-c', 'a person unseen: test c1 c3, validation a3, training a1 a2 b1 b3', {
    train: ['a1', 'a2', 'b1', 'b3'],
    validation: ['a3'],
    test: ['c1', 'c3'],
  }),
];
