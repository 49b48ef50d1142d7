/** How features are computed from samples: every parameter, as a bundle stores it. */
import * as v from 'valibot';
import { ConfigError } from '../../errors';
import { parseOptions, wholeNumber } from '../../validation';

export const windowNames = ['hann', 'hamming', 'povey', 'rectangular'] as const;
/** Shape of the window that each frame is multiplied by. */
export type WindowName = (typeof windowNames)[number];

const finite = v.pipe(v.number(), v.finite());
const atLeast = (least: number) => v.pipe(finite, v.minValue(least));
const positive = v.pipe(finite, v.gtValue(0));

const entries = {
  /** Samples a second; others are resampled to it. */
  rate: positive,
  /** Samples of a window, and from one window to the next. */
  windowLength: wholeNumber(2),
  hop: wholeNumber(1),
  /** Points of the Fourier transform, even; behind or around a shorter window are zeros. */
  fftSize: v.pipe(wholeNumber(4), v.multipleOf(2)),
  window: v.picklist(windowNames),
  /** A periodic window of n samples is one of n + 1 samples without its last. */
  periodic: v.boolean(),
  /**
   * Where frames are. `centre-…`: frame t has its middle at sample t·hop, and beyond the ends the signal is 0 or reflected;
   * `inside`: only windows that lie inside the signal.
   */
  edges: v.picklist(['centre-zeros', 'centre-reflected', 'inside']),
  /** Whole numbers of 16 bits go from −32768 to 32767: what samples in [−1, 1) are multiplied by. */
  sampleScale: positive,
  /** Deviation of normal noise on every sample of a frame, from a fixed seed. */
  dither: atLeast(0),
  /** Whether each frame's mean is taken off. */
  removeMean: v.boolean(),
  /** x_n − c x_(n−1), within a frame; its first sample has itself before it. */
  preEmphasis: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  /** Of the magnitude: 2 for energies. */
  power: v.picklist([1, 2]),
  /** Triangles on the mel scale, in Hz. */
  bands: wholeNumber(1),
  lowest: atLeast(0),
  highest: positive,
  /** `htk` is 2595 log10(1 + f/700); `slaney` is linear below 1 kHz, logarithmic above. */
  melScale: v.picklist(['htk', 'slaney']),
  /** `area`: each triangle has the same area (Slaney); `peak`: each has the peak 1. */
  melNorm: v.picklist(['area', 'peak']),
  /** Whether the sides of a triangle are straight over Hz or over mel. */
  melSides: v.picklist(['hertz', 'mel']),
  /** ln E, or 10 log10 E, of energies that are at least `floor`. */
  logarithm: v.picklist(['ln', 'decibel']),
  floor: positive,
  /** What is further below the largest value of the signal is raised to this distance, in the unit of the logarithm. */
  range: v.nullable(positive),
  /** Cepstral coefficients in place of the bands (MFCC), by an orthonormal DCT-II; 0 for none. */
  cepstra: wholeNumber(0),
  /** Factor 1 + L/2 sin(π k/L) of coefficient k; 0 for none. */
  lifter: atLeast(0),
  /** 1: differences over time behind the values; 2: and differences of these. Over `deltaRadius` frames to each side. */
  deltas: v.picklist([0, 1, 2]),
  deltaRadius: wholeNumber(1),
};
export const audioConfigSchema = v.strictObject(entries);
/** Every parameter of the features of sound; a model stores it. `audioConfig` makes one of a preset. */
export type AudioConfig = v.InferOutput<typeof audioConfigSchema>;

/** @throws ConfigError for what contradicts itself. */
export function checkAudioConfig(config: unknown, where = 'audio features'): AudioConfig {
  const checked = parseOptions(where, audioConfigSchema, config);
  const { fftSize, windowLength, lowest, highest, rate, cepstra, bands } = checked;
  const refuse = (problem: string, expected: string, fix: string) => new ConfigError({ where, problem, expected, fix });
  if (windowLength > fftSize)
    throw refuse(`windowLength is ${windowLength} and fftSize ${fftSize}`, 'a window that fits', 'Raise fftSize');
  if (lowest >= highest || highest > rate / 2)
    throw refuse(
      `bands from ${lowest} to ${highest} Hz, at ${rate} samples a second`,
      `lowest below highest, which is at most ${rate / 2}`,
      'Change lowest or highest',
    );
  if (cepstra > bands)
    throw refuse(`cepstra is ${cepstra} and bands ${bands}`, 'at most as many cepstra as bands', 'Lower cepstra');
  return checked;
}

/** Numbers of a frame. */
export const columnsOf = ({ cepstra, bands, deltas }: AudioConfig): number => (cepstra || bands) * (deltas + 1);
