/** Samples without a header: 16 bits, little-endian, one channel, as `arecord -t raw -f S16_LE` and ffmpeg's s16le give them. */
import { DataError } from '../../../errors';
import type { Audio } from './audio';
import { decodeSamples } from './wav/samples';

/** @throws DataError for half a sample, or none. */
export function decodeRawPcm(bytes: Uint8Array, rate: number, where: string): Audio {
  if (bytes.length > 0 && bytes.length % 2 === 0)
    return { rate, channels: decodeSamples(bytes, 1, { family: 'integer', bytes: 2 }, where) };
  throw new DataError({
    where,
    problem: `there are ${bytes.length} bytes`,
    expected: 'two for each sample, and at least one sample',
    fix: 'Write samples of 16 bits, little-endian, of one channel: ffmpeg -i in.wav -f s16le -ac 1 -',
  });
}
