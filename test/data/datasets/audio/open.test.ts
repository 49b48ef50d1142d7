import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openLabeledAudio, streamLabeledAudio } from '../../../../src/data/datasets/audio/open';
import { isSoundFile, type LabeledAudio, type SoundFile } from '../../../../src/data/examples/labeled-audio/example';
import { labeledAudio } from '../../../../src/data/kinds';
import { sourceOf } from '../../../../src/data/bytes/source';
import { ConfigError, DataError } from '../../../../src/errors';
import { nodeFileHost } from '../../../../src/platform/node-data';
import { describeWithData } from '../../../support/real-data';
import golden from '../../../golden/audio/wav.json';

const folder = mkdtempSync(join(tmpdir(), 'audio-'));
const host = nodeFileHost({ TFSEQ_CACHE_DIR: join(folder, 'cache') });
afterAll(() => rmSync(folder, { recursive: true }));

const wav = Buffer.from(golden.wav[2].file, 'base64');

function put(path: string, content: string | Uint8Array = wav): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

const nameOf = ({ audio, label }: LabeledAudio) =>
  `${label} ${isSoundFile(audio) ? audio.name.slice(folder.length + 1) : ''}`;
const count = (list?: readonly unknown[]) => list?.length ?? 0;

describe('a folder whose sub-folders are labels', () => {
  beforeAll(() => {
    for (let i = 0; i < 10; i++) ['cat', 'dog'].forEach((label) => put(`animals/${label}/${i}.wav`));
    put('animals/.DS_Store', 'x');
  });

  it('is split by file, with a note of what is left out', async () => {
    const notes: string[] = [];
    const onNote = ({ message }: { message: string }) => notes.push(message);
    const { splits, provenance } = await openLabeledAudio(join(folder, 'animals'), host, { onNote });
    expect([splits.train, splits.validation, splits.test].map(count)).toEqual([16, 2, 2]);
    expect(provenance.splitRule).toMatch(/^by file/);
    expect(notes).toEqual([expect.stringContaining('.DS_Store: names that begin with a dot are left out')]);
  });

  it('is decoded when it is used', async () => {
    const { splits } = await openLabeledAudio(join(folder, 'animals'), host);
    const { audio } = splits.train[0];
    const { rate, channels } = await (isSoundFile(audio) ? audio.load() : Promise.reject(new Error('in memory')));
    expect([rate, channels.length, channels[0].length]).toEqual([11025, 1, 23]);
    put('broken/a/1.wav', 'RIFFxxxxWAVE');
    const broken = await openLabeledAudio(join(folder, 'broken'), host, { testFraction: 0, validationFraction: 0 });
    await expect((broken.splits.train[0].audio as { load(): Promise<unknown> }).load()).rejects.toThrow(
      /broken\/a\/1.wav: there is no chunk "fmt "/,
    );
  });

  it('has its own splits as folders', async () => {
    ['train/cat/1', 'train/dog/1', 'dev/cat/2', 'test/dog/3'].forEach((path) => put(`parted/${path}.wav`));
    const { splits } = await openLabeledAudio(join(folder, 'parted'), host);
    expect(splits.train.map(nameOf)).toEqual(['cat parted/train/cat/1.wav', 'dog parted/train/dog/1.wav']);
    expect([splits.validation, splits.test].map(count)).toEqual([1, 1]);
  });

  it.each([
    ['a text file in it', ['texts/a/1.wav', 'texts/a/notes.txt'], '"notes.txt" is no file of sound'],
    ['a file beside the labels', ['beside/a/1.wav', 'beside/b.wav'], 'a file stands beside the sub-folders'],
    ['a folder in a label', ['deep/a/b/1.wav'], 'a folder stands among the files of a label'],
  ])('refuses %s', async (_, paths, message) => {
    paths.forEach((path) => put(path));
    const open = openLabeledAudio(join(folder, paths[0].split('/')[0]), host);
    await expect(open).rejects.toThrow(DataError);
    await expect(open).rejects.toThrow(message);
  });

  it('refuses an empty folder, and groups', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(openLabeledAudio(join(folder, 'empty'), host)).rejects.toThrow('no sub-folder holds files of sound');
    const grouped = openLabeledAudio(join(folder, 'animals'), host, { groupColumn: 'speaker' });
    await expect(grouped).rejects.toThrow(ConfigError);
  });
});

describe('a table of files', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `m/${i}.wav,${i % 2 ? 'yes' : 'no'},person ${i % 8}`);
  beforeAll(() => {
    rows.forEach((row) => put(row.split(',')[0]));
  });
  const groupsOf = (list: readonly LabeledAudio[] = []) => new Set(list.map(({ group }) => group));

  it('keeps a group in one split', async () => {
    const table = put('groups.csv', `path,label,speaker\n${rows.join('\n')}\n`);
    const { splits, provenance } = await openLabeledAudio(table, host, {
      groupColumn: 'speaker',
      testFraction: 0.25,
      validationFraction: 0.125,
    });
    const [train, validation, test] = [splits.train, splits.validation, splits.test].map(groupsOf);
    expect([train.size, validation.size, test.size]).toEqual([5, 1, 2]);
    expect([...train, ...validation, ...test]).toHaveLength(8);
    expect(provenance.splitRule).toMatch(/^by speaker/);
    expect(splits.train[0]).toMatchObject({ where: expect.stringMatching(/groups.csv line \d+/) as string });
  });

  it('has splits in a column', async () => {
    const table = put(
      'splits.csv',
      'path,label,split\nm/0.wav,a,train\nm/1.wav,b,dev\nm/2.wav,b,test\nm/3.wav,b,test\n',
    );
    const { splits } = await openLabeledAudio(table, host);
    expect([splits.train, splits.validation, splits.test].map(count)).toEqual([1, 1, 2]);
  });

  it('is read again and again as a stream', async () => {
    const table = put('stream.csv', `path,label,speaker\n${rows.join('\n')}\n`);
    const { splits } = await streamLabeledAudio(table, host);
    for (let pass = 0; pass < 2; pass++) {
      let seen = 0;
      for await (const { label } of splits.train) seen += label ? 1 : 0;
      expect(seen).toBe(32);
    }
  });

  it.each<[string, string, object, string]>([
    ['a file that is not there', 'path,label\nm/99.wav,a\n', {}, 'line 2: there is no file'],
    ['no label', 'path,label\nm/1.wav,\n', {}, 'line 2: the label is missing'],
    ['an unknown split', 'path,label,split\nm/1.wav,a,later\n', {}, 'the split is "later"'],
    ['no such group column', 'path,label\nm/1.wav,a\n', { groupColumn: 'speaker' }, '0 columns named speaker'],
    ['no rows', 'path,label\n', {}, 'the table names no files'],
    ['no sound', 'path,label\nm/1.txt,a\n', {}, '"1.txt" is no file of sound'],
  ])('refuses %s', async (name, content, options, message) => {
    const open = openLabeledAudio(put(`bad ${name}.csv`, content), host, options);
    await expect(open).rejects.toThrow(message);
  });
});

describe('inputs of predict', () => {
  const inputsOf = async (items: AsyncIterable<{ input: unknown }>): Promise<SoundFile[]> => {
    const found: SoundFile[] = [];
    for await (const { input } of items) found.push(input as SoundFile);
    return found;
  };

  it('are files, and folders of them', async () => {
    const paths = [put('in/a.wav'), join(folder, 'in')];
    const found = await Promise.all(paths.map((path) => inputsOf(labeledAudio.inputs.readPath!(path, host, {}))));
    expect(found.flat().map(({ name }) => name)).toEqual([join(folder, 'in/a.wav'), `${join(folder, 'in')}/a.wav`]);
  });

  it('are samples without a header, with their rate', async () => {
    const samples = new Uint8Array(Int16Array.of(0, 16384).buffer);
    const [input] = await inputsOf(labeledAudio.inputs.read(sourceOf('standard input', samples), { rate: '8000' }));
    expect(await input.load()).toEqual({ rate: 8000, channels: [Float32Array.of(0, 0.5)] });
    const read = (options: Record<string, string>) =>
      inputsOf(labeledAudio.inputs.read(sourceOf('standard input', samples), options));
    await expect(read({})).rejects.toThrow('samples without a header need their rate');
    await expect(read({ rate: 'fast' })).rejects.toThrow('rate is "fast"');
  });
});

describeWithData('fsdd', () => {
  const real = () => nodeFileHost();

  it.each(['george', 'theo', 'yweweler'])('without %s', async (person) => {
    const { splits } = await openLabeledAudio(`fsdd:without-${person}`, real());
    expect([splits.train, splits.validation, splits.test].map(count)).toEqual([2250, 250, 500]);
    expect(new Set(splits.test!.map(({ group }) => group))).toEqual(new Set([person]));
    expect(splits.train.some(({ group }) => group === person)).toBe(false);
  });

  it('has the official test split, and its samples', async () => {
    const { splits } = await openLabeledAudio('fsdd', real());
    expect([splits.train, splits.validation, splits.test].map(count)).toEqual([2400, 300, 300]);
    const [first] = splits.test!;
    expect(first).toMatchObject({ label: '0', group: 'george', where: '0_george_0.wav' });
    const { rate, channels } = await (first.audio as SoundFile).load();
    expect([rate, channels[0].length]).toEqual([8000, 2384]);
  });
});
