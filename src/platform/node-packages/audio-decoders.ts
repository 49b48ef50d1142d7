/** Decoders of FLAC and MP3 on Node: packages that a user may install, loaded with the first file that needs them. */
import { type AudioDecoder, decoderPackages, useAudioDecoder } from '../../data/formats/audio/audio-file';
import { esModule } from './es-module';

type DecoderClass = new () => AudioDecoder;

export function installAudioDecoders(): void {
  useAudioDecoder('flac', async () => {
    const { FLACDecoder } = await esModule<{ FLACDecoder: DecoderClass }>(decoderPackages.flac);
    return new FLACDecoder();
  });
  useAudioDecoder('mp3', async () => {
    const { MPEGDecoder } = await esModule<{ MPEGDecoder: DecoderClass }>(decoderPackages.mp3);
    return new MPEGDecoder();
  });
}
