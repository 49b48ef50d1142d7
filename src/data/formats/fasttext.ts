/** The format of fastText (Joulin et al. 2017): `__label__positive a quiet triumph`, an example a line. */
import { DataError, show } from '../../errors';
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import type { LabelFirstLine } from './label-first';

const PREFIX = '__label__';

export const isFastText = (line: string): boolean => line.trimStart().startsWith(PREFIX);

/** Blank lines are skipped. @throws DataError as `readLines` */
export async function* readFastText(source: ByteSource, options: LineOptions = {}): AsyncGenerator<FastTextLine> {
  for await (const { text, number } of readLines(source, options)) {
    if (!text.trim()) continue;
    const [, marked, rest] = /^\s*((?:__label__\S*\s*)*)(.*)$/s.exec(text) ?? [];
    yield { labels: marked.match(/\S+/g)?.map((label) => label.slice(PREFIX.length)) ?? [], text: rest, line: number };
  }
}

export interface FastTextLine extends Pick<LabelFirstLine, 'line'> {
  labels: string[];
  text: string;
}

/** The one label of a line. @throws DataError for none or several */
export function onlyLabel({ labels, text }: FastTextLine, where: string): string {
  if (labels.length === 1) return labels[0];
  throw new DataError({
    where,
    problem:
      labels.length === 0
        ? `there is no ${PREFIX}: ${show(text)}`
        : `there are ${labels.length} labels: ${show(labels)}`,
    expected: 'one label for every text',
    fix: 'Correct or remove the line',
  });
}
