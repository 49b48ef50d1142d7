/** Exercises with a known answer, which the package makes itself. */
import { Random } from '../../../random';
import { additionSplits } from '../../generated/addition';
import { dateSplits } from '../../generated/dates';
import { copySplits, reverseSplits } from '../../generated/letter-strings';
import type { ParallelText } from '../../examples/parallel-text';
import type { Splits } from '../splits';
import type { ParallelTextEntry } from './entry';

const SEED = 1;

const exercise = (
  name: string,
  description: string,
  sides: readonly [string, string],
  make: (random: Random) => Splits<ParallelText>,
): ParallelTextEntry => ({
  name,
  kind: 'parallel text',
  folder: name,
  task: 'translation',
  description: `${description}; comes with the package, no download`,
  origin: [],
  licence: 'Apache-2.0, as this package',
  citation: 'none; it is made by rule',
  splitRule: 'made by seed; nothing occurs twice',
  notes: ['made for characters as tokens'],
  sides,
  files: [],
  read: () => Promise.resolve(make(Random.fromSeed(SEED).fork(name))),
});

export const exercises: readonly ParallelTextEntry[] = [
  exercise('addition', 'sums of numbers of up to three digits, "535+61 " → "596 "', ['question', 'answer'], (random) =>
    additionSplits(random),
  ),
  exercise(
    'addition:reversed',
    'the same kind of sums with the question backwards, " 16+535" → "596 "',
    ['question', 'answer'],
    (random) => additionSplits(random, { reversed: true }),
  ),
  exercise('reverse', 'strings of 6 to 10 letters → backwards', ['string', 'reversed'], reverseSplits),
  exercise('copy', 'strings of 6 to 10 letters → the same again', ['string', 'copy'], copySplits),
  exercise('dates', 'dates in eight written forms → ISO 8601', ['written', 'iso'], dateSplits),
];
