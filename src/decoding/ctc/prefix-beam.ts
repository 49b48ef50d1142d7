/**
 * Beam search over labellings (Graves 2012, section 7.5.3; with a language model Hannun et al. 2014): the paths that spell the
 * same prefix are added up, apart for those that end with a blank and those that end with the label.
 *
 *     P∅[t,y] = p[t,∅] (P∅[t-1,y] + Py[t-1,y])
 *     Py[t,y] = p[t,k] (Py[t-1,y] + P∅[t-1,x] + [k ≠ last of x] Py[t-1,x]),   y = x k
 *     score   = log (P∅ + Py) + Σ scorer + labelBonus · |y|
 *
 * After each frame the `beamSize` prefixes of the highest score go on. With a beam of all prefixes the search is exact.
 */
import { ConfigError } from '../../errors';
import { checkCount, checkOption, checkOptionNames, type OptionNames } from '../../validation';
import { checkFrames, type CtcFrames, logAdd } from './log-probabilities';
import { Prefix } from './prefix';
import type { PrefixScorer } from './prefix-scorer';

/** Options of the search. */
export interface CtcBeamOptions {
  /** Prefixes that go on after a frame. Default 16. */
  beamSize?: number;
  /** Labellings that are returned, at most `beamSize`. Default 1. */
  nBest?: number;
  /** A language model or list of words. */
  scorer?: PrefixScorer;
  /** Added for every label, so that a language model does not make texts short. Default 0. */
  labelBonus?: number;
  /** Outputs below this log-probability are not tried in a frame: faster, less exact. Default −Infinity. */
  leastLogProbability?: number;
}

const optionNames: OptionNames<CtcBeamOptions> = {
  ...{ beamSize: true, nBest: true, scorer: true, labelBonus: true, leastLogProbability: true },
};

/** A labelling. */
export interface CtcHypothesis {
  labels: Int32Array;
  /** Of all its paths in the beam, in nats: at most that of the labelling. */
  logProbability: number;
  /** With the scorer's and the bonus, by which hypotheses are ordered. */
  score: number;
}

/**
 * The `nBest` labellings, best first; fewer, or none, where the beam has no more that may end here.
 * @throws ShapeError for sizes that do not fit, or NaN; ConfigError for an option out of range.
 */
export function ctcBeamSearch(frames: CtcFrames, options: CtcBeamOptions = {}): CtcHypothesis[] {
  checkFrames('ctcBeamSearch', frames);
  const beam = new CtcBeam(frames.outputs, options, frames.blank);
  beam.push(frames.logProbabilities);
  return beam.hypotheses();
}

/** What a stream of frames says so far. */
export interface PartialLabels {
  labels: Int32Array;
  /** How many labels of the output before are still in this one, at its start; the others are taken back. */
  kept: number;
  /** How many labels at the start all prefixes of the beam agree on: these stay. */
  stable: number;
}

/** The same search frame by frame. */
export class CtcBeam {
  private readonly options: Required<Omit<CtcBeamOptions, 'scorer'>>;
  private readonly scorer: PrefixScorer | undefined;
  private live: Prefix[];
  private output: Int32Array = new Int32Array(0);

  /** @param outputs K @throws ConfigError for an option out of range. */
  constructor(
    private readonly outputs: number,
    options: CtcBeamOptions = {},
    private readonly blank = 0,
  ) {
    checkOptionNames('ctcBeamSearch', options, optionNames);
    checkFrames('ctcBeamSearch', { logProbabilities: new Float32Array(0), outputs, blank });
    const { scorer, beamSize = 16, nBest = 1, labelBonus = 0, leastLogProbability = -Infinity } = options;
    this.options = { beamSize, nBest, labelBonus, leastLogProbability };
    this.scorer = scorer;
    checkOptions(this.options);
    this.live = [Prefix.empty(scorer)];
  }

  /** @param logProbabilities of the next frames [T,K] @throws ShapeError for another number of outputs, or NaN. */
  push(logProbabilities: Float32Array): PartialLabels {
    const { outputs: K, blank } = this;
    checkFrames('ctcBeamSearch', { logProbabilities, outputs: K, blank });
    for (let first = 0; first < logProbabilities.length; first += K) {
      this.advance(logProbabilities.subarray(first, first + K));
    }
    const labels = this.live[0].labels();
    const kept = commonStart([this.output, labels]);
    this.output = labels;
    return { labels, kept, stable: commonStart(this.live.map((prefix) => prefix.labels())) };
  }

  /** Best first, of all frames so far. */
  hypotheses(): CtcHypothesis[] {
    const ended = this.live.map((prefix) => ({
      labels: prefix.labels(),
      logProbability: prefix.logProbability,
      score: this.scoreOf(prefix) + (this.scorer?.end?.(prefix.scorerState) ?? 0),
    }));
    const possible = ended.filter(({ score }) => score > -Infinity);
    return possible.sort((a, b) => b.score - a.score).slice(0, this.options.nBest);
  }

  private advance(row: Float32Array): void {
    const { blank } = this;
    const { beamSize, leastLogProbability } = this.options;
    const reached = new Set<Prefix>();
    for (const prefix of this.live) {
      const { last, withBlank, withLabel, logProbability } = prefix;
      row.forEach((logp, k) => {
        if (logp === -Infinity || logp < leastLogProbability) return;
        if (k === blank) {
          prefix.nextWithBlank = logAdd(prefix.nextWithBlank, logProbability + logp);
          reached.add(prefix);
          return;
        }
        if (k === last && withLabel > -Infinity) {
          prefix.nextWithLabel = logAdd(prefix.nextWithLabel, withLabel + logp);
          reached.add(prefix);
        }
        const before = k === last ? withBlank : logProbability;
        const longer = before === -Infinity ? undefined : prefix.extended(k, this.scorer);
        if (!longer) return;
        longer.nextWithLabel = logAdd(longer.nextWithLabel, before + logp);
        reached.add(longer);
      });
    }
    const all = new Set([...this.live, ...reached]);
    all.forEach((prefix) => prefix.advance());
    const possible = [...all].filter(({ logProbability }) => logProbability > -Infinity);
    const order = possible.sort((a, b) => this.scoreOf(b) - this.scoreOf(a));
    this.live = order.length > 0 ? order.slice(0, beamSize) : this.live.slice(0, 1);
    const kept = new Set(this.live);
    all.forEach((prefix) => {
      if (!kept.has(prefix)) prefix.leave();
    });
  }

  private scoreOf(prefix: Prefix): number {
    return prefix.logProbability + prefix.scorerScore + this.options.labelBonus * prefix.length;
  }
}

function commonStart(lists: readonly Int32Array[]): number {
  const [first] = lists;
  let size = 0;
  while (size < first.length && lists.every((labels) => labels[size] === first[size])) size++;
  return size;
}

function checkOptions({ beamSize, nBest, labelBonus, leastLogProbability }: Required<Omit<CtcBeamOptions, 'scorer'>>) {
  const where = 'ctcBeamSearch';
  checkCount(where, 'beamSize', beamSize);
  checkCount(where, 'nBest', nBest);
  checkOption(where, 'labelBonus', labelBonus, Number.isFinite(labelBonus), 'a number');
  const isLogarithm = leastLogProbability <= 0;
  checkOption(where, 'leastLogProbability', leastLogProbability, isLogarithm, 'a logarithm, at most 0');
  if (nBest <= beamSize) return;
  throw new ConfigError({
    where,
    problem: `nBest is ${nBest} with beamSize ${beamSize}`,
    expected: 'at most beamSize',
    fix: 'Raise beamSize or lower nBest',
  });
}
