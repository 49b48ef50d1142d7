/** Features of sound in a page: the numbers of Node. */
import { AudioFeatures } from '../../src/features/audio/audio-features';
import { audioConfig, type AudioPreset, audioPresets } from '../../src/features/audio/presets';
import { Resampler } from '../../src/features/audio/resample';
import { decodeAudio } from '../../src/data/formats/audio/audio-file';
import type * as Script from '../../src/script-tag';
import { signals } from '../features/audio/golden';
import golden from '../golden/audio/wav.json';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;

const rate = 16000;

describeInBrowser('features of sound in a page', () => {
  const browser = useBrowser();

  it.each(audioPresets)('%s: differ from those of Node by at most 1e-6', async (preset: AudioPreset) => {
    const page = await browser.open(await browser.serve({}));
    const found = await page.evaluate(
      ({ preset, rate, signals }) => {
        const { audio } = tfjsSequence;
        const features = new audio.AudioFeatures(audio.audioConfig(preset, { rate, bands: 40, deltas: 1 }));
        const resampler = new audio.Resampler(rate, 11025);
        return signals.map((samples) => {
          const resampled = resampler.apply(Float32Array.from(samples));
          return [Array.from(features.compute(resampled).frames), Array.from(resampled)];
        });
      },
      { preset, rate, signals: signals.map(({ samples }) => Array.from(samples)) },
    );
    const features = new AudioFeatures(audioConfig(preset, { rate, bands: 40, deltas: 1 }));
    const resampler = new Resampler(rate, 11025);
    signals.forEach(({ samples }, s) => {
      const resampled = resampler.apply(samples);
      [features.compute(resampled).frames, resampled].forEach((expected, part) => {
        expect(found[s][part]).toHaveLength(expected.length);
        const distances = found[s][part].map((x, i) => Math.abs(x - expected[i]) / Math.max(1, Math.abs(expected[i])));
        expect(Math.max(0, ...distances)).toBeLessThanOrEqual(1e-6);
      });
    });
  });

  it('decodes a WAV as Node does', async () => {
    const [, , { file }] = golden.wav;
    const page = await browser.open(await browser.serve({}));
    const found = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const { rate, channels } = await tfjsSequence.decodeAudio(bytes, 'x.wav');
      return { rate, channels: channels.map((samples) => Array.from(samples)) };
    }, file);
    const { rate, channels } = await decodeAudio(new Uint8Array(Buffer.from(file, 'base64')), 'x.wav');
    expect(found).toEqual({ rate, channels: channels.map((samples) => Array.from(samples)) });
  });
});
