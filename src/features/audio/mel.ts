/** Energies of the Fourier transform → energies in bands that are equally wide on the mel scale. */
import type { AudioConfig } from './config';

interface MelScale {
  toMel(hertz: number): number;
  toHertz(mel: number): number;
}

/** Slaney's Auditory Toolbox (1998): 200/3 Hz a mel below 1 kHz, above it 27 mel for each factor of 6.4. */
const SLANEY = { width: 200 / 3, corner: 1000, step: Math.log(6.4) / 27 };

const scales: Readonly<Record<AudioConfig['melScale'], MelScale>> = {
  htk: {
    toMel: (hertz) => 2595 * Math.log10(1 + hertz / 700),
    toHertz: (mel) => 700 * (10 ** (mel / 2595) - 1),
  },
  slaney: {
    toMel(hertz) {
      const { width, corner, step } = SLANEY;
      return hertz < corner ? hertz / width : corner / width + Math.log(hertz / corner) / step;
    },
    toHertz(mel) {
      const { width, corner, step } = SLANEY;
      return mel < corner / width ? mel * width : corner * Math.exp(step * (mel - corner / width));
    },
  },
};

interface Band {
  /** Of the first point of the transform that counts. */
  start: number;
  weights: Float64Array;
}

export class MelBands {
  private readonly bands: readonly Band[];

  constructor(config: AudioConfig) {
    const { bands, lowest, highest, rate, fftSize, melSides, melNorm } = config;
    const scale = scales[config.melScale];
    const [low, high] = [scale.toMel(lowest), scale.toMel(highest)];
    const edges = Array.from({ length: bands + 2 }, (_, i) => low + ((high - low) * i) / (bands + 1));
    const hertz = edges.map((mel) => scale.toHertz(mel));
    const points = Array.from({ length: fftSize / 2 + 1 }, (_, k) => (k * rate) / fftSize);
    const [corners, places] = melSides === 'mel' ? [edges, points.map((f) => scale.toMel(f))] : [hertz, points];
    this.bands = Array.from({ length: bands }, (_, b) => {
      const [left, middle, right] = corners.slice(b, b + 3);
      const factor = melNorm === 'area' ? 2 / (hertz[b + 2] - hertz[b]) : 1;
      const weights = places.map((f) =>
        Math.max(0, Math.min((f - left) / (middle - left), (right - f) / (right - middle))),
      );
      const start = weights.findIndex((weight) => weight > 0);
      const end = weights.findLastIndex((weight) => weight > 0) + 1;
      const used = start < 0 ? [] : weights.slice(start, end).map((weight) => weight * factor);
      return { start: Math.max(0, start), weights: Float64Array.from(used) };
    });
  }

  /** @param spectrum [N/2+1] @param out [bands] */
  apply(spectrum: Float64Array, out: Float64Array): void {
    this.bands.forEach(({ start, weights }, b) => {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * spectrum[start + i];
      out[b] = sum;
    });
  }
}
