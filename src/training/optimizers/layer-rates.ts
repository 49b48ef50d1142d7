/**
 * Learning rates of their own for the layers of a network that begins with trained weights (Howard & Ruder 2018, §3.2
 * and §3.3). With groups l = 1 … L of variables, from the input to the output:
 *
 *   discriminative   η_l = η_(l+1) / r,  η_L = η
 *   unfreezing       in epoch e (from 0) the groups L - e … L are trained, the others stay as they are
 */
import { checkOption, checkOptionNames, type OptionNames } from '../../validation';
import { ConfigError, show } from '../../errors';
import type { NamedVariable } from '../../parameters';
import type { VariableRate } from './optimizer';

/** Groups of variables, and how their learning rates differ. */
export interface LayerRates {
  /** Names of variables, group by group, from the input to the output. Those that are not named belong to the last group. */
  groups: readonly (readonly string[])[];
  /** r: the learning rate of a group over that of the group below it. Default 1. */
  ratio?: number;
  /** `gradual`: in the first epoch only the last group is trained, in each further one a group more. Default `none`. */
  unfreezing?: 'none' | 'gradual';
}

const names: OptionNames<LayerRates> = { groups: true, ratio: true, unfreezing: true };

/** Where a run is. */
export interface RatePosition {
  /** Epochs finished. */
  epoch: number;
  /** Steps done in the present epoch. */
  step: number;
  /** Updates since the start of the run. */
  globalStep: number;
  stepsPerEpoch: number;
}

/** @throws ConfigError for an option that is not there, a ratio that is no positive number, or a name twice. */
export function checkLayerRates(rates: LayerRates): void {
  const where = 'fit layerRates';
  checkOptionNames<object>(where, rates, names);
  const { groups, ratio = 1, unfreezing = 'none' } = rates;
  checkOption(where, 'ratio', ratio, Number.isFinite(ratio) && ratio > 0, 'a number above 0');
  const isKnown = unfreezing === 'none' || unfreezing === 'gradual';
  checkOption(where, 'unfreezing', unfreezing, isKnown, '"none" or "gradual"');
  const all = groups.flat();
  const twice = all.find((name, i) => all.indexOf(name) < i);
  if (twice === undefined) return;
  throw new ConfigError({ where, problem: `${show(twice)} is in two groups`, expected: 'each variable in one' });
}

/**
 * What each variable gets of the next update. Its number counts the updates of this variable alone: the running means of
 * Adam begin when it is first trained. (Where epochs differ in length it is that of epochs as long as the first.)
 * @throws ConfigError for a name in the groups that no variable has.
 */
export function ratesOf(rates: LayerRates, variables: readonly NamedVariable[], at: RatePosition): VariableRate[] {
  const { groups, ratio = 1, unfreezing = 'none' } = rates;
  const missing = groups.flat().find((name) => !variables.some((one) => one.name === name));
  if (missing !== undefined) throw noVariable(missing);
  const groupOf = new Map(groups.flatMap((group, g) => group.map((name) => [name, g] as const)));
  const last = groups.length - 1;
  return variables.map(({ name }) => {
    const below = last - (groupOf.get(name) ?? last); // groups above this one
    const begins = unfreezing === 'gradual' ? below : 0; // the first epoch that trains it
    const sinceThen = at.step + (at.epoch - begins) * at.stepsPerEpoch;
    return {
      factor: at.epoch < begins ? 0 : ratio ** -below,
      step: 1 + (begins === 0 ? at.globalStep : sinceThen),
    };
  });
}

const noVariable = (name: string) =>
  new ConfigError({
    where: 'fit layerRates',
    problem: `there is no variable ${show(name)}`,
    expected: 'names of the parameters of the model',
    fix: 'Take them from parameters()',
  });
