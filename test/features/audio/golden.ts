/** The features of librosa and torchaudio (test/golden/audio/features.py). */
import type { AudioConfig } from '../../../src/features/audio/config';
import { audioConfig } from '../../../src/features/audio/presets';
import golden from '../../golden/audio/features.json';

interface Packed {
  shape: number[];
  data: string;
}
export function unpacked({ data }: Packed): Float32Array {
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  return new Float32Array(bytes.buffer, 0, bytes.length / 4);
}

const rate = 16000;
const sizes = { windowLength: 400, fftSize: 512, hop: 160, bands: 40 };
export const configs = {
  librosa: {
    mel: audioConfig('librosa', { rate, ...sizes }),
    cepstra: audioConfig('librosa', { rate, ...sizes, cepstra: 13 }),
  },
  'librosa, its own sizes': { mel: audioConfig('librosa', { rate: 22050 }) },
  torchaudio: {
    mel: audioConfig('torchaudio', { rate, bands: 40 }),
    cepstra: audioConfig('torchaudio', { rate, bands: 40, cepstra: 13 }),
    deltas: audioConfig('torchaudio', { rate, bands: 40, cepstra: 13, deltas: 1 }),
  },
  kaldi: { mel: audioConfig('kaldi', { rate, bands: 40 }), cepstra: audioConfig('kaldi', { rate, cepstra: 13 }) },
};

type Configs = Record<string, Record<string, AudioConfig>>;
type Features = Record<string, Record<string, Packed>>;

/** Every signal with every kind of features that there is of it. */
export const cases = golden.signals.flatMap(({ name, signal, features }) =>
  Object.entries(features as Features).flatMap(([preset, kinds]) =>
    Object.entries(kinds).map(([kind, values]) => ({
      name: `${name}: ${preset} ${kind}`,
      kind,
      signal: unpacked(signal),
      config: (configs as Configs)[preset][kind],
      shape: values.shape,
      expected: unpacked(values),
    })),
  ),
);

export const signals = golden.signals.map(({ name, signal }) => ({ name, samples: unpacked(signal) }));
