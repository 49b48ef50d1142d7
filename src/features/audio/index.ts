/** Features of sound: log-mel energies and cepstra with the parameters of librosa, torchaudio or Kaldi; streams; resampling. */
export { AudioFeatures, type FeatureFrames } from './audio-features';
export type { AudioConfig, WindowName } from './config';
export { mixToMono } from './mono';
export { audioConfig, type AudioPreset, audioPresets } from './presets';
export { type ResampleOptions, Resampler } from './resample';
export { LogMelStream } from './stream';
