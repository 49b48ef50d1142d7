/** One frame of samples → its logarithms of bands, or cepstra. No memory of other frames. */
import type { Random } from '../../random';
import { cepstraMatrix } from './cepstra';
import type { AudioConfig } from './config';
import { spanOf } from './edges';
import { RealFourier } from './fourier';
import { MelBands } from './mel';
import { windowOf } from './windows';

export class FrameFeatures {
  private readonly fourier: RealFourier;
  private readonly mel: MelBands;
  private readonly window: Float64Array; // [span]
  private readonly cepstra: Float64Array; // [cepstra,bands]
  private readonly frame: Float64Array; // [N]
  private readonly spectrum: Float64Array; // [N/2+1]
  private readonly bands: Float64Array;

  constructor(private readonly config: AudioConfig) {
    this.fourier = new RealFourier(config.fftSize);
    this.mel = new MelBands(config);
    this.window = windowOf(config, spanOf(config));
    this.cepstra = cepstraMatrix(config);
    this.frame = new Float64Array(config.fftSize);
    this.spectrum = new Float64Array(config.fftSize / 2 + 1);
    this.bands = new Float64Array(config.bands);
  }

  /** Logarithms of the bands of the frame that begins there. @param out [bands] */
  logarithms(samples: Float32Array, start: number, out: Float64Array, random?: Random): void {
    const { frame, spectrum, bands, window, config } = this;
    frame.fill(0, window.length);
    copy(samples, start, window.length, config.sampleScale, frame);
    if (random) for (let i = 0; i < window.length; i++) frame[i] += config.dither * random.normal();
    shape(frame, window, config.removeMean, config.preEmphasis);
    this.fourier.powers(frame, spectrum);
    if (config.power === 1) for (let k = 0; k < spectrum.length; k++) spectrum[k] = Math.sqrt(spectrum[k]);
    this.mel.apply(spectrum, bands);
    const factor = config.logarithm === 'ln' ? 1 : 10 / Math.LN10;
    for (let b = 0; b < bands.length; b++) out[b] = factor * Math.log(Math.max(config.floor, bands[b]));
  }

  /** @param logs [bands] @param out [cepstra] */
  cepstraOf(logs: Float64Array, out: Float64Array): void {
    const { bands, cepstra } = this.config;
    for (let k = 0; k < cepstra; k++) {
      let sum = 0;
      for (let b = 0; b < bands; b++) sum += this.cepstra[k * bands + b] * logs[b];
      out[k] = sum;
    }
  }
}

function copy(samples: Float32Array, start: number, span: number, scale: number, frame: Float64Array): void {
  for (let i = 0; i < span; i++) frame[i] = samples[start + i] * scale;
}

/** In the order of Kaldi: mean, pre-emphasis, window. */
function shape(frame: Float64Array, window: Float64Array, removeMean: boolean, preEmphasis: number): void {
  const span = window.length;
  let mean = 0;
  if (removeMean) for (let i = 0; i < span; i++) mean += frame[i] / span;
  let before = frame[0] - mean;
  for (let i = 0; i < span; i++) {
    const x = frame[i] - mean;
    frame[i] = (x - preEmphasis * before) * window[i];
    before = x;
  }
}
