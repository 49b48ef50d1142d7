/** Series that the package makes itself. */
import { Random } from '../../../../random';
import type { TimeSeries } from '../../../examples/series/example';
import { levelShift, noisySines, randomWalk } from '../../../generated/series';
import type { Splits } from '../../splits';
import type { TimeSeriesEntry } from '../entry';

const SEED = 1;

const entry = (
  name: string,
  description: string,
  notes: readonly string[],
  make: (random: Random) => Splits<TimeSeries>,
): TimeSeriesEntry => ({
  name,
  kind: 'series',
  folder: name,
  task: 'forecasting',
  description: `${description}; comes with the package, no download`,
  origin: [],
  licence: 'Apache-2.0, as this package',
  citation: 'none; it is made by rule',
  splitRule: 'by time: three fifths training, one validation, one test',
  notes,
  files: [],
  read: () => Promise.resolve(make(Random.fromSeed(SEED).fork(name))),
});

export const generatedSeries: readonly TimeSeriesEntry[] = [
  entry('noisy-sines', '2,000 rows: sines of 24 and 168 rows, with noise of deviation 0.2', ['no forecast has an error below that of the noise'], (random) => noisySines(random)), // prettier-ignore
  entry('random-walk', '2,000 rows: sums of independent steps', ['the last value is the best forecast there is: a model that is clearly better has seen the future'], (random) => randomWalk(random)), // prettier-ignore
  entry('level-shift', '2,000 rows: a season of 24 rows, and in the test a level that training never saw', ['models of absolute values fail behind the shift'], (random) => levelShift(random)), // prettier-ignore
];
