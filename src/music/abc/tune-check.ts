/**
 * Whether a text is a tune in ABC notation. A tune is valid if
 *
 * - abcjs reads it without a warning (which alone accepts an empty text),
 * - it has a key, `K:`,
 * - every bar but the first and the last of a part sums to the metre; so it has a metre, `M:`,
 * - it has at least 8 notes.
 */
import { type Bar, barsOf, notesOf } from './bars';
import { type AbcParser, parseTunes } from './parser';

const LEAST_NOTES = 8;
const ROUNDING = 1e-5; // abcjs rounds the notes of a tuplet

/** What is wrong with a tune, and what it is made of. */
export interface TuneCheck {
  isValid: boolean;
  /** What makes it invalid, as plain text; none if it is valid. */
  problems: string[];
  /** Played notes, those of a chord as one. */
  notes: number;
  /** Of all voices. */
  bars: number;
  /** Bars that do not sum to the metre, first and last bars of a part left out. */
  wrongBars: number;
}

/** What is wrong with a tune. @param abc one tune @param parser abcjs (`import abcjs from 'abcjs'`) */
export function checkTune(abc: string, parser: AbcParser): TuneCheck {
  const tunes = parseTunes(abc, parser);
  const bars = tunes.flatMap((tune) => barsOf(tune).flat());
  const notes = tunes.reduce((sum, tune) => sum + notesOf(tune), 0);
  const wrong = bars.filter(isWrong);
  const problems = tunes.flatMap(({ warnings = [] }) => warnings.map(plainWarning));
  if (tunes.length > 1) problems.push(`${tunes.length} tunes in place of one`);
  if (!/^K:/m.test(abc)) problems.push('there is no key (K:)');
  if (bars.some(({ metre }) => metre === undefined)) problems.push('there is no metre (M:)');
  if (wrong.length > 0) problems.push(wrongBars(wrong));
  if (notes < LEAST_NOTES) problems.push(`${notes} notes, fewer than ${LEAST_NOTES}`);
  return { isValid: problems.length === 0, problems, notes, bars: bars.length, wrongBars: wrong.length };
}

const isWrong = ({ isInner, duration, metre }: Bar) =>
  isInner && metre !== undefined && Math.abs(duration - metre) > ROUNDING;

function wrongBars([first, ...others]: readonly Bar[]): string {
  const also = others.length > 0 ? `, and ${others.length} more` : '';
  return `a bar of ${rounded(first.duration)} whole notes in a metre of ${rounded(first.metre ?? 0)}${also}`;
}

const rounded = (value: number) => String(Number(value.toFixed(4)));

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/**
 * A warning of abcjs as plain text. It has the text in it as HTML, not all of it escaped, and a `<span>` around the wrong
 * character: what shows it in a page has to escape it like any text of others.
 */
export const plainWarning = (warning: string): string =>
  warning
    .replace(/<span style="[^"<>]*">([^]*?)<\/span>/, '$1')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity]);

/** Runs of bars by their contents, those of every voice. @param length bars of a run */
export function barRuns(abc: string, parser: AbcParser, length: number): string[] {
  const voices = parseTunes(abc, parser).flatMap(barsOf);
  return voices.flatMap((bars) =>
    bars.slice(0, Math.max(0, bars.length - length + 1)).map((_, i) =>
      bars
        .slice(i, i + length)
        .map(({ content }) => content)
        .join('| '),
    ),
  );
}
