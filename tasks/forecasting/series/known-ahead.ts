/** What is known of rows beside their values: past columns, columns known in advance, the calendar. */
import type { TimeSeries } from '../../../src/data/examples/series/example';
import { addSteps } from '../../../src/data/examples/series/frequency';
import { defaultForm, formatStamp } from '../../../src/data/examples/series/time-stamps';
import { DataError } from '../../../src/errors';
import { type CalendarFeature, calendarOf } from './calendar';
import type { SavedForecasting } from './saved';
import { inOrder, scaled } from './scales';
import type { EncodedSeries } from '../types';

interface Columns {
  saved: SavedForecasting;
  features: readonly CalendarFeature[];
}

interface Context extends Columns {
  calendar: EncodedSeries['calendar'];
  rows: number;
  /** Rows of the calendar beyond the series. */
  ahead: number;
  where: string;
}

const sizesOf = ({ saved: { past, future }, features }: Columns) =>
  [past.length, future.length, 2 * features.length] as const;

/** [R,K], as far as the columns that are known in advance go; undefined where there is nothing. */
export function knownAhead(example: TimeSeries, context: Context): Float32Array | undefined {
  const { saved, rows, ahead, where } = context;
  const [P, F, G] = sizesOf(context);
  const K = P + F + G;
  if (K === 0) return undefined;
  const past = example.past && scaled(inOrder(example.past.values, example.past.columns, saved.past), saved.pastScale, where).values; // prettier-ignore
  const future = example.future && scaled(inOrder(example.future.values, example.future.columns, saved.future), saved.futureScale, where).values; // prettier-ignore
  const R = future ? future.length / F : rows + ahead;
  const known = new Float32Array(R * K);
  for (let t = 0; t < R; t++) {
    const last = Math.min(t, rows - 1);
    if (past) known.set(past.subarray(last * P, last * P + P), t * K);
    if (future) known.set(future.subarray(t * F, t * F + F), t * K + P);
  }
  writeCalendar(known, 0, context);
  return known;
}

/** The same with rows until the horizon, where nothing but the calendar is known of them. */
export function extended(encoded: EncodedSeries, horizon: number, columns: Columns): EncodedSeries {
  const [P, F, G] = sizesOf(columns);
  const K = P + F + G;
  const { known = new Float32Array(), rows, calendar } = encoded;
  const longer = new Float32Array((rows + horizon) * K);
  longer.set(known);
  writeCalendar(longer, known.length / K, { ...columns, calendar });
  return { ...encoded, known: longer };
}

function writeCalendar(
  known: Float32Array,
  from: number,
  { calendar, ...columns }: Columns & Pick<Context, 'calendar'>,
): void {
  const [P, F, G] = sizesOf(columns);
  const K = P + F + G;
  if (G === 0 || !calendar) return;
  for (let t = from; t < known.length / K; t++)
    known.set(calendarOf(columns.features, addSteps(calendar.first, calendar.frequency, t)), t * K + P + F);
}

/** Time stamps, or numbers of rows from 1. */
export function nameOfRow({ calendar }: EncodedSeries, row: number): string {
  if (!calendar) return String(row + 1);
  return formatStamp(addSteps(calendar.first, calendar.frequency, row), calendar.stamps ?? defaultForm);
}

/** Names the hours (rows) of which nothing is known. */
export function missingFuture(
  where: string,
  encoded: EncodedSeries,
  { columns, rows: known, horizon }: { columns: readonly string[]; rows: number; horizon: number },
): DataError {
  const { rows, name } = encoded;
  const count = rows + horizon - known;
  const nameOf = (row: number) => `${encoded.calendar ? '' : 'row '}${nameOfRow(encoded, row)}`;
  const range = count === 1 ? nameOf(known) : `${nameOf(known)} to ${nameOf(rows + horizon - 1)}`;
  return new DataError({
    where,
    problem: `series ${name}: ${columns.join(', ')} ${columns.length === 1 ? 'is' : 'are'} missing for ${count} rows: ${range}`,
    expected: `what is known in advance for all ${horizon} rows of the forecast`,
    fix: 'Add rows with these columns (and empty targets) behind the series, or ask for a shorter horizon',
  });
}
