/** Tables as CSV (RFC 4180), which programs for tables open without running a cell of them. */
import { visibleText } from '../../display/visible-text';

export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');

/** A text that a program for tables would take for a formula begins with an apostrophe (OWASP, CSV injection). */
function cell(text: string): string {
  const visible = visibleText(text);
  const safe = /^\s*[=+\-@]/.test(visible) && !Number.isFinite(Number(visible)) ? `'${visible}` : visible;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
