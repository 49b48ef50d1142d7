import { readTimeSeries, type SeriesOptions, type TimeSeries } from '../../../../src';
import { sourceOf } from '../../../../src/data/bytes/source';
import type { DataNote } from '../../../../src/data/bytes/notes';
import { addSteps, nameOfFrequency, seasonOf, stepsBetween } from '../../../../src/data/examples/series/frequency';
import { formatStamp, parseStamp } from '../../../../src/data/examples/series/time-stamps';
import { DataError } from '../../../../src/errors';

const notes: string[] = [];
beforeEach(() => void notes.splice(0));

async function read(text: string, options: SeriesOptions = {}, name = 'load.csv'): Promise<TimeSeries[]> {
  const all: TimeSeries[] = [];
  const onNote = ({ message }: DataNote) => void notes.push(message);
  for await (const series of readTimeSeries(sourceOf(name, text), { ...options, onNote })) all.push(series);
  return all;
}

const errorOf = async (text: string, options?: SeriesOptions): Promise<string> => {
  const error = await read(text, options).then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).message;
};

describe('time stamps', () => {
  it.each([
    ['2026-11-28 14:05:09', Date.UTC(2026, 10, 28, 14, 5, 9)],
    ['2026-11-28T14:05Z', Date.UTC(2026, 10, 28, 14, 5)],
    ['2026-11-28 14:05+01:00', Date.UTC(2026, 10, 28, 13, 5)],
    ['2026-11-28', Date.UTC(2026, 10, 28)],
    ['2026/11/28', Date.UTC(2026, 10, 28)],
    ['2026-11', Date.UTC(2026, 10, 1)],
    ['1749', Date.UTC(1749, 0, 1)],
  ])('%s is read, and written again as it was', (text, time) => {
    const parsed = parseStamp(text)!;
    expect(parsed.time).toBe(time);
    expect(formatStamp(parsed.time, parsed.form)).toBe(text);
  });

  it.each(['28 November', '2026-13-01', '2026-02-30', '2026-01-01 25:00', '12:00', ''])('%s is none', (text) => {
    expect(parseStamp(text)).toBeUndefined();
  });
});

describe('frequency', () => {
  it('months have different lengths, and ends of months stay ends', () => {
    const end = Date.UTC(2026, 0, 31);
    expect(new Date(addSteps(end, { months: 1 }, 1)).toISOString().slice(0, 10)).toBe('2026-02-28');
    expect(new Date(addSteps(Date.UTC(2026, 1, 28), { months: 1 }, 1)).toISOString().slice(0, 10)).toBe('2026-03-31');
    expect(stepsBetween(end, Date.UTC(2026, 3, 30), { months: 1 })).toBe(3);
  });

  it.each([
    [{ milliseconds: 3_600_000 }, 'hour', 24],
    [{ milliseconds: 900_000 }, '15 minutes', 96],
    [{ milliseconds: 86_400_000 }, 'day', 7],
    [{ months: 1 }, 'month', 12],
    [{ months: 3 }, '3 months', 4],
    [{ months: 12 }, 'year', 1],
  ])('%p is one %s', (frequency, name, season) => {
    expect(nameOfFrequency(frequency)).toBe(name);
    expect(seasonOf(frequency)).toBe(season);
  });
});

it('wide columns: one series of several columns, whose frequency is noted', async () => {
  const [series] = await read('date,a,b\n2026-01,1,2\n2026-02,3,4\n2026-03,5,6\n');
  expect(series).toMatchObject({ series: 'load', columns: ['a', 'b'], frequency: { months: 1 } });
  expect([...(series.values as Float64Array)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(notes).toEqual(['load.csv: a row every month']);
});

it('a long table: many series, also where their rows take turns; covariates by the option that names them', async () => {
  const text = 'series,ds,y,wind,holiday,size\nb,2026-01-01,1,7,0,3\na,2026-01-01,2,8,0,4\nb,2026-01-02,3,9,1,3\na,2026-01-02,4,6,1,4\nb,2026-01-03,,,1,3\n'; // prettier-ignore
  const options = { pastColumns: ['wind'], futureColumns: ['holiday'], staticColumns: ['size'] };
  const [b, a] = await read(text, options);
  expect(b).toMatchObject({
    series: 'b',
    columns: ['y'],
    fixed: { size: 3 },
    header: { time: 'ds', series: 'series' },
  });
  expect([b.values, b.past?.values, b.future?.values].map((one) => [...(one as Float64Array)])).toEqual([[1, 3], [7, 9], [0, 1, 1]]); // prettier-ignore
  expect([...(a.values as Float64Array)]).toEqual([2, 4]);
});

const hours = (cells: readonly string[]) => `time,x\n${cells.join('\n')}\n`;
const rows = ['2026-03-29 00:00,1', '2026-03-29 01:00,2', '2026-03-29 03:00,4', '2026-03-29 04:00,5'];

describe('gaps', () => {
  it('a missing hour is refused, with what clocks do in spring; the other rules fill it and count', async () => {
    expect(await errorOf(hours(rows))).toMatch(/load.csv line 3: series load: 2026-03-29 02:00 is missing \(1 of 5 rows are\); clocks that are put forward/); // prettier-ignore
    const filled = async (gaps: SeriesOptions['gaps']) => [
      ...((await read(hours(rows), { gaps }))[0].values as Float64Array),
    ];
    expect(await filled('forward')).toEqual([1, 2, 2, 4, 5]);
    expect(await filled('linear')).toEqual([1, 2, 3, 4, 5]);
    expect(await filled('mask')).toEqual([1, 2, NaN, 4, 5]);
    expect(notes[1]).toMatch(/1 missing rows, 1 missing values .*; gaps: forward/);
  });

  it('times that come twice, and rows in disorder', async () => {
    const twice = ['2026-10-25 01:00,1', '2026-10-25 02:00,2', '2026-10-25 02:00,9', '2026-10-25 03:00,3'];
    expect(await errorOf(hours(twice))).toMatch(/line 4: series load: 2026-10-25 02:00 comes twice; clocks that are put back in autumn/); // prettier-ignore
    const disorder = [rows[1], rows[0], '2026-03-29 02:00,3'];
    expect(await errorOf(hours(disorder))).toMatch(/line 3: .*comes after a later time/);
    const [series] = await read(hours(disorder), { gaps: 'linear' });
    expect([...(series.values as Float64Array)]).toEqual([1, 2, 3]);
    expect(notes.at(-1)).toMatch(/1 rows put in order/);
  });
});

it.each([
  ['a text in a column of numbers', hours(['2026-01-01 00:00,1', '2026-01-01 01:00,many']), /line 3: the column "x" has "many"/],
  ['an infinite value', hours(['2026-01-01 00:00,1', '2026-01-01 01:00,Infinity']), /line 3: the column "x" has "Infinity"/],
  ['an empty cell', hours(['2026-01-01 00:00,1', '2026-01-01 01:00,']), /line 3: x is empty/],
  ['times in two forms', hours(['2026-01-01 00:00,1', '2026-01-01 01:00:00,1']), /line 3: .*one form in the whole file, as "2026-01-01 00:00"/],
  ['a time zone that changes', hours(['2026-01-01 00:00+01:00,1', '2026-01-01 01:00+02:00,1']), /line 3: .*one time zone in the whole file/],
  ['a time between the steps', hours([...rows.slice(0, 2), '2026-03-29 02:00,1', '2026-03-29 02:30,1']), /line 5: .*02:30 is between the steps/],
  ['what is no time', hours(['2026-01-01 00:00,1', 'later,1']), /line 3: the column "time" has "later"/],
  ['one row', hours(['2026-01-01 00:00,1']), /there is one time stamp/],
  ['no rows', 'time,x\n', /holds no rows/],
  ['a header with one name twice', 'time,x,x\n2026-01-01,1,2\n', /two columns "x"/],
])('refuses %s', async (_, text, message) => expect(await errorOf(text)).toMatch(message)); // prettier-ignore

it('refuses columns that are not there, or have two purposes', async () => {
  expect(await errorOf(hours(rows), { targetColumns: ['y'] })).toMatch(/no column "y" \(targetColumns\)/);
  expect(await errorOf(hours(rows), { targetColumns: ['x'], pastColumns: ['x'] })).toMatch(
    /"x" is named for two purposes/,
  );
});
