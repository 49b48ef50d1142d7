/** The public data sets themselves, where a copy is at hand; and the rules that hold for every entry. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { zipSync } from 'fflate';
import { createTar } from 'nanotar';

import {
  openFrames,
  openLabeledFrames,
  openLabeledText,
  openParallelText,
  openPianoRolls,
  openPlainText,
  openTaggedWords,
  openTimeSeries,
} from '../../../../src/data/datasets/openers';
import { sizeOfClip } from '../../../../src/data/examples/labeled-frames/example';
import { registry, requireEntry } from '../../../../src/data/datasets/registry';
import { reviewPolarity } from '../../../../src/data/datasets/registry/review-polarity';
import { tatoeba } from '../../../../src/data/datasets/registry/tatoeba';
import { sourceOf } from '../../../../src/data/bytes/source';
import { nodeFileHost } from '../../../../src/platform/node-data';
import { describeIf } from '../../../support/optional';

const dataDirectory = process.env.TFSEQ_DATA_DIR || resolve(__dirname, '../../../../../shared/data');
const host = nodeFileHost({ TFSEQ_DATA_DIR: dataDirectory, TFSEQ_CACHE_DIR: '/nowhere' });

/** Name → examples of training, validation and test, and the first test example. */
const EXPECTED: Record<string, { sizes: number[]; labels: number; first: [label: string, text: string] }> = {
  'sentiment-sample': { sizes: [1920, 240, 240], labels: 2, first: ['negative', ''] },
  'rt-polarity': { sizes: [8528, 1066, 1068], labels: 2, first: ['negative', 'simplistic , silly and tedious .'] },
  sst: { sizes: [67349, 872, 1821], labels: 2, first: ['negative', 'no movement , no yuks , not much of anything .'] },
  'sst:binary-sentences': { sizes: [6920, 872, 1821], labels: 2, first: ['negative', 'no movement , no yuks'] },
  'sst:fine': { sizes: [8544, 1101, 2210], labels: 5, first: ['negative', 'no movement , no yuks'] },
  'review-polarity': { sizes: [1600, 200, 200], labels: 2, first: ['negative', ''] },
  trec: { sizes: [4906, 546, 500], labels: 6, first: ['number', 'How far is it from Denver to Aspen ?'] },
  'names-by-language': { sizes: [16055, 1999, 1996], labels: 18, first: ['Arabic', 'Baba'] },
};

/** Name → sizes as above, sides, and the first test pair. */
const PARALLEL: Record<string, { sizes: number[]; sides: [string, string]; first: [source: string, target: string] }> =
  {
    'multi30k-en-de': {
      sizes: [29000, 1014, 1000],
      sides: ['de', 'en'],
      first: ['ein mann mit einem orangefarbenen hut , der', 'a man in an orange hat'],
    },
    'multi30k-en-de:raw': {
      sizes: [29000, 1014, 1000],
      sides: ['de', 'en'],
      first: ['Ein Mann mit einem orangefarbenen Hut, der', 'A man in an orange hat'],
    },
    'tatoeba-fra-eng': { sizes: [50106, 6167, 6124], sides: ['en', 'fr'], first: ['Go.', 'Va !'] },
    addition: { sizes: [45000, 2500, 2500], sides: ['question', 'answer'], first: ['', ''] },
    'addition:reversed': { sizes: [45000, 2500, 2500], sides: ['question', 'answer'], first: ['', ''] },
    reverse: { sizes: [8000, 1000, 1000], sides: ['string', 'reversed'], first: ['', ''] },
    copy: { sizes: [8000, 1000, 1000], sides: ['string', 'copy'], first: ['', ''] },
    dates: { sizes: [8000, 1000, 1000], sides: ['written', 'iso'], first: ['', ''] },
  };

/** Name → sentences and words of training, validation and test, different tags, and the last test word. */
const TAGGED: Record<string, { sizes: number[]; words: number[]; tags: number; last: [word: string, tag: string] }> = {
  'ud-english-ewt': {
    sizes: [12544, 2001, 2077],
    words: [204577, 25147, 25094],
    tags: 17,
    last: ['.', 'PUNCT'],
  },
  'ud-english-ewt:xpos': { sizes: [12544, 2001, 2077], words: [204577, 25147, 25094], tags: 49, last: ['.', '.'] },
  'conll2003-ner': { sizes: [14041, 3250, 3453], words: [203621, 51362, 46435], tags: 9, last: ['.', 'O'] },
};

/** Name → recordings of training, validation and test, size of a frame and different labels. */
const FRAMES: Record<string, { recordings: number[]; size: number; labels: number }> = {
  'gesture-phase': { recordings: [5, 1, 1], size: 50, labels: 5 },
  'gesture-phase:without-a': { recordings: [3, 1, 3], size: 50, labels: 5 },
  'gesture-phase:without-b': { recordings: [4, 1, 2], size: 50, labels: 5 },
  'gesture-phase:without-c': { recordings: [4, 1, 2], size: 50, labels: 5 },
  'moving-shapes': { recordings: [300, 50, 50], size: 256, labels: 5 },
};

/** Name → recordings of training, validation and test, size of a frame, labels, and label and frames of the first test one. */
const CLIPS: Record<
  string,
  { recordings: number[]; size: number; labels: number; first: [label: string, steps: number] }
> = {
  'japanese-vowels': { recordings: [216, 54, 370], size: 12, labels: 9, first: ['speaker 1', 19] },
  'mnist-10k': { recordings: [8000, 1000, 1000], size: 28, labels: 10, first: ['7', 28] },
  'unipen-digits': { recordings: [5838, 800, 1331], size: 3, labels: 10, first: ['6', 47] },
  'moving-clips': { recordings: [600, 100, 200], size: 256, labels: 7, first: ['right', 11] },
};

/** Name → characters of training, validation and test, and how validation begins. */
const RUNNING: Record<string, { characters: number[]; first: string }> = {
  'nottingham-abc': { characters: [295083, 36367, 38428], first: 'X:1\nM:3/4\n' },
  tinyshakespeare: { characters: [1003854, 111540, 0], first: '?\n\nGREMIO:\nGood morrow' },
};

/** Name → steps of training, validation and test, and the first test step. */
const MUSIC: Record<string, { pieces: number[]; steps: number[]; first: number[] }> = {
  'jsb-chorales': { pieces: [229, 76, 77], steps: [13807, 4602, 4725], first: [72, 76, 79, 84] },
};

/** Name → recordings of training, validation and test. */
const AUDIO: Record<string, number[]> = {
  fsdd: [2400, 300, 300],
  ...Object.fromEntries(
    ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'].map((name) => [
      `fsdd:without-${name}`,
      [2250, 250, 500],
    ]),
  ),
};

/** Name → columns, rows of training, validation and test, and the first test row. */
const SERIES: Record<string, { columns: number; rows: number[]; first: number[] }> = {
  'ett-hourly': { columns: 7, rows: [8640, 2880, 2880], first: [9.98, 3.483, 7.64, 1.812, 2.376, 0.944, 9.215] },
  'ett-hourly:h2': {
    columns: 7,
    rows: [8640, 2880, 2880],
    first: [31.329, 0.0, 40.262, 4.209, -7.943, -1.546, 19.546],
  },
  'airline-passengers': { columns: 1, rows: [96, 24, 24], first: [360.0] },
  'daily-min-temperatures': { columns: 1, rows: [2922, 365, 365], first: [14.8] },
  'daily-max-temperatures': { columns: 1, rows: [2922, 365, 365], first: [21.6] },
  'monthly-sunspots': { columns: 1, rows: [2292, 264, 264], first: [38.7] },
  'beijing-pollution': { columns: 1, rows: [35064, 4380, 4380], first: [56.0] },
  'noisy-sines': { columns: 1, rows: [1200, 400, 400], first: [0.25016] },
  'random-walk': { columns: 1, rows: [1200, 400, 400], first: [-28.8988] },
  'level-shift': { columns: 1, rows: [1200, 400, 400], first: [-0.72871] },
};

describe('registry', () => {
  test('every entry says where it comes from, and how to check it', () => {
    const expected = [EXPECTED, PARALLEL, TAGGED, FRAMES, CLIPS, RUNNING, MUSIC, AUDIO, SERIES].flatMap((rows) =>
      Object.keys(rows),
    );
    expect(registry.map(({ name }) => name).sort()).toEqual(expected.sort());
    for (const { files, origin, ...entry } of registry) {
      for (const text of [entry.description, entry.licence, entry.citation, entry.splitRule]) expect(text).toBeTruthy();
      for (const name of origin) expect(name).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      for (const file of files) {
        expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
        const { url } = file;
        if (url !== undefined) expect(origin.some((name) => url.includes(`/${name.replace('@', '/')}/`))).toBe(true);
      }
    }
  });

  test('an unknown name', () => {
    expect(() => requireEntry('imdb')).toThrow(/no data set named "imdb".*rt-polarity/);
  });

  test('review-polarity is read from its archive, by folds', async () => {
    const review = (side: string, number: string) => ({
      name: `txt_sentoken/${side}/cv${number}_1.txt`,
      data: `${side} ${number}\n`,
    });
    const members = [review('pos', '000'), review('neg', '900'), review('pos', '899'), { name: 'README', data: 'x' }];
    const archive = sourceOf('review_polarity.tar.gz', gzipSync(createTar(members)));
    const splits = await reviewPolarity.read(new Map([['review_polarity.tar.gz', archive]]));
    const shown = (part: { text: string; label: string }[] = []) => part.map(({ text, label }) => [text, label]);
    expect(shown(splits.train)).toEqual([['pos 000', 'positive']]);
    expect(shown(splits.validation)).toEqual([['pos 899', 'positive']]);
    expect(shown(splits.test)).toEqual([['neg 900', 'negative']]);
  });

  test('tatoeba is read from its archive, by the length of the English sentence', async () => {
    const sentence = (i: number) => 'x'.repeat(30 - 2 * i) + i; // the longest one first
    const pairs = Array.from({ length: 12 }, (_, i) => `${sentence(i)}\tun ${i}\n${sentence(i)}\tdeux ${i}\n`).join('');
    const bytes = zipSync({ 'fra.txt': new TextEncoder().encode(pairs), '_about.txt': new Uint8Array(9) });
    const splits = await tatoeba.read(new Map([['fra-eng.zip', sourceOf('fra-eng.zip', bytes)]]));
    const shown = (part: { target: string }[] = []) => part.map(({ target }) => target);
    expect(shown(splits.test)).toEqual(['un 1', 'deux 1', 'un 11', 'deux 11']); // places 10 and 0 of 12
    expect(shown(splits.validation)).toEqual(['un 0', 'deux 0', 'un 10', 'deux 10']);
    const empty = sourceOf('fra-eng.zip', zipSync({ 'deu.txt': new Uint8Array(9) }));
    await expect(tatoeba.read(new Map([['fra-eng.zip', empty]]))).rejects.toThrow(/the archive has no fra\.txt/);
  });
});

describeIf(existsSync(resolve(dataDirectory, 'sst')), 'registry data', 'set TFSEQ_DATA_DIR to a copy', () => {
  test.each(Object.keys(EXPECTED))('%s: sizes and labels as its rule says', async (name) => {
    const { splits } = await openLabeledText(name, host);
    const { train, validation = [], test = [] } = splits;
    const { sizes, labels, first } = EXPECTED[name];
    expect([train.length, validation.length, test.length]).toEqual(sizes);
    for (const part of [train, validation, test]) {
      expect(new Set(part.map(({ label }) => label)).size).toBe(labels);
      expect(part.every(({ text, label }) => text !== '' && typeof label === 'string')).toBe(true);
    }
    expect([test[0].label, test[0].text.slice(0, first[1].length)]).toEqual(first);
  });

  test.each(Object.keys(PARALLEL))('%s: sizes and sides as its rule says', async (name) => {
    const { splits, sides } = await openParallelText(name, host);
    const { train, validation = [], test = [] } = splits;
    const expected = PARALLEL[name];
    expect([train.length, validation.length, test.length]).toEqual(expected.sizes);
    expect([sides?.source, sides?.target]).toEqual(expected.sides);
    const all = [...train, ...validation, ...test];
    expect(all.every(({ source, target }) => source.trim() !== '' && target.trim() !== '')).toBe(true);
    const [source, target] = expected.first;
    expect([test[0].source.slice(0, source.length), test[0].target.slice(0, target.length)]).toEqual(expected.first);
  });

  test.each(Object.keys(TAGGED))('%s: sizes and tags as its rule says', async (name) => {
    const { splits } = await openTaggedWords(name, host);
    const parts = [splits.train, splits.validation!, splits.test!];
    const expected = TAGGED[name];
    expect(parts.map(({ length }) => length)).toEqual(expected.sizes);
    expect(parts.map((part) => part.reduce((sum, { words }) => sum + words.length, 0))).toEqual(expected.words);
    expect(new Set(parts.flat().flatMap(({ tags }) => tags)).size).toBe(expected.tags);
    expect(parts.flat().every(({ words, tags }) => words.length === tags.length)).toBe(true);
    const { words, tags } = splits.test!.at(-1)!;
    expect([words.at(-1), tags.at(-1)]).toEqual(expected.last);
  });

  test('what CoNLL-U has beside words, as the note tells', async () => {
    const { splits } = await openTaggedWords('ud-english-ewt', host);
    const all = [...splits.train, ...splits.validation!, ...splits.test!];
    const sum = (what: 'multiwordRanges' | 'emptyNodes') =>
      all.reduce((n, { skipped }) => n + (skipped?.[what] ?? 0), 0);
    expect([sum('multiwordRanges'), sum('emptyNodes')]).toEqual([3327, 43]);
  });

  test.each(Object.keys(FRAMES))('%s: recordings and labels as its rule says', async (name) => {
    const { splits } = await openFrames(name, host);
    const parts = [splits.train, splits.validation!, splits.test!];
    const { recordings, size, labels } = FRAMES[name];
    expect(parts.map(({ length }) => length)).toEqual(recordings);
    const all = parts.flat();
    expect(new Set(all.map(({ recording }) => recording)).size).toBe(all.length);
    expect(all.every((one) => one.size === size && one.labels.length === one.steps)).toBe(true);
    expect(all.every((one) => one.frames.length === one.steps * size && one.frames.every(Number.isFinite))).toBe(true);
    expect(new Set(all.flatMap((one) => one.labels)).size).toBe(labels);
  });

  test.each(Object.keys(CLIPS))('%s: recordings and labels as its rule says', async (name) => {
    const { splits } = await openLabeledFrames(name, host);
    const parts = [splits.train, splits.validation ?? [], splits.test ?? []];
    const { recordings, size, labels, first } = CLIPS[name];
    expect(parts.map(({ length }) => length)).toEqual(recordings);
    for (const part of parts) expect(new Set(part.map(({ label }) => label)).size).toBe(labels);
    expect(parts.flat().every((one) => sizeOfClip(one).size === size)).toBe(true);
    expect([parts[2][0].label, sizeOfClip(parts[2][0]).steps]).toEqual(first);
    const groups = parts.map((part) => new Set(part.flatMap(({ group }) => group ?? [])));
    expect(new Set(groups.flatMap((own) => [...own])).size).toBe(groups.reduce((sum, own) => sum + own.size, 0));
  });

  test.each(Object.keys(RUNNING))('%s: characters as its rule says', async (name) => {
    const { splits } = await openPlainText(name, host);
    const { train, validation = [], test = [] } = splits;
    const { characters, first } = RUNNING[name];
    const count = (texts: { text: string }[]) => texts.reduce((sum, { text }) => sum + text.length, 0);
    expect([train, validation, test].map(count)).toEqual(characters);
    expect(validation[0].text.slice(0, first.length)).toBe(first);
  });

  test.each(Object.keys(MUSIC))('%s: pieces and steps as its rule says', async (name) => {
    const { splits } = await openPianoRolls(name, host);
    const all = [splits.train, splits.validation ?? [], splits.test ?? []];
    const { pieces, steps, first } = MUSIC[name];
    expect(all.map(({ length }) => length)).toEqual(pieces);
    expect(all.map((list) => list.reduce((sum, { notes }) => sum + notes.length, 0))).toEqual(steps);
    expect(splits.test?.[0].notes[0]).toEqual(first);
  });

  test.each(Object.keys(SERIES))('%s: rows as its rule says, each part after the one before', async (name) => {
    const { splits } = await openTimeSeries(name, host);
    const { columns, rows, first } = SERIES[name];
    const all = [splits.train, splits.validation!, splits.test!].map(([series]) => series);
    const ends = all.map(({ values }) => values.length / columns);
    expect(all.map(({ start = 0 }, i) => ends[i] - start)).toEqual(rows);
    expect(all.map(({ start }) => start)).toEqual([0, ends[0], ends[1]]);
    const test = all[2];
    const row = Array.from({ length: columns }, (_, c) => test.values[ends[1] * columns + c]);
    row.forEach((value, c) => expect(value).toBeCloseTo(first[c], 2));
  });

  test('gesture-phase: the two files of a recording are aligned, a person left out is in the test alone', async () => {
    const { splits } = await openFrames('gesture-phase', host);
    const [c3] = splits.test!;
    const lines = (kind: string) =>
      readFileSync(resolve(dataDirectory, `gesture-phase/c3_${kind}.csv`), 'utf8').trim().split(/\r?\n/); // prettier-ignore
    const [raw, moving] = [lines('raw'), lines('va3')];
    expect(c3.steps).toBe(moving.length - 1);
    c3.labels.forEach((label, t) => {
      const letter = moving[1 + t].split(',').at(-1)!;
      expect({ D: 'Rest', P: 'Preparation', S: 'Stroke', H: 'Hold', R: 'Retraction' }[letter]).toBe(label);
    });
    const numbers = (line: string, count: number) => line.split(',').slice(0, count).map((cell) => Math.fround(+cell)); // prettier-ignore
    expect([...c3.frames.subarray(50, 100)]).toEqual([...numbers(moving[2], 32), ...numbers(raw[6], 18)]);
    const without = await openFrames('gesture-phase:without-a', host);
    expect(without.splits.test!.map(({ recording }) => recording)).toEqual(['a1', 'a2', 'a3']);
  });

  test('multi30k in the other direction', async () => {
    const { splits, sides } = await openParallelText('multi30k-en-de', host, { source: 'en' });
    expect(sides).toEqual({ source: 'en', target: 'de' });
    expect(splits.train[0].target).toContain('zwei junge weiße männer');
    expect(splits.test![0].source).toContain('a man in an orange hat');
  });

  test('tatoeba: no English sentence on two sides', async () => {
    const { splits } = await openParallelText('tatoeba-fra-eng', host);
    const parts = [splits.train, splits.validation!, splits.test!];
    const english = parts.map((part) => new Set(part.map(({ source }) => source)));
    expect(new Set(english.flatMap((set) => [...set])).size).toBe(40_000);
    expect(english.map(({ size }) => size).sort()).toEqual([32_000, 4_000, 4_000]);
  });

  test('rt-polarity by line index', async () => {
    const { splits } = await openLabeledText('rt-polarity', host);
    const lines = readFileSync(resolve(dataDirectory, 'rt-polarity/rt-polarity.pos'), 'utf8').trim().split('\n');
    const positive = splits.test!.filter(({ label }) => label === 'positive');
    expect(positive[3].text).toBe(lines[30].trim());
    expect(positive[3].where).toBe('rt-polarity.pos line 31');
    expect(splits.validation!.some(({ text }) => text === lines[41].trim())).toBe(true);
  });

  test('sst trains on phrases and never on what it tests, but for the one that its note names', async () => {
    const { splits } = await openLabeledText('sst', host);
    const phrases = new Set(splits.train.map(({ text }) => text.trim()));
    expect(splits.test!.filter(({ text }) => phrases.has(text)).map(({ text }) => text)).toEqual(["what 's next ?"]);
  });

  test('review-polarity: whole reviews, balanced in every fold', async () => {
    const { splits } = await openLabeledText('review-polarity', host);
    expect(splits.test!.filter(({ label }) => label === 'positive').length).toBe(100);
    const raw = gunzipSync(readFileSync(resolve(dataDirectory, 'review-polarity/reviews.jsonl.gz'))).toString();
    expect(raw).toContain(JSON.stringify(splits.test![0].text).slice(1, 200));
  });
});
