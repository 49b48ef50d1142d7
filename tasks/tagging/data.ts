/** Data for tagging: which kind a name or path holds, and how it is read. */
import { type Dataset, openFrames, openTaggedWords, type ReadOptions } from '../../src/data/datasets/openers';
import type { FrameRecording } from '../../src/data/examples/frames';
import type { DataHost } from '../../src/data/bytes/file-host';
import { findEntry } from '../../src/data/datasets/registry';
import type { TaggedWords } from '../../src/data/examples/tagged-words';
import { ConfigError, show } from '../../src/errors';
import { refuseReadOptions } from '../settings';

/** By the ending of a file; `.tsv` and `.jsonl` may be either. */
const endings: Record<string, 'words' | 'frames'> = {
  conllu: 'words',
  conll: 'words',
  bio: 'words',
  iob: 'words',
  txt: 'words',
  csv: 'frames',
};

/**
 * Options: `input` says what a file holds where its ending does not. Of words: `textColumn` and `labelColumn` are the
 * places of word and tag, counted from 1; of CoNLL-U `labelColumn` is `upos` or `xpos`. Of frames: `labelColumn`,
 * `recordingColumn`, `ignoreColumns` with commas, and `featureColumns`, a list, which leaves all others aside.
 * @throws DataError, ConfigError
 */
export async function readTagging(
  nameOrPath: string,
  host: DataHost | undefined,
  options: ReadOptions,
): Promise<Dataset<TaggedWords | FrameRecording>> {
  const { input, textColumn, labelColumn, onProgress, ...others } = options;
  const { recordingColumn, ignoreColumns, featureColumns, ...rest } = others;
  refuseReadOptions('tagging', rest);
  if ((await kindOf(nameOrPath, host, input)) === 'frames') {
    refuseReadOptions('tagging of frames', { textColumn });
    return openFrames(nameOrPath, host, {
      onProgress,
      labelColumn: text('labelColumn', labelColumn),
      recordingColumn: text('recordingColumn', recordingColumn),
      ignoreColumns: text('ignoreColumns', ignoreColumns)?.split(','),
      featureColumns: featureColumns as readonly string[] | undefined,
    });
  }
  refuseFrameOptions(nameOrPath, { recordingColumn, ignoreColumns, featureColumns });
  const tag = labelColumn === 'upos' || labelColumn === 'xpos' ? labelColumn : undefined;
  const tagColumn = tag === undefined ? place('labelColumn', labelColumn) : undefined;
  return openTaggedWords(nameOrPath, host, { onProgress, tag, tagColumn, wordColumn: place('textColumn', textColumn) });
}

async function kindOf(nameOrPath: string, host: DataHost | undefined, input: unknown): Promise<'words' | 'frames'> {
  if (input === 'words' || input === 'frames') return input;
  if (input !== undefined) throw notAKind(input);
  const entry = findEntry(nameOrPath);
  if (entry) return entry.kind === 'frames' ? 'frames' : 'words';
  const isDirectory = (await host?.describe(nameOrPath))?.kind === 'directory';
  const names = isDirectory ? ((await host?.list(nameOrPath)) ?? []) : [nameOrPath];
  const name = names.find((one) => !isDirectory || one.startsWith('train.')) ?? nameOrPath;
  const ending = /\.([^./]+?)(\.gz)?$/.exec(name)?.[1].toLowerCase() ?? '';
  if (Object.hasOwn(endings, ending)) return endings[ending];
  throw new ConfigError({
    where: name,
    problem: 'the ending of the name does not tell whether it holds words or frames',
    expected: `one of ${Object.keys(endings).join(', ')}, or the option input`,
    fix: 'Say --input-kind words or --input-kind frames (in code: input)',
  });
}

/** They also come from a trained model of frames. @throws ConfigError for one that is given. */
function refuseFrameOptions(where: string, options: Record<string, unknown>): void {
  const given = Object.keys(options).find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new ConfigError({
    where,
    problem: `it holds words, and ${given}, which is for frames, is ${show(options[given])}`,
    expected: 'recordings of frames',
    fix: 'Give recordings to a model of frames; with words leave the option out',
  });
}

function text(option: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw wrongColumn(option, value, 'the name of a column');
}

function place(option: string, value: unknown): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  throw wrongColumn(option, value, 'a number of a column, counted from 1 (in CoNLL-U upos or xpos for the tag)');
}

const wrongColumn = (option: string, value: unknown, expected: string) =>
  new ConfigError({ where: 'data for tagging', problem: `${option} is ${show(value)}`, expected, fix: 'Correct it' });

const notAKind = (input: unknown) =>
  new ConfigError({
    where: 'data for tagging',
    problem: `input is ${show(input)}`,
    expected: 'words or frames',
    fix: 'Correct it',
  });
