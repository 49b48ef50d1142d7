/** Recordings of sound with labels, as a kind of data. */
import { ConfigError, show } from '../errors';
import type { FileHost } from './bytes/file-host';
import type { NoteOptions } from './bytes/notes';
import { type ByteSource, collect } from './bytes/source';
import { hashOf } from './check/example-view';
import { textOption } from './data-options';
import { openLabeledAudio, streamLabeledAudio } from './datasets/audio/open';
import type { DataKind, DataOptions, LocatedInput } from './example-kind';
import { readSoundFolder } from './examples/labeled-audio/folder';
import { checkLabeledAudio, isSoundFile, type LabeledAudio, secondsOf } from './examples/labeled-audio/example';
import { audioEndings, soundFile } from './examples/labeled-audio/sound-file';
import { decodeAudio } from './formats/audio/audio-file';
import { decodeRawPcm } from './formats/audio/raw-pcm';
import { delimiter, encoding, quotes } from './table-options';

const pathColumn = textOption({
  name: 'pathColumn',
  help: 'column of the path in a table of files',
  remembered: true,
});
const splitColumn = textOption({
  name: 'splitColumn',
  help: 'column that says train, validation or test in a table of files',
  remembered: true,
});
const groupColumn = textOption({
  name: 'groupColumn',
  help: 'column of what must not be in two splits, such as the person who was recorded',
  remembered: true,
});
const labelColumn = textOption({ name: 'labelColumn', help: 'column of the label', remembered: true });
const rate = textOption({
  name: 'rate',
  value: 'samples',
  help: 'of samples without a header (16 bits, little-endian, one channel): how many are a second',
});

const audioOptions = (options: DataOptions) => ({
  pathColumn: pathColumn.from(options),
  labelColumn: labelColumn.from(options),
  splitColumn: splitColumn.from(options),
  groupColumn: groupColumn.from(options),
  delimiter: delimiter.from(options),
  quotes: quotes.from(options),
  encoding: encoding.from(options),
});

const nameOf = ({ audio, where }: LabeledAudio) => (isSoundFile(audio) ? audio.name : (where ?? 'samples'));

export const labeledAudio: DataKind<LabeledAudio> = {
  name: 'labelled audio',
  input: 'audio',
  plural: 'recordings of sound with labels',
  options: [pathColumn, labelColumn, splitColumn, groupColumn, delimiter, quotes, encoding],
  endings: audioEndings,
  startsLike: (line) => /^\s*"?(path|file|filename|audio)"?\s*[,;\t]/i.test(line),
  inputs: {
    unit: 'lines',
    options: [rate],
    read: readSound,
    readPath,
  },
  recognizes: (example) => 'audio' in example,
  check: checkLabeledAudio,
  open: (name, host, options, events) => openLabeledAudio(name, host, { ...events, ...audioOptions(options) }),
  stream: (name, host, options, events) => streamLabeledAudio(name, host, { ...events, ...audioOptions(options) }),
  view: (example) => ({
    key: isSoundFile(example.audio) ? example.audio.name : String(hashOf(example.audio.samples)),
    ...{ target: example.label, labels: [example.label], texts: [], where: example.where ?? nameOf(example) },
    lengths: { 'tenths of a second': Math.round(10 * (secondsOf(example.audio) ?? 0)) },
  }),
  line: (example) => `${example.label}\t${nameOf(example)}`,
  document: ({ audio, ...rest }) => ({
    ...rest,
    audio: isSoundFile(audio) ? audio.name : { samples: audio.samples.length, rate: audio.rate },
  }),
};

/** A file, or what arrives on standard input, to its end. */
async function* readSound(
  source: ByteSource,
  options: DataOptions,
  events?: NoteOptions,
): AsyncGenerator<LocatedInput> {
  const given = rate.from(options);
  const bytes = await collect(source.open());
  const audio =
    given === undefined
      ? await decodeAudio(bytes, source.name, { onNote: events?.onNote })
      : decodeRawPcm(bytes, wholeRate(given), source.name);
  yield { input: { name: source.name, load: () => Promise.resolve(audio) }, where: source.name };
}

/** A file, or all files of a folder; each is decoded when its turn comes. */
async function* readPath(
  path: string,
  host: FileHost,
  options: DataOptions,
  events?: NoteOptions,
): AsyncGenerator<LocatedInput> {
  const { kind, bytes } = await host.describe(path);
  const source = { name: path, open: () => host.open(path) };
  if (kind === 'directory') {
    for (const input of await readSoundFolder(path, host, events)) yield { input, where: input.name };
  } else if (rate.from(options) !== undefined) yield* readSound(source, options, events);
  else yield { input: soundFile(source, bytes, { onNote: events?.onNote }), where: path };
}

function wholeRate(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new ConfigError({
    where: 'data',
    problem: ({ option }) => `${option('rate')} is ${show(text)}`,
    expected: 'samples a second, a whole number',
    fix: ({ set }) => `Pass for example ${set('rate', 16000)}`,
  });
}
