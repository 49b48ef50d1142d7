/** `--data`, with a download's progress on standard error. */
import { type LabeledTextDataset, openLabeledText } from '../node';
import { downloadProgress } from './progress';

export interface DataOptions {
  data: string;
  textColumn?: string;
  labelColumn?: string;
}

export function openData({ data, textColumn, labelColumn }: DataOptions): Promise<LabeledTextDataset> {
  const columns = { textColumn: column(textColumn), labelColumn: column(labelColumn) };
  return openLabeledText(data, { ...columns, onProgress: downloadProgress() });
}

/** A whole number is a place counted from 1, in a file without a header. */
const column = (name: string | undefined) => (name !== undefined && /^\d+$/.test(name) ? Number(name) : name);
