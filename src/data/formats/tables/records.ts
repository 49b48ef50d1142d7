/** A row of a table as text → its cells (RFC 4180). */

/** `double`: a cell may stand in double quotes. `none`: a quote is a letter like any other. */
export const quotings = ['double', 'none'] as const;
export type Quotes = (typeof quotings)[number];

/** Whether a quote is still open at its end: in a well-formed record the number of quotes is even. */
export function isOpen(record: string): boolean {
  let count = 0;
  for (let at = record.indexOf('"'); at >= 0; at = record.indexOf('"', at + 1)) count++;
  return count % 2 === 1;
}

/** One cell, quoted or bare, and what ends it. */
const cellPattern = (delimiter: string): RegExp => {
  const end = delimiter === '|' ? '\\|' : delimiter;
  return new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^"${end}]*))(${end}|$)`, 'y');
};
const patterns = new Map<string, RegExp>();

/** @returns nothing where a quote is in the wrong place; `onBadCell` is then called with the index of the cell */
export function splitRecord(
  record: string,
  delimiter: string,
  onBadCell?: (cell: number) => void,
): string[] | undefined {
  const pattern = patterns.get(delimiter) ?? cellPattern(delimiter);
  patterns.set(delimiter, pattern);
  const cells: string[] = [];
  pattern.lastIndex = 0;
  for (let end = delimiter; end === delimiter;) {
    const match = pattern.exec(record);
    if (!match) {
      onBadCell?.(cells.length);
      return undefined;
    }
    cells.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    end = match[3];
  }
  return cells;
}
