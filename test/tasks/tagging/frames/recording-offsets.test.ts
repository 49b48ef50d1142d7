import type { FrameRecording } from '../../../../src/data/examples/frames';
import { DataError } from '../../../../src/errors';
import { Random } from '../../../../src/random';
import { inferFrameOptions } from '../../../../tasks/tagging/frames/inferred';
import { recordingsDifferInOffset } from '../../../../tasks/tagging/frames/recording-offsets';

/** The label is the sign of a slow wave in the first column, on top of what `levelOf` adds to each recording. */
function waves(count: number, levelOf: (random: Random, n: number) => number): FrameRecording[] {
  const random = Random.fromSeed(4);
  return Array.from({ length: count }, (_, n) => {
    const level = levelOf(random, n);
    const wave = Array.from({ length: 60 }, (_, t) => Math.sin(t / 5) + 0.3 * random.normal());
    const frames = Float32Array.from(wave.flatMap((x) => [x + level, random.normal()]));
    const labels = wave.map((_, t) => (Math.sin(t / 5) > 0 ? 'high' : 'low'));
    return { recording: `r${n}`, frames, steps: 60, size: 2, labels };
  });
}

const offset = waves(6, (random) => 5 * random.normal());
const none = waves(6, () => 3);
/** The level of a recording is its label. */
const levels = waves(6, (_, n) => (n % 2 ? 5 : -5)).map((one, n) => ({
  ...one,
  labels: one.labels.map(() => (n % 2 ? 'high' : 'low')),
}));

test.each([
  ['each starts elsewhere, and the label is in what moves', offset, true],
  ['all start alike', none, false],
  ['the level is what tells the label', levels, false],
  ['a single recording', offset.slice(0, 1), false],
  ['two recordings of which each has one value in a column', constantWithin(), false],
])('%s', (_, recordings, differ) => {
  expect(recordingsDifferInOffset(recordings)).toBe(differ);
});

function constantWithin(): FrameRecording[] {
  return offset.slice(0, 2).map((one, n) => ({ ...one, frames: one.frames.map((x, i) => (i % 2 ? n : x)) }));
}

test('pictures are left as they are', () => {
  const pictures = offset.map((one) => ({ ...one, shape: [1, 2, 1] as const }));
  expect(recordingsDifferInOffset(pictures)).toBe(false);
});

test('what cannot be training frames is refused as ever', () => {
  const bad = offset.map((one) => ({ ...one, frames: one.frames.map(() => NaN) }));
  expect(() => recordingsDifferInOffset(bad)).toThrow(DataError);
});

describe('the settings of a tagger of frames', () => {
  const settingsFor = (recordings: readonly FrameRecording[], options = {}) => {
    const notes: string[] = [];
    return { options: inferFrameOptions(recordings, options, (one) => notes.push(one)), notes };
  };

  test('own means, with a note', () => {
    const { options, notes } = settingsFor(offset);
    expect(options).toMatchObject({ input: 'frames', centre: 'recording' });
    expect(notes.join()).toContain('centre=recording');
  });

  test.each([
    ['what was given counts', { centre: 'training' }],
    ['a model of one direction could stream', { bidirectional: false }],
  ])('%s', (_, given) => {
    const { options, notes } = settingsFor(offset, given);
    expect(options.centre).not.toBe('recording');
    expect(notes.join()).not.toContain('centre');
  });

  test.each([
    ['few windows are seen in more epochs', {}, { epochs: 134 }],
    ['shorter windows are more', { window: 20 }, { epochs: 45 }],
    ['epochs that were given count', { epochs: 2 }, {}],
  ])('%s', (_, given, expected) => {
    const { options, notes } = settingsFor(waves(48, () => 3), given); // prettier-ignore
    expect(options.epochs).toBe((expected as { epochs?: number }).epochs);
    expect(notes).toHaveLength(Object.keys(expected).length);
  });
});
