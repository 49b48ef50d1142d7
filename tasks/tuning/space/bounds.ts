/** The space of one search: the task's own or a given one, without what is given, bounded by what a range test has shown. */
import { ConfigError } from '../../../src/errors';
import type { AnyTask } from '../../index';
import type { RangeTest } from './range-test';
import { type AnySpace, checkSpace, restrictedTo, type Settings, withoutGiven } from './space';

export interface SpaceParts {
  task: AnyTask;
  /** All settings of the default. */
  base: Settings;
  /** Settings that stay. */
  given: Settings;
  space?: AnySpace;
  search?: readonly string[];
}

/** @throws ConfigError for a space with nothing left, one that the task does not have, or that is none. */
export function searchSpace({ task, base, given, space, search }: SpaceParts): AnySpace {
  const declared = space ?? task.searchSpace?.(base as never);
  if (!declared) throw noSpace(task.className);
  checkSpace('tune space', declared, Object.keys(task.settings));
  const wanted = search ? restrictedTo('tune search', declared, search) : declared;
  const left = withoutGiven(wanted, given);
  if (Object.keys(left.settings).length === 0 && !left.candidates?.length) throw nothingLeft(wanted, task.name);
  return left;
}

const noSpace = (className: string) =>
  new ConfigError({
    where: 'tune',
    problem: `${className} declares no settings to search`,
    expected: 'a task with a search space, or one that is given',
    fix: 'Pass space: { settings: { learningRate: logUniform(1e-4, 1e-2) } }',
  });

const nothingLeft = ({ settings }: AnySpace, task: string) =>
  new ConfigError({
    where: 'tune',
    problem: `nothing is left to search: every setting of the search space is given (${Object.keys(settings).join(', ')})`,
    expected: 'at least one setting that is not given',
    fix: ({ choose }) =>
      choose(
        'Leave one out of settings, or train with them',
        `Leave one out of --set and --config, or use tfseq train ${task}`,
      ),
  });

/** A suggested rate that is so near to the default's is no other one. */
const NEAR = 1.25;

/** Learning rates up to half of the one from which the loss rises; the suggested one first. */
export function withinRates(space: AnySpace, rangeTest: RangeTest | null, base: Settings): AnySpace {
  const rates = space.settings.learningRate;
  if (!rangeTest || rates?.kind !== 'log-uniform') return space;
  const { suggested, largest } = rangeTest;
  const high = Math.max(rates.low, Math.min(rates.high, (largest ?? Infinity) / 2));
  const rate = suggested === null ? undefined : Number(Math.min(high, Math.max(rates.low, suggested)).toPrecision(2));
  const ratio = rate === undefined ? 1 : rate / Number(base.learningRate);
  const isNear = ratio < NEAR && ratio > 1 / NEAR;
  return {
    settings: { ...space.settings, learningRate: { ...rates, high } },
    candidates: [...(isNear ? [] : [{ learningRate: rate }]), ...(space.candidates ?? [])],
  };
}
