/** The distance of time stamps: a number of months, or a fixed time. */
import { DataError } from '../../../errors';

/** One of the two. */
export interface Frequency {
  months?: number;
  milliseconds?: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const units: readonly (readonly [name: string, size: number])[] = [
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
  ['millisecond', 1],
];

/** `hour`, `15 minutes`, `month`, `year`. */
export function nameOfFrequency({ months, milliseconds = 1 }: Frequency): string {
  if (months !== undefined) return months % 12 ? counted(months, 'month') : counted(months / 12, 'year');
  const [unit, size] = units.find(([, size]) => milliseconds % size === 0) ?? ['millisecond', 1];
  return counted(milliseconds / size, unit);
}

const counted = (count: number, unit: string) => (count === 1 ? unit : `${count} ${unit}s`);

/** Steps until the pattern of a day, week or year comes again; 1 where none is usual. */
export function seasonOf({ months, milliseconds = 1 }: Frequency): number {
  if (months !== undefined) return months < 12 && 12 % months === 0 ? 12 / months : 1;
  if (milliseconds === 7 * DAY) return 52;
  if (milliseconds === DAY) return 7;
  if (milliseconds < DAY && DAY % milliseconds === 0) return Math.min(DAY / milliseconds, 1440);
  return 1;
}

/** The instant some steps later. */
export function addSteps(time: number, { months, milliseconds = 1 }: Frequency, steps: number): number {
  if (months === undefined) return time + steps * milliseconds;
  const date = new Date(time);
  const month = date.getUTCMonth() + steps * months;
  const first = Date.UTC(date.getUTCFullYear(), month, 1);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const isLast = new Date(time + DAY).getUTCDate() === 1;
  const day = isLast ? lastDay : Math.min(date.getUTCDate(), lastDay);
  return first + (day - 1) * DAY + (((time % DAY) + DAY) % DAY);
}

/** Steps from one instant to another, a whole number where both are on the grid. */
export function stepsBetween(from: number, to: number, frequency: Frequency): number {
  const { months, milliseconds = 1 } = frequency;
  if (months === undefined) return (to - from) / milliseconds;
  const steps = (monthOf(to) - monthOf(from)) / months;
  return addSteps(from, frequency, Math.round(steps)) === to ? steps : steps + 0.5;
}

function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/**
 * The most frequent distance of neighbours.
 * @param times of one series, ascending, at least two of them different
 * @throws DataError for fewer
 */
export function inferFrequency(times: ArrayLike<number>, where: string): Frequency {
  const distinct = Array.from(times).filter((time, i, all) => i === 0 || time !== all[i - 1]);
  if (distinct.length < 2) {
    throw new DataError({
      where,
      problem: `there ${distinct.length === 1 ? 'is one time stamp' : 'are no time stamps'}`,
      expected: 'at least two, whose distance is the frequency',
      fix: 'Pass more rows',
    });
  }
  const gaps = distinct.slice(1).map((time, i) => time - distinct[i]);
  const common = mostFrequent(gaps);
  if (common >= 28 * DAY) {
    const months = mostFrequent(distinct.slice(1).map((time, i) => monthOf(time) - monthOf(distinct[i])));
    const frequency = { months: Math.max(1, months) };
    const fits = distinct.slice(1).filter((time, i) => Number.isInteger(stepsBetween(distinct[i], time, frequency)));
    if (fits.length * 2 > gaps.length) return frequency;
  }
  return { milliseconds: common };
}

/** The smallest of those that are equally frequent. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = values[0];
  for (const [value, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && value < best)) best = value;
  }
  return best;
}
