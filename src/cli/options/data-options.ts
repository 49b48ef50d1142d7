/** `--data`, with a download's progress on standard error. */
import type { Splits } from '../../data/datasets/splits';
import { openExamples } from '../../data/open-examples';
import type { AnyTaskModel, Dataset } from '../../node';
import { nodeDataHost } from '../../platform/node-data';
import { downloadProgress } from '../../platform/terminal-progress';

export interface DataOptions {
  data: string;
  textColumn?: string;
  labelColumn?: string;
  /** Of parallel text: the sides by name (`de`, `en`), or the columns of a file with tabs. */
  source?: string;
  target?: string;
  sourceColumn?: string;
  targetColumn?: string;
  /** Of tagging: `words` or `frames`, where the file's ending does not tell; and columns of frames. */
  inputKind?: string;
  recordingColumn?: string;
  ignoreColumns?: string;
  /** Of a trained model: the columns to read. */
  featureColumns?: readonly string[];
}

export function openData(
  { kinds }: AnyTaskModel['task'],
  { data, inputKind, ...given }: DataOptions,
): Promise<Dataset<object>> {
  const { textColumn, labelColumn, source, target, sourceColumn, targetColumn } = given;
  const { recordingColumn, ignoreColumns, featureColumns } = given;
  const options = { textColumn, labelColumn, source, target, sourceColumn, targetColumn };
  return openExamples(
    kinds,
    data,
    nodeDataHost(),
    { input: inputKind, ...options, recordingColumn, ignoreColumns, featureColumns },
    { onProgress: downloadProgress() },
  );
}

/** Examples of each split, in the order in which they are used. */
export function splitSizes(splits: Splits<unknown>): Record<string, number> {
  const { train, validation, test } = splits;
  const lists = Object.entries({ train, validation, test });
  return Object.fromEntries(lists.flatMap(([split, examples]) => (examples ? [[split, examples.length]] : [])));
}

export const describeSplits = (splits: Splits<unknown>): string =>
  Object.entries(splitSizes(splits))
    .map(([split, examples]) => `${split} ${examples.toLocaleString('en')}`)
    .join(', ');
