/**
 * Which configuration is the best, and whether it is better than the default by more than noise. The standard error of a
 * difference is that of its values in groups of the validation examples, the same groups for both (random groups, Wolter
 * 2007, §2); the default stays unless another one is better by more than that (the one-standard-error rule, Breiman et
 * al. 1984, §3.4.3). A gain is seen in the best of many trials: it counts once it is seen again with another seed;
 * unconfirmed it has to be twice as large.
 */
import type { Monitor } from '../../src/metrics/metric-types';
import { configurationOf, type FinishedTrial, isFinished, type Trial } from './trials';

/** Standard errors that a gain must exceed, of one seed and of two. */
const UNCONFIRMED = 2;
const CONFIRMED = 1;
/** With fewer groups a standard error says little about itself. */
export const MIN_GROUPS = 6;

/** A configuration beside the default. */
export interface Compared {
  /** With each seed; the first one is of the seed of the search. */
  trials: readonly FinishedTrial[];
  /** Mean over the seeds. */
  value: number;
  /** How much better than the default with the same seeds, positive where it is; 0 for the default. */
  gain: number;
  /** Of `gain`; null where there are too few validation examples to estimate it. */
  standardError: number | null;
  isConfirmed: boolean;
}

/** Every configuration that was trained to its end and measured, the default first. */
export function compareAll(trials: readonly Trial[], { mode }: Monitor): Compared[] {
  const configurations = new Map<string, FinishedTrial[]>();
  for (const trial of trials.filter(isFinished)) {
    const key = configurationOf(trial);
    configurations.set(key, [...(configurations.get(key) ?? []), trial]);
  }
  const [standard, ...others] = configurations.values();
  if (!standard) return [];
  const sign = mode === 'max' ? 1 : -1;
  return [withItself(standard), ...others.map((one) => compared(one, standard, sign))];
}

const withItself = (trials: FinishedTrial[]): Compared => ({
  trials,
  value: trials[0].value,
  gain: 0,
  standardError: 0,
  isConfirmed: trials.length > 1,
});

function compared(trials: FinishedTrial[], standard: readonly FinishedTrial[], sign: number): Compared {
  const pairs = trials.flatMap((trial) => {
    const other = standard.find(({ seed }) => seed === trial.seed);
    return other ? [[trial, other] as const] : [];
  });
  const gain = sign * mean(pairs.map(([trial, other]) => trial.value - other.value));
  return {
    trials,
    value: mean(pairs.map(([trial]) => trial.value)),
    gain,
    standardError: standardErrorOf(pairs),
    isConfirmed: pairs.length > 1,
  };
}

/** Of the mean difference, from the differences of groups, which are means over the seeds. */
function standardErrorOf(pairs: readonly (readonly [FinishedTrial, FinishedTrial])[]): number | null {
  const measured = pairs.map(([a, b]) => ({ a: a.groups, b: b.groups }));
  const count = measured[0]?.a.length ?? 0;
  if (count < MIN_GROUPS || measured.some(({ a, b }) => a.length !== count || b.length !== count)) return null;
  const differences = Array.from({ length: count }, (_, g) => mean(measured.map(({ a, b }) => a[g] - b[g])));
  const centre = mean(differences);
  const variance = differences.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (count - 1);
  return Math.sqrt(variance / count);
}

/** The default, or what is better than it by more than noise; of equal ones the first that was tried. */
export function bestOf(all: readonly Compared[]): Compared {
  return all.reduce((best, one) => (isBetter(one) && one.gain > best.gain ? one : best));
}

const exceeds = ({ gain, standardError }: Compared, factor: number) =>
  standardError !== null && gain > 0 && gain > factor * standardError;

const isBetter = (one: Compared) => exceeds(one, one.isConfirmed ? CONFIRMED : UNCONFIRMED);

/** What would be the best if another seed confirmed it. */
export function toConfirm(all: readonly Compared[]): Compared | undefined {
  const best = all.filter(({ isConfirmed }) => isConfirmed).reduce((most, { gain }) => Math.max(most, gain), 0);
  return all
    .slice(1)
    .filter((one) => !one.isConfirmed && one.gain > best && exceeds(one, CONFIRMED))
    .reduce<Compared | undefined>((most, one) => (most && most.gain >= one.gain ? most : one), undefined);
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
