/** Series ↔ what a network reads: every column on the scale of training, covariates and calendar beside it. */
import {
  checkTimeSeries,
  columnsOf,
  nameOfSeries,
  rowsOf,
  type TimeSeries,
} from '../../../src/data/examples/series/example';
import { type Frequency, inferFrequency } from '../../../src/data/examples/series/frequency';
import { DataError, show } from '../../../src/errors';
import { readSaved } from '../../../src/validation';
import { extended, knownAhead, missingFuture } from './known-ahead';
import { type SavedForecasting, savedSchema } from './saved';
import { fitScale, inOrder, naiveChange, scaled } from './scales';
import { type ForecasterConfig, stepsOf } from '../settings';
import type { ColumnScale, EncodedSeries, ForecastInput } from '../types';

export class ForecastingPreprocessor {
  private readonly unknown = new Set<string>();
  private readonly constant: string[] = [];
  /** Where an encoded series comes from, for what is known only when a horizon is requested. */
  private readonly places = new WeakMap<EncodedSeries, string>();

  private constructor(
    readonly saved: SavedForecasting,
    private readonly config: ForecasterConfig,
  ) {}

  /** @throws DataError for series of different columns. */
  static fit(examples: readonly TimeSeries[], config: ForecasterConfig): ForecastingPreprocessor {
    const [first] = examples;
    const columns = [...columnsOf(first)];
    const past = [...(first.past?.columns ?? [])];
    const future = [...(first.future?.columns ?? [])];
    const fixed = Object.keys(first.fixed ?? {});
    const saved: SavedForecasting = {
      ...{ columns, past, future, fixed },
      scales: {},
      pastScale: fitScale(
        examples.map(({ past }) => past?.values ?? []),
        past.length,
      ),
      futureScale: fitScale(
        examples.map(({ future }) => future?.values ?? []),
        future.length,
      ),
      fixedScale: fitScale(
        examples.map(({ fixed: values }) => fixed.map((name) => values?.[name] ?? NaN)),
        fixed.length,
      ),
      season: config.season || first.season || 1,
    };
    const preprocessor = new ForecastingPreprocessor(saved, config);
    examples.forEach((example, i) => {
      preprocessor.checkColumns(example, example.where ?? `training example ${i + 1}`);
      const name = nameOfSeries(example);
      if (Object.hasOwn(saved.scales, name)) throw twice(name, example.where ?? `training example ${i + 1}`);
      saved.scales[name] = fitScale([preprocessor.ordered(example)], columns.length, (column) =>
        preprocessor.constant.push(`${columns[column]} of ${name}`),
      );
    });
    return preprocessor;
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, config: ForecasterConfig): ForecastingPreprocessor {
    return new ForecastingPreprocessor(readSaved('ForecastingPreprocessor', savedSchema, json), config);
  }

  /** C */
  get columns(): readonly string[] {
    return this.saved.columns;
  }

  /** L and H */
  get lengths(): { window: number; horizon: number } {
    return this.config;
  }

  /** Whether it needs time stamps. */
  get readsTimes(): boolean {
    return this.config.calendar.length > 0;
  }

  /** K */
  get knownColumns(): number {
    const { past, future } = this.saved;
    return past.length + future.length + 2 * this.config.calendar.length;
  }

  /**
   * All windows of the part of a series that is learnt or measured.
   * @throws DataError for other columns than those of training, and for a series that is too short.
   */
  encode(example: TimeSeries, where: string): EncodedSeries {
    const place = example.where ?? where;
    const { window, horizon } = this.config;
    const start = example.start ?? 0;
    const encoded = this.encodeRows(example, place, start);
    if (start > 0 && start < window)
      throw tooShort(place, start, window, `before row ${start + 1}, where it is measured from`);
    const from = Math.max(start, window);
    const to = encoded.rows - horizon + 1;
    if (to > from) return { ...encoded, origins: { from, to } };
    throw start > 0
      ? tooShort(place, encoded.rows - start, horizon, `from row ${start + 1} on, and the horizon needs them`)
      : tooShort(place, encoded.rows, window + horizon, `, and window plus horizon need them`);
  }

  /** One window, whose forecast begins at this row. @throws DataError for other columns than those of training. */
  encodeAt(example: TimeSeries, where: string, origin: number, horizon: number): EncodedSeries {
    const encoded = this.encodeRows(example, example.where ?? where, origin);
    const one = { ...encoded, origins: { from: origin, to: origin + 1 } };
    this.places.set(one, example.where ?? where);
    return this.ahead(one, origin + horizon - encoded.rows);
  }

  /** The future of a series. @throws DataError as `encode`, and where what has to be known in advance is missing. */
  encodeInput(input: ForecastInput, where: string): EncodedSeries {
    const example: unknown = typeof input === 'string' ? fromJSON(input) : input;
    checkTimeSeries(example, where);
    const place = example.where ?? where;
    const encoded = this.encodeRows(example, place, rowsOf(example));
    const { rows } = encoded;
    if (rows < this.config.window) throw tooShort(place, rows, this.config.window, ', and the window needs them');
    const future = { ...encoded, origins: { from: rows, to: rows + 1 } };
    this.places.set(future, place);
    return future;
  }

  /** With what is known of the rows until the horizon. @throws DataError where what is known in advance ends before it. */
  ahead(encoded: EncodedSeries, horizon: number): EncodedSeries {
    if (!encoded.known) return encoded;
    const rows = encoded.known.length / this.knownColumns;
    if (rows >= encoded.rows + horizon) return encoded;
    const { future } = this.saved;
    if (future.length > 0)
      throw missingFuture(this.places.get(encoded) ?? `series ${encoded.name}`, encoded, {
        columns: future,
        rows,
        horizon,
      });
    return extended(encoded, horizon, { saved: this.saved, features: this.config.calendar });
  }

  drainWarnings(): string[] {
    const unknown = [...this.unknown];
    this.unknown.clear();
    const constant = this.constant.splice(0);
    return [
      ...(unknown.length
        ? [`${unknown.length} series did not occur in training and are scaled by their own past: ${listed(unknown)}`]
        : []),
      ...(constant.length ? [`columns with one value in all of training are not scaled: ${listed(constant)}`] : []),
    ];
  }

  summary(): Record<string, number> {
    const { columns, scales, season } = this.saved;
    return { columns: columns.length, series: Object.keys(scales).length, season, stepsAtOnce: stepsOf(this.config) };
  }

  toJSON(): SavedForecasting {
    return this.saved;
  }

  /** @param before rows that may be used for what is not known from training */
  private encodeRows(example: TimeSeries, where: string, before: number): EncodedSeries {
    this.checkColumns(example, where);
    const { saved, config } = this;
    const C = saved.columns.length;
    const name = nameOfSeries(example);
    const ordered = this.ordered(example);
    const rows = ordered.length / C;
    const scale = this.scaleOf(example, ordered, before || rows);
    const { values, observed } = scaled(ordered, scale, where);
    const calendar = calendarPlace(example, where);
    if (config.calendar.length > 0 && !calendar) throw noTimes(where);
    const context = { saved, features: config.calendar };
    const known = knownAhead(example, { ...context, calendar, rows, ahead: config.horizon, where });
    const fixed =
      saved.fixed.length > 0
        ? scaled(
            saved.fixed.map((one) => example.fixed?.[one] ?? NaN),
            saved.fixedScale,
            where,
          ).values
        : undefined;
    return {
      name,
      rows,
      values,
      ...(observed && { observed }),
      ...(known && { known }),
      ...(fixed && { fixed }),
      scale,
      naive: naiveChange(values, C, before || rows, saved.season),
      origins: { from: rows, to: rows + 1 },
      ...(calendar && { calendar }),
    };
  }

  private scaleOf(example: TimeSeries, values: ArrayLike<number>, before: number): ColumnScale {
    const name = nameOfSeries(example);
    const isNamed = example.header?.series !== undefined || (example.series !== undefined && !example.header);
    if (Object.hasOwn(this.saved.scales, name)) return this.saved.scales[name];
    const { length: C } = this.saved.columns;
    const known = Object.values(this.saved.scales);
    if (known.length === 1 && !isNamed) return known[0];
    this.unknown.add(name);
    return fitScale([Array.prototype.slice.call(values, 0, before * C) as number[]], C);
  }

  /** The columns in the order of training. */
  private ordered(example: TimeSeries): ArrayLike<number> {
    return inOrder(example.values, columnsOf(example), this.saved.columns);
  }

  private checkColumns(example: TimeSeries, where: string): void {
    const { columns, past, future, fixed } = this.saved;
    checkNames(where, 'columns', columnsOf(example), columns);
    checkNames(where, 'past columns', example.past?.columns ?? [], past);
    checkNames(where, 'columns known in advance', example.future?.columns ?? [], future);
    checkNames(where, 'static columns', Object.keys(example.fixed ?? {}), fixed);
  }
}

function checkNames(where: string, what: string, given: readonly string[], wanted: readonly string[]): void {
  const missing = wanted.filter((name) => !given.includes(name));
  const further = given.filter((name) => !wanted.includes(name));
  if (missing.length === 0 && further.length === 0) return;
  const parts = [...(missing.length ? [`${listed(missing)} are missing`] : []), ...(further.length ? [`${listed(further)} were not there in training`] : [])]; // prettier-ignore
  throw new DataError({
    where,
    problem: `${what}: ${parts.join(', and ')}`,
    expected: wanted.length
      ? `the ${wanted.length} ${what} of training: ${listed(wanted)}`
      : `no ${what}, as in training`,
    fix: ({ option }) =>
      `Pass the columns of training; ${option('targetColumns')}, ${option('ignoreColumns')} and the like choose among those of a file`,
  });
}

function calendarPlace(example: TimeSeries, where: string): EncodedSeries['calendar'] {
  const { times, stamps } = example;
  if (!times) return undefined;
  const frequency: Frequency = example.frequency ?? inferFrequency(times, where);
  return { first: times[0], frequency, ...(stamps && { stamps }) };
}

const listed = (names: readonly string[]) => `${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;

function fromJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const tooShort = (where: string, rows: number, needed: number, what: string) =>
  new DataError({
    where,
    problem: `the series has ${rows} rows${what.startsWith(',') ? '' : ' '}${what}`,
    expected: `at least ${needed}: ${needed - rows} more`,
    fix: 'Pass a longer series, or train with a smaller window or horizon',
  });

const noTimes = (where: string) =>
  new DataError({
    where,
    problem: 'the series has no time stamps, and the setting calendar needs them',
    expected: 'times',
    fix: ({ option }) => `Name their column (${option('timeColumn')}), or train without calendar`,
  });

const twice = (name: string, where: string) =>
  new DataError({
    where,
    problem: `there are two series ${show(name)}`,
    expected: 'a name of its own for each',
    fix: 'Rename one',
  });
