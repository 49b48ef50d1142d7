/** Options that a report of data suggests, each with its reason. */
import type { AnyTask } from '../../../tasks';
import type { DataReport } from '../../data/check/check-data';
import type { EncodingOfSplits } from './encoding';

export interface Suggestion {
  /** As on the command line of `train`; none where the data should change. */
  options: string;
  reason: string;
}

/** A label that is so much rarer than another needs more weight. */
const IMBALANCE = 4;
/** Fewer updates than these are seldom enough. */
const FEW_UPDATES = 400;
/** Of tags: what is no span. That it is frequent is right. */
const OUTSIDE = 'O';
/** Percent. Rare words help little; without them most of such a text would be lost. */
const MANY_UNKNOWN = 20;

export function suggestionsFor(task: AnyTask, report: DataReport, encoding: EncodingOfSplits): Suggestion[] {
  const { splits, leaks, conflicts, unseenLabels } = report;
  const { train } = splits;
  const { config } = encoding;
  const has = (setting: string) => Object.hasOwn(config, setting);
  const counts = Object.values(train.labels);
  const found: Suggestion[] = [];
  const suggest = (isRight: boolean, options: string, reason: string) => {
    if (isRight) found.push({ options, reason });
  };

  const [most, least] = [counts.at(0) ?? 0, counts.at(-1) ?? 0]; // in order
  const isBalanceable =
    has('classWeights') && counts.length > 1 && !Object.hasOwn(train.labels, OUTSIDE) && most > IMBALANCE * least;
  suggest(
    isBalanceable,
    '--set classWeights=balanced',
    `the most frequent label occurs ${(most / least).toFixed(1)} times as often as the rarest`,
  );

  const updates = updatesOf(train.examples, config);
  if (updates !== undefined && updates.each * updates.epochs < FEW_UPDATES && !('frames' in train.lengths)) {
    const epochs = Math.min(100, Math.ceil(FEW_UPDATES / updates.each));
    suggest(
      true,
      `--set epochs=${epochs}`,
      `${updates.epochs} epochs are ${updates.each * updates.epochs} updates only`,
    );
  }

  const words = train.lengths.words ?? train.lengths['source words'];
  const limit = Number(config.maximumLength);
  const areSingleWords = has('tokenizer') && counts.length > 0 && words?.p95 === 1;
  suggest(
    has('maximumLength') && limit > 0 && words?.p99 > limit,
    `--set maximumLength=${words?.p99}`,
    `one of a hundred texts is longer than ${limit} words`,
  );
  const unknown = Number(
    /\(([\d.]+) %\)/.exec(encoding.warnings.test?.join() ?? encoding.warnings.validation?.join() ?? '')?.[1],
  );
  suggest(
    has('minimumCount') && !areSingleWords && unknown > MANY_UNKNOWN,
    '--set minimumCount=1',
    `${unknown} % of the tokens are not in the vocabulary`,
  );
  suggest(areSingleWords, '--set tokenizer=characters', 'nearly all texts are single words');

  const leaked = Object.entries(leaks).map(([pair, { count }]) => `${count} of ${pair}`);
  suggest(
    leaked.length > 0,
    '',
    `remove inputs that are in two splits (${leaked.join(', ')}): metrics on them say too much`,
  );
  suggest(
    conflicts.count > 0 && counts.length > 0,
    '',
    `look at the inputs that have another label elsewhere (${conflicts.count})`,
  );
  suggest(
    unseenLabels.length > 0,
    '',
    `training has no example of ${unseenLabels.slice(0, 5).join(', ')}: ${task.name} cannot be evaluated on it`,
  );
  return found;
}

function updatesOf(examples: number, { batchSize, epochs }: Readonly<Record<string, unknown>>) {
  if (typeof batchSize !== 'number' || typeof epochs !== 'number') return undefined;
  return { each: Math.ceil(examples / batchSize), epochs };
}
