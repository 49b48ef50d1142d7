/**
 * What to train next: successive halving that needs no number of candidates beforehand (ASHA, Li et al. 2020, with one
 * worker). Candidates are trained for a part of their epochs; the best third of a rung is trained anew for three times as
 * many, as a whole run with its own schedule, until the last rung has all of them. What is next depends on the trials
 * before and the time that is left alone, so that an interrupted search goes on.
 */
import type { Monitor } from '../../src/metrics/metric-types';
import { bestOf, type Compared, compareAll, toConfirm } from './comparison';
import { candidateOf, configurationOf, type FinishedTrial, isFinished, type Plan, type Trial } from './trials';
import type { Settings } from './space/space';

/** One of so many candidates of a rung is promoted. */
const REDUCTION = 3;
const MAX_RUNGS = 3;
/** A training of fewer epochs says too little. */
const MIN_EPOCHS = 2;

/** `space`: every candidate was tried. `perfect`: no value can be better than the default's. */
export type SearchEnd = 'time' | 'trials' | 'no-gain' | 'space' | 'perfect';

export interface SearchState {
  trials: readonly Trial[];
  monitor: Monitor;
  /** Of the default. */
  epochs: number;
  seed: number;
  /** Until the search has to end; the default is trained whatever it takes. */
  secondsLeft: number;
  /** Trials that may still be run. */
  trialsLeft: number;
  /** Candidates in a row without a better best one, after which the search ends. */
  patience: number;
  /** A candidate that was not tried; undefined where there is none. @param parent its settings come from */
  draw: (parent: Settings) => Settings | undefined;
}

export function nextPlan(state: SearchState): Plan | SearchEnd {
  const { trials, monitor, epochs, trialsLeft } = state;
  if (trials.length === 0) return { settings: {}, rung: rungsOf(epochs) - 1, epochs, seed: state.seed };
  const all = compareAll(trials, monitor);
  if (isPerfect(monitor, all[0].value)) return 'perfect';
  if (trialsLeft <= 0) return 'trials';
  if (state.secondsLeft <= 0) return 'time';
  return confirmation(state, all) ?? promotion(state) ?? newCandidate(state, all);
}

/** A part of 1, as the terminal shows it in per cent. */
const isPerfect = ({ metric, mode }: Monitor, value: number) =>
  mode === 'max' ? /accuracy|F1$/i.test(metric) && value >= 1 : value <= 0;

/** How many rungs: each has three times the epochs of the one before, the lowest two at least. */
export function rungsOf(epochs: number): number {
  let rungs = 1;
  while (rungs < MAX_RUNGS && epochs / REDUCTION ** rungs >= MIN_EPOCHS) rungs++;
  return rungs;
}

const fullEpochsOf = ({ epochs }: SearchState, settings: Settings) =>
  typeof settings.epochs === 'number' ? settings.epochs : epochs;

function planOf(state: SearchState, settings: Settings, rung: number): Plan {
  const above = rungsOf(state.epochs) - 1 - rung;
  const epochs = Math.max(1, Math.round(fullEpochsOf(state, settings) / REDUCTION ** above));
  return { settings, rung, epochs, seed: state.seed };
}

/** How long it will take, by the candidate's own trials or else by the default's. */
function secondsOf({ trials }: SearchState, plan: Plan): number {
  const own = trials.filter((trial) => candidateOf(trial) === candidateOf(plan) && isFinished(trial));
  const { seconds, epochSeconds, epochs } = own.at(-1) ?? trials[0];
  return Math.max(0, seconds - epochs * epochSeconds) + plan.epochs * epochSeconds;
}

const fits = (state: SearchState, plan: Plan) => secondsOf(state, plan) <= state.secondsLeft;

/** With another seed: the default first, then the configuration that seems to be better than the best one. */
function confirmation(state: SearchState, all: readonly Compared[]): Plan | undefined {
  const wanted = toConfirm(all);
  if (!wanted) return undefined;
  const seed = state.seed + 1;
  const [missing] = [all[0], wanted].filter(({ trials }) => !trials.some((trial) => trial.seed === seed));
  const [{ settings, epochs }] = missing.trials;
  const plan: Plan = { settings, epochs, seed, rung: 'confirmation' };
  const wasTried = state.trials
    .filter((one) => one.seed === seed && one.outcome !== 'stopped')
    .some((one) => configurationOf(one) === configurationOf(plan));
  return wasTried || !fits(state, plan) ? undefined : plan;
}

/** Of the best third of a rung, the highest rung first. */
function promotion(state: SearchState): Plan | undefined {
  const rungs = rungsOf(state.epochs);
  for (let rung = rungs - 2; rung >= 0; rung--) {
    const ranked = rankedOn(state, rung);
    const best = ranked.slice(0, Math.floor(ranked.length / REDUCTION));
    const plan = best.map(({ settings }) => planOf(state, settings, rung + 1)).find((one) => isOpen(state, one));
    if (plan && fits(state, plan)) return plan;
  }
  return undefined;
}

/** Where it was not tried, nor the whole training of its candidate. What the end of the time stopped may be tried again. */
function isOpen({ trials, epochs }: SearchState, plan: Plan): boolean {
  const ends = [plan.rung, rungsOf(epochs) - 1];
  const own = trials.filter((trial) => candidateOf(trial) === candidateOf(plan) && trial.outcome !== 'stopped');
  return !own.some(({ rung }) => ends.includes(rung));
}

/** The finished trials of a rung, the best first; of equal ones the first that was run. */
function rankedOn({ trials, monitor }: SearchState, rung: number): FinishedTrial[] {
  const sign = monitor.mode === 'max' ? 1 : -1;
  return trials
    .filter(isFinished)
    .filter((trial) => trial.rung === rung)
    .sort((a, b) => sign * (b.value - a.value) || a.number - b.number);
}

const isDefault = (settings: Settings) => Object.keys(settings).length === 0;

/** The default for few epochs, then candidates. Where no time is left to train one to its end, the best so far is. */
function newCandidate(state: SearchState, all: readonly Compared[]): Plan | SearchEnd {
  const { trials, patience } = state;
  const shortDefault = planOf(state, {}, 0);
  const hasShortDefault = trials.some(({ rung, settings }) => rung === 0 && isDefault(settings));
  if (!hasShortDefault && hasTimeToEnd(state, shortDefault)) return shortDefault;
  const best = bestOf(all).trials[0];
  if (candidatesSince(trials, best) >= patience) return 'no-gain';
  const parents = [best, leaderOf(all)];
  const settings = state.draw(parents[trials.length % parents.length].settings);
  if (!settings) return lastPromotion(state) ?? 'space';
  const plan = planOf(state, settings, 0);
  if (hasTimeToEnd(state, plan)) return plan;
  return lastPromotion(state) ?? (fits(state, plan) ? plan : 'time');
}

/** The best one, whether by more than noise or not. */
const leaderOf = (all: readonly Compared[]) => all.reduce((most, one) => (one.gain > most.gain ? one : most)).trials[0];

/** Whether the time suffices to train the candidate to its end after this. */
function hasTimeToEnd(state: SearchState, plan: Plan): boolean {
  const last = planOf(state, plan.settings, rungsOf(state.epochs) - 1);
  const seconds = secondsOf(state, plan) + (plan.rung === last.rung ? 0 : secondsOf(state, last));
  return seconds <= state.secondsLeft;
}

/** Candidates that were first tried after the best one. */
function candidatesSince(trials: readonly Trial[], best: Trial): number {
  const first = new Map<string, number>();
  for (const trial of trials) first.set(candidateOf(trial), first.get(candidateOf(trial)) ?? trial.number);
  const since = first.get(candidateOf(best)) ?? 1;
  return [...first.values()].filter((number) => number > since).length;
}

/** When no time is left for a new candidate: the best one that can still be trained to its end. */
function lastPromotion(state: SearchState): Plan | undefined {
  const last = rungsOf(state.epochs) - 1;
  for (let rung = last - 1; rung >= 0; rung--) {
    for (const { settings } of rankedOn(state, rung)) {
      const plan = planOf(state, settings, last);
      if (isOpen(state, plan) && fits(state, plan)) return plan;
    }
  }
  return undefined;
}
