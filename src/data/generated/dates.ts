/**
 * Dates as people write them → ISO 8601, "Sunday, March 7, 1999" → "1999-03-07". Some parts are copied, some are looked
 * up (the month), some left out (the day of the week), and their order changes.
 */
import type { Random } from '../../random';
import { makeDistinct, type SplitSizes } from './generated-pairs';
import type { ParallelText } from '../examples/parallel-text';
import type { Splits } from '../datasets/splits';
import { checkOptionNames } from '../../validation';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
/** With points the day comes first, with slashes the month, so that every form has one meaning. */
const FORMS: readonly ((date: Parts) => string)[] = [
  ({ day, month, year }) => `${day} ${month} ${year}`,
  ({ day, month, year }) => `${day} ${month.slice(0, 3)} ${year}`,
  ({ day, month, year }) => `${month} ${day}, ${year}`,
  ({ day, month, year, weekday }) => `${weekday}, ${month} ${day}, ${year}`,
  ({ day, month, year, weekday }) => `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)} ${year}`,
  ({ day, month, year }) => `${day}${ordinal(day)} of ${month.toLowerCase()} ${year}`,
  ({ day, number, year }) => `${day}.${number}.${year}`,
  ({ day, number, year }) => `${two(number)}/${two(day)}/${year}`,
];

interface Parts {
  day: number;
  /** January is 1. */
  number: number;
  month: string;
  year: number;
  weekday: string;
}

/** The years 1950 to 2049. */
const FIRST_DAY = Date.UTC(1950, 0, 1);
const DAYS = (Date.UTC(2050, 0, 1) - FIRST_DAY) / 86_400_000;

/**
 * @param options sizes, default: 8,000 for training, 1,000 each for validation and test
 * @returns every date in one of eight forms; no date occurs twice, in whatever form
 * @throws ConfigError for sizes that are too large
 */
export function dateSplits(random: Random, options: { sizes?: SplitSizes } = {}): Required<Splits<ParallelText>> {
  checkOptionNames('dateSplits', options, { sizes: true });
  const { sizes = { train: 8_000, validation: 1_000, test: 1_000 } } = options;
  return makeDistinct(sizes, DAYS, random, () => {
    const date = new Date(FIRST_DAY + random.integer(DAYS) * 86_400_000);
    const iso = date.toISOString().slice(0, 10);
    return { key: iso, source: random.choice(FORMS)(partsOf(date)), target: iso };
  });
}

function partsOf(date: Date): Parts {
  return {
    day: date.getUTCDate(),
    number: date.getUTCMonth() + 1,
    month: MONTHS[date.getUTCMonth()],
    year: date.getUTCFullYear(),
    weekday: WEEKDAYS[date.getUTCDay()],
  };
}

const two = (number: number) => String(number).padStart(2, '0');
const ordinal = (day: number) => (day > 3 && day < 21 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'));
