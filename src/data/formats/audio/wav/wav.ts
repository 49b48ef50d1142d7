/**
 * WAV files: PCM of 8, 16, 24 and 32 bits, floats of 32 and 64 bits, A-law and µ-law, plain or with the extensible
 * header. Nothing is allocated by what a header says, only by what the file has.
 */
import { DataError } from '../../../../errors';
import { type NoteOptions, noteOf } from '../../../bytes/notes';
import type { Audio } from '../audio';
import { type Chunk, checkRiff, chunksOf } from './chunks';
import { type Layout, readLayout } from './layout';
import { decodeSamples } from './samples';

/**
 * Lengths that a program writes which does not know the length yet: 0xffffffff (ffmpeg), nearly 2³¹ (sox).
 * A length of 0 is one of them if bytes follow to the end.
 */
const isUnknownLength = (declared: number) => declared >= 0x7fff_0000;

/** @param where the file, for messages. @throws DataError for what cannot be read. */
export function decodeWav(bytes: Uint8Array, where: string, { onNote }: NoteOptions = {}): Audio {
  checkRiff(bytes, where);
  let layout: Layout | undefined;
  for (const chunk of chunksOf(bytes)) {
    if (chunk.id === 'fmt ' && !layout) layout = readLayout(contentOf(bytes, chunk, where), where);
    if (chunk.id !== 'data') continue;
    if (!layout) throw refuse(where, 'the samples stand before the chunk "fmt "', 'Record or convert it again');
    const frameBytes = layout.channels * layout.encoding.bytes;
    const data = samplesOf(bytes, chunk, frameBytes, where);
    const rest = data.length % frameBytes;
    if (data.length < frameBytes) throw refuse(where, 'there are no samples', 'Leave the file out, or record it again');
    if (rest > 0)
      onNote?.(noteOf(where, `${rest} bytes at the end are no whole sample of every channel, and left out`));
    const whole = data.subarray(0, data.length - rest);
    return { rate: layout.rate, channels: decodeSamples(whole, layout.channels, layout.encoding, where) };
  }
  throw refuse(
    where,
    `there is no chunk ${layout ? '"data"' : '"fmt "'}`,
    'It may be truncated: copy or record it again',
  );
}

function contentOf(bytes: Uint8Array, { id, start, declared }: Chunk, where: string): Uint8Array {
  if (start + declared <= bytes.length) return bytes.subarray(start, start + declared);
  throw refuse(
    where,
    `the chunk "${id}" should have ${declared} bytes, and the file ends after ${bytes.length - start}`,
    'The file is truncated, or its header is damaged: copy or record it again',
  );
}

/** Those of a stream whose length was not known when its header was written go to the end of the file. */
function samplesOf(bytes: Uint8Array, chunk: Chunk, frameBytes: number, where: string): Uint8Array {
  const { start, declared } = chunk;
  const rest = bytes.length - start;
  if (declared > rest ? isUnknownLength(declared) : declared === 0 && rest >= frameBytes && !hasChunk(bytes, start))
    return bytes.subarray(start);
  if (declared <= rest) return contentOf(bytes, chunk, where);
  throw refuse(
    where,
    `the header says ${Math.floor(declared / frameBytes)} samples, and the file has ${Math.floor(rest / frameBytes)}`,
    'The file is truncated: copy it again, or write what is there with a new header: ffmpeg -i in.wav out.wav',
  );
}

/** Whether another chunk begins there, as after a chunk without content. */
const hasChunk = (bytes: Uint8Array, at: number) =>
  /^[A-Za-z]{3}[A-Za-z ]$/.test(String.fromCharCode(...bytes.subarray(at, at + 4)));

const refuse = (where: string, problem: string, fix: string) =>
  new DataError({
    where,
    problem,
    expected: 'a chunk "fmt ", and behind it a chunk "data" with as many samples as it says',
    fix,
  });
