/** What separates the cells of a table, and whether quotes mean something in it: from the header and the first rows. */
import type { Line } from '../../bytes/lines';
import type { Lookahead } from '../../bytes/lookahead';
import { isOpen, type Quotes, splitRecord } from './records';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Records that are looked at, or lines where quotes are in doubt. */
const SAMPLE_RECORDS = 20;
const SAMPLE_LINES = 200;

/**
 * Of a CSV file: the comma, unless the header has none, or the rows do not agree on it and agree on another one. Reads no
 * further than the header where that has commas alone: rows may still be on their way.
 */
export async function findDelimiter(lines: Lookahead<Line>): Promise<Delimiter> {
  const [header] = recordsOf(await lines.peek((ahead) => recordsOf(ahead).length > 0));
  const inHeader = delimiters.filter((delimiter) => header !== undefined && widthOf(header, delimiter) > 1);
  const [only] = inHeader;
  if (only === undefined || (only === ',' && inHeader.length === 1)) return ',';
  const sample = recordsOf(await lines.peek((ahead) => recordsOf(ahead).length > SAMPLE_RECORDS));
  const agrees = (one: Delimiter) => sample.every((record) => widthOf(record, one) === widthOf(header, one));
  return inHeader.find(agrees) ?? only;
}

/** A separator other than the one of the table in which a row would have the right number of cells. */
export const otherDelimiter = (record: string, width: number, not: Delimiter): Delimiter | undefined =>
  delimiters.find((delimiter) => delimiter !== not && widthOf(record, delimiter) === width);

/**
 * Whether cells of a table with tabs are quoted as in CSV: if one of them needs it (it holds a tab, a line end or a doubled
 * quote, or the whole header is quoted), and none contradicts it.
 * @param header the first row
 * @param lines from the first one in which a cell begins with a quote
 */
export async function findQuotes(header: string, first: Line, lines: Lookahead<Line>): Promise<Quotes> {
  const ahead = await lines.peek((seen) => seen.length >= SAMPLE_LINES);
  const whole = recordsOf([first, ...ahead]);
  const width = header.split('\t').length;
  const split = whole.map((record) => splitRecord(record, '\t'));
  if (split.some((cells) => cells === undefined)) return 'none';
  const needs = (record: string, i: number) =>
    /(^|\t)"/.test(record) &&
    (/[^\t"]""|""[^\t"]|\n/.test(record) || record.split('\t').length > (split[i]?.length ?? 0));
  const isQuotedHeader = header.split('\t').every((cell) => /^".*"$/.test(cell));
  const fits = isQuotedHeader || split.every((cells) => cells?.length === width);
  return fits && (isQuotedHeader || whole.some(needs)) ? 'double' : 'none';
}

/** Lines as records, without blank ones and, at the end, one whose quote is still open. */
function recordsOf(lines: readonly Line[]): string[] {
  const records: string[] = [];
  let open: string | undefined;
  for (const { text } of lines) {
    const record = open === undefined ? text : `${open}\n${text}`;
    open = isOpen(record) ? record : undefined;
    if (open === undefined && record.trim() !== '') records.push(record);
  }
  return records;
}

const widthOf = (record: string, delimiter: Delimiter): number =>
  (splitRecord(record, delimiter) ?? record.split(delimiter)).length;
