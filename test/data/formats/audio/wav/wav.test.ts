import { decodeWav } from '../../../../../src/data/formats/audio/wav/wav';
import { DataError } from '../../../../../src/errors';
import { Random } from '../../../../../src/random';
import golden from '../../../../golden/audio/wav.json';

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

const ascii = (text: string) => Buffer.from(text, 'latin1');
function chunk(id: string, content: Uint8Array, { declared = content.length, pad = true } = {}): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(declared);
  return Buffer.concat([ascii(id), length, content, Buffer.alloc(pad && content.length % 2 ? 1 : 0)]);
}
interface Format {
  codec?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  frameBytes?: number;
}
function format({ codec = 1, channels = 1, rate = 8000, bits = 16, ...rest }: Format = {}): Buffer {
  const { frameBytes = (channels * bits) / 8 } = rest;
  const content = Buffer.alloc(16);
  content.writeUInt16LE(codec, 0);
  content.writeUInt16LE(channels, 2);
  content.writeUInt32LE(rate, 4);
  content.writeUInt32LE(rate * frameBytes, 8);
  content.writeUInt16LE(frameBytes, 12);
  content.writeUInt16LE(bits, 14);
  return content;
}
const riff = (...chunks: Buffer[]) =>
  new Uint8Array(Buffer.concat([ascii('RIFF'), Buffer.from([0xff, 0xff, 0xff, 0xff]), ascii('WAVE'), ...chunks]));
const pcm = new Uint8Array(Int16Array.from([0, 16384, -32768, 8192]).buffer);
const values = [0, 0.5, -1, 0.25];
const wav = (options?: Format, data = chunk('data', pcm)) => riff(chunk('fmt ', format(options)), data);

describe('decodeWav', () => {
  it.each(golden.wav.map((one) => [one.name, one] as const))('reads what libsndfile writes: %s', (_, one) => {
    const { rate, channels } = decodeWav(bytesOf(one.file), 'x.wav');
    expect(rate).toBe(one.rate);
    expect(channels.map((samples) => [...samples])).toEqual(one.channels);
  });

  it('takes 12 bits as the high ones of two bytes', () => {
    expect([...decodeWav(wav({ bits: 12, frameBytes: 2 }), 'x.wav').channels[0]]).toEqual(values);
  });

  it.each([
    ['of ffmpeg', 0xffffffff],
    ['of sox', 0x7ffff000],
    ['none', 0],
  ])('takes the length of a stream (%s) for what follows', (_, declared) => {
    const found = decodeWav(wav({}, chunk('data', pcm, { declared })), 'x.wav');
    expect([...found.channels[0]]).toEqual(values);
  });

  it.each([true, false])('finds the samples behind a chunk of odd length, padded: %s', (pad) => {
    const odd = chunk('LIST', ascii('abc'), { pad });
    const found = decodeWav(riff(odd, chunk('fmt ', format()), odd, chunk('data', pcm)), 'x.wav');
    expect([...found.channels[0]]).toEqual(values);
  });

  it('says what it leaves out at the end of a stream', () => {
    const notes: string[] = [];
    const cut = wav({ channels: 2 }, chunk('data', pcm.subarray(0, 6), { declared: 0xffffffff }));
    const { channels } = decodeWav(cut, 'x.wav', { onNote: ({ message }) => notes.push(message) });
    expect(channels.map((samples) => [...samples])).toEqual([[0], [0.5]]);
    expect(notes).toEqual(['x.wav: 2 bytes at the end are no whole sample of every channel, and left out']);
  });

  const subFormat = Buffer.concat([format({ codec: 0xfffe }), Buffer.alloc(24, 7)]);
  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(0), 'the file begins with ""'],
    ['text', ascii('label,text\n'), 'the file begins with "labe"'],
    ['RIFX', Buffer.concat([ascii('RIFX'), wav().subarray(4)]), 'RIFX, which has its numbers in the other order'],
    ['RF64', Buffer.concat([ascii('RF64'), wav().subarray(4)]), 'RF64, which is for files above 4 GiB'],
    ['AVI', Buffer.concat([wav().subarray(0, 8), ascii('AVI ')]), 'the RIFF file holds "AVI "'],
    ['no channels', wav({ channels: 0 }), 'the header says 0 channels. Expected 1 to 256'],
    ['no rate', wav({ rate: 0 }), 'the header says 0 samples a second'],
    ['IMA ADPCM', wav({ codec: 0x11, bits: 4, frameBytes: 256 }), 'codec 0x0011 (IMA ADPCM)'],
    ['MP3', wav({ codec: 0x55 }), 'codec 0x0055 (MP3)'],
    ['unknown codec', wav({ codec: 0x1234 }), 'codec 0x1234 (unknown)'],
    ['another sub-format', riff(chunk('fmt ', subFormat), chunk('data', pcm)), 'the sub-format is none of a codec'],
    ['short extensible header', wav({ codec: 0xfffe }), 'the extensible header has 16 bytes'],
    ['40 bits', wav({ bits: 40 }), 'samples of 40 bits'],
    ['frames of another size', wav({ frameBytes: 3 }), 'samples of 16 bits, and 3 bytes for a sample'],
    ['truncated', wav().subarray(0, 48), 'the header says 4 samples, and the file has 2'],
    [
      '1e9 samples in 44 bytes',
      wav({}, chunk('data', Buffer.alloc(0), { declared: 2e9 })),
      'says 1000000000 samples, and the file has 0',
    ],
    ['truncated in fmt', wav().subarray(0, 24), 'the chunk "fmt " should have 16 bytes, and the file ends after 4'],
    ['truncated before fmt', wav().subarray(0, 14), 'there is no chunk "fmt "'],
    ['truncated before data', wav().subarray(0, 40), 'there is no chunk "data"'],
    ['no samples', wav({}, chunk('data', Buffer.alloc(0))), 'there are no samples'],
    ['data first', riff(chunk('data', pcm), chunk('fmt ', format())), 'the samples stand before the chunk "fmt "'],
    [
      'NaN',
      wav({ codec: 3, bits: 32 }, chunk('data', Buffer.from(Float32Array.from([0, NaN]).buffer))),
      'sample 2 is NaN',
    ],
  ])('refuses: %s', (_, bytes, message) => {
    const read = () => decodeWav(bytes, 'x.wav');
    expect(read).toThrow(DataError);
    expect(read).toThrow(message);
  });

  it('2,000 damaged headers: sound that fits its file, or a DataError', () => {
    const random = Random.fromSeed(19).fork('mutations');
    const files = golden.wav.map(({ file }) => bytesOf(file));
    let refused = 0;
    for (let n = 0; n < 2000; n++) {
      const bytes = mutated(files[n % files.length], random);
      try {
        const { rate, channels } = decodeWav(bytes, 'x.wav');
        expect(rate).toBeGreaterThan(0);
        expect(channels.length * channels[0].length).toBeLessThanOrEqual(bytes.length);
        expect(channels.every((samples) => samples.length > 0 && samples.every(Number.isFinite))).toBe(true);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(800);
    expect(refused).toBeLessThan(1900);
  });
});

/** Some bytes of the header are others, gone, or twice; some files end early. */
function mutated(file: Uint8Array, random: Random): Uint8Array {
  const bytes = [...file];
  const extremes = [0, 1, 2, 127, 128, 254, 255];
  for (let i = random.integer(4); i >= 0; i--) {
    const at = random.integer(Math.min(100, bytes.length));
    const kind = random.integer(8);
    if (kind === 0) bytes.splice(at, 1 + random.integer(4));
    else if (kind === 1) bytes.splice(at, 0, ...bytes.slice(at, at + random.integer(9)));
    else if (kind === 2) bytes.length = random.integer(bytes.length) + 1;
    else bytes[at] = random.uniform() < 0.5 ? random.choice(extremes) : random.integer(256);
  }
  return Uint8Array.from(bytes);
}
