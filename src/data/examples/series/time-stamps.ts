/**
 * Time stamps as text ↔ milliseconds since 1970. All stamps of a file are written in one way. Without a zone they are
 * the time on the wall, which is taken as if it were UTC: in spring an hour is then missing, in autumn one comes twice.
 */

/** How a file writes its time stamps. */
export interface StampForm {
  /** `YYYY-MM-DD hh:mm:ss`, with the separators as they are. */
  readonly pattern: string;
  /** `Z` or `+01:00` behind it; nothing, if no zone is written. */
  readonly zone: string;
}

/** Separators of the date, what stands between date and time, and the zone are as in the text. */
const stamp =
  /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2})(?:([ T])(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/** The instant and the form of a time stamp; undefined for a text that is none. */
export function parseStamp(text: string): { time: number; form: StampForm } | undefined {
  const match = stamp.exec(text.trim());
  if (!match) return undefined;
  const [, year, dash = '-', month, day, between, hour, minute, second, fraction, zone = ''] = match;
  const parts = [Number(month ?? 1), Number(day ?? 1), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  const [m, d, h, min, s] = parts;
  const local = Date.UTC(
    Number(year),
    m - 1,
    d,
    h,
    min,
    s,
    fraction === undefined ? 0 : Math.round(1000 * Number(fraction)),
  );
  if (m < 1 || m > 12 || d < 1 || new Date(local).getUTCDate() !== d || h > 23 || min > 59 || s > 59) return undefined;
  const date = ['YYYY', month && 'MM', day && 'DD'].filter(Boolean).join(dash);
  const time = ['hh', 'mm', second && 'ss'].filter(Boolean).join(':') + (fraction === undefined ? '' : '.fff');
  const pattern = between === undefined ? date : `${date}${between}${time}`;
  return { time: local - offsetOf(zone), form: { pattern, zone } };
}

/** Of a zone `+01:00` 3,600,000. */
function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

/** The text of an instant in a form. */
export function formatStamp(time: number, { pattern, zone }: StampForm): string {
  const date = new Date(time + offsetOf(zone));
  const digits = (value: number, length = 2) => String(value).padStart(length, '0');
  const text = pattern
    .replace('YYYY', digits(date.getUTCFullYear(), 4))
    .replace('MM', digits(date.getUTCMonth() + 1))
    .replace('DD', digits(date.getUTCDate()))
    .replace('hh', digits(date.getUTCHours()))
    .replace('mm', digits(date.getUTCMinutes()))
    .replace('ss', digits(date.getUTCSeconds()))
    .replace('fff', digits(date.getUTCMilliseconds(), 3));
  return text + zone;
}

/** The form of stamps that no file has written, for times that are given in code. */
export const defaultForm: StampForm = { pattern: 'YYYY-MM-DD hh:mm:ss', zone: '' };
