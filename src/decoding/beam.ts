/**
 * The beam of one sentence. Every step all live hypotheses are continued by all tokens, and the most probable
 * continuations fill the beam. One that ends stays in it for good, so the beam narrows until it is
 * full of ended ones; a beam of 1 is greedy search.
 */
import { beamScore, type BeamPenalties, scoreBound } from './beam-score';
import type { Ended, Hypothesis } from './decoder';
import { highest } from './highest';

/** A finished hypothesis. @see beam-score.ts for its score. */
export interface BeamHypothesis extends Hypothesis {
  score: number;
}

export interface BeamSettings extends BeamPenalties {
  beamSize: number;
  nBest: number;
  limit: number;
  end: number;
}

interface Branch {
  tokens: readonly number[];
  logProbabilities: readonly number[];
  logProbability: number;
  attention: readonly Float32Array[];
}

export class Beam {
  live: readonly Branch[] = [{ tokens: [], logProbabilities: [], logProbability: 0, attention: [] }];
  private readonly ended: BeamHypothesis[] = [];
  private cut: BeamHypothesis[] = [];

  constructor(
    /** Of the batch. */
    readonly row: number,
    private readonly settings: BeamSettings,
  ) {}

  /**
   * Continues the live hypotheses.
   * @param rows log-probabilities for each of them [V], −Infinity for forbidden tokens
   * @param attention of each of them
   * @returns which of them each new live one continues
   */
  advance(rows: readonly Float32Array[], attention: readonly (Float32Array | undefined)[]): number[] {
    const { beamSize, end, limit } = this.settings;
    const sums = this.live.map(({ logProbability }) => logProbability);
    const live: Branch[] = [];
    const parents: number[] = [];
    for (const { row, column, value } of highest(rows, sums, beamSize - this.ended.length)) {
      const branch = extend(this.live[row], column, rows[row][column], value, attention[row]);
      if (column === end) this.ended.push(this.finish(branch, 'end'));
      else if (branch.tokens.length === limit) this.cut.push(this.finish(branch, 'limit'));
      else parents[live.push(branch) - 1] = row;
    }
    this.live = live;
    return parents;
  }

  /** No live hypothesis, or none that can still score more than the worst of the `nBest` ended ones. */
  get isDone(): boolean {
    const { nBest, limit } = this.settings;
    if (this.live.length === 0) return true;
    if (this.ended.length < nBest) return false;
    const worst = this.ended.map(({ score }) => score).sort((a, b) => b - a)[nBest - 1];
    return this.live.every(({ logProbability }) => scoreBound(logProbability, limit, this.settings) <= worst);
  }

  /** Best first; hypotheses that the limit broke off come after all ended ones. */
  hypotheses(): BeamHypothesis[] {
    const ranked = (list: BeamHypothesis[]) => [...list].sort((a, b) => b.score - a.score);
    return [...ranked(this.ended), ...ranked(this.cut)].slice(0, this.settings.nBest);
  }

  private finish({ tokens, logProbabilities, logProbability, attention }: Branch, ended: Ended): BeamHypothesis {
    return {
      tokens: Int32Array.from(ended === 'end' ? tokens.slice(0, -1) : tokens),
      logProbabilities: Float32Array.from(logProbabilities),
      logProbability,
      ended,
      score: beamScore(logProbability, tokens.length, attention, this.settings),
      ...(attention.length > 0 && { attention: [...attention] }),
    };
  }
}

const extend = (
  from: Branch,
  token: number,
  own: number,
  sum: number,
  attention: Float32Array | undefined,
): Branch => ({
  tokens: [...from.tokens, token],
  logProbabilities: [...from.logProbabilities, own],
  logProbability: sum,
  attention: attention ? [...from.attention, attention] : from.attention,
});
