/** FLAC and MP3 by the packages that are installed beside this one; in a process, since jest loads no ES modules. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { decodeAudio, useAudioDecoder } from '../../../src/data/formats/audio/audio-file';
import { DataError } from '../../../src/errors';
import golden from '../../golden/audio/wav.json';

const root = resolve(__dirname, '../../..');
const folder = join(root, '.tmp', `audio-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = `
import { installAudioDecoders } from '${join(root, 'src/platform/node-packages/audio-decoders')}';
import { decodeAudio } from '${join(root, 'src/data/formats/audio/audio-file')}';
import golden from '${join(root, 'test/golden/audio/wav.json')}';
installAudioDecoders();
const answers: Record<string, unknown> = {};
for (const [format, { file }] of Object.entries(golden.compressed)) {
  const bytes = new Uint8Array(Buffer.from(file, 'base64'));
  const { rate, channels } = await decodeAudio(bytes, 'x');
  answers[format] = { rate, count: channels.length, samples: channels[0].length, some: [...channels[0]] };
  const errors: string[] = [];
  for (const damaged of [bytes.slice(0, 200), bytes.map((byte, i) => (i > 300 ? 0 : byte))]) {
    await decodeAudio(damaged, 'x').then(() => errors.push('none'), (error) => errors.push(error.name + ' ' + error.message));
  }
  answers[format + ' damaged'] = errors;
}
console.log(JSON.stringify(answers));
`;

interface Decoded {
  rate: number;
  count: number;
  samples: number;
  some: number[];
}
type Answers = Record<'flac' | 'mp3', Decoded> & Record<'flac damaged' | 'mp3 damaged', string[]>;

let answers: Answers;
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.ts'), program);
  const outfile = join(folder, 'main.mjs');
  const banner = { js: `const __filename = ${JSON.stringify(outfile)};` };
  buildSync({ ...{ entryPoints: [join(folder, 'main.ts')], outfile, banner, bundle: true }, platform: 'node', format: 'esm', logLevel: 'error' }); // prettier-ignore
  const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
  expect(stderr.replaceAll(/mpg123-decoder: .*\n/g, '')).toBe(''); // it prints what it throws
  answers = JSON.parse(stdout) as Answers;
});

it('FLAC has the samples that libFLAC reads', () => {
  const { rate, samples, some } = golden.compressed.flac;
  expect(answers.flac).toMatchObject({ rate, count: 2, samples });
  answers.flac.some.slice(1000, 1060).forEach((x, i) => expect(x).toBeCloseTo(some[i], 4));
});

it('MP3 has the samples that mpg123 reads', () => {
  const { rate, some } = golden.compressed.mp3;
  expect(answers.mp3).toMatchObject({ rate, count: 2 });
  expect(answers.mp3.samples).toBeGreaterThanOrEqual(3000);
  // Programs differ in how much of the encoder's delay they take off: the golden part is found somewhere.
  const offsets = Array.from({ length: answers.mp3.samples - some.length }, (_, i) => i);
  const distance = (at: number) => Math.max(...some.map((x, i) => Math.abs(x - answers.mp3.some[at + i])));
  expect(Math.min(...offsets.map(distance))).toBeLessThan(1e-3);
});

it.each(['flac damaged', 'mp3 damaged'] as const)('%s: a DataError or sound, no crash', (name) => {
  expect(answers[name]).toHaveLength(2);
  expect(answers[name][0]).toMatch(/^DataError x: the (FLAC|MP3) data cannot be decoded/);
  expect(answers[name][1]).toMatch(/^(DataError|none)/);
});

describe('without a decoder', () => {
  const flac = new Uint8Array(Buffer.from(golden.compressed.flac.file, 'base64'));
  it('says which package to install', async () => {
    await expect(decodeAudio(flac, 'x.flac')).rejects.toThrow(DataError);
    await expect(decodeAudio(flac, 'x.flac')).rejects.toThrow(
      /x.flac: the file is FLAC.*npm install @wasm-audio-decoders\/flac/,
    );
  });

  it('says so where loading fails', async () => {
    useAudioDecoder('flac', () => Promise.reject(new Error("Cannot find module '@wasm-audio-decoders/flac'")));
    await expect(decodeAudio(flac, 'x.flac')).rejects.toThrow(/not installed \(Cannot find module.*npm install/);
  });

  it.each([
    ['Ogg', 'OggS\0\0\0\0', 'the file is Ogg'],
    ['AIFF', 'FORM\0\0\0\0AIFF', 'the file is AIFF'],
    ['MPEG-4', '\0\0\0 ftypM4A ', 'the file is MPEG-4'],
    ['text', 'hello', 'the file begins with "hell"'],
  ])('names %s', async (_, start, message) => {
    await expect(decodeAudio(Buffer.from(start, 'latin1'), 'x')).rejects.toThrow(message);
  });
});
