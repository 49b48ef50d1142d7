/** Options of sampling: names, ranges, what excludes each other, and the order in which they are applied. */
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { checkCount, checkOption, checkOptionNames, isCount, type OptionNames, unknownOption } from '../../validation';

/** The distribution that is drawn from, and with which random numbers. What is left out changes nothing. */
export interface SamplingOptions {
  /** One for all, forked by row number, or one for each row. Not needed at temperature 0. */
  random?: Random | readonly Random[];
  /** Below 1 sharper, above 1 flatter; 0 draws nothing: the most probable token of what the penalties leave. Default 1. */
  temperature?: number;
  /** Only the k most probable tokens. */
  topK?: number;
  /** In (0, 1]. Only the fewest tokens that have so much of the probability together. */
  topP?: number;
  /** In [0, 1]. Only tokens with at least this part of the probability of the most probable one. */
  minP?: number;
  /** In (0, 1]. Only the fewest tokens nearest to the expected information that have so much of the probability together. */
  typical?: number;
  /** Above 0. Above 1 against tokens that were there before, below 1 for them. */
  repetitionPenalty?: number;
  /** With `repetitionPenalty`: only the last tokens count. Default all. */
  repetitionWindow?: number;
  /** With `repetitionPenalty`: whether the prompt counts too. Default true. */
  penalizePrompt?: boolean;
  /** No sequence of so many tokens twice, the prompt included. */
  noRepeatNgram?: number;
  /** Added to the scores of tokens, by id; −Infinity forbids one. */
  logitBias?: ReadonlyMap<number, number>;
  /** For each row the tokens that stand before the generated ones. */
  prompts?: readonly ArrayLike<number>[];
  /** Another order of the steps; every step that is used has to be in it. */
  order?: readonly SamplingStep[];
}

/** What an option of sampling does to the scores, in the order of Hugging Face transformers. */
export const samplingSteps = [
  'logitBias',
  'repetitionPenalty',
  'noRepeatNgram',
  'temperature',
  'topK',
  'topP',
  'minP',
  'typical',
] as const;

/** A step of sampling, named as the option that it belongs to. */
export type SamplingStep = (typeof samplingSteps)[number];

/** All options of `sampler` by their names. */
export const samplingOptionNames: OptionNames<SamplingOptions> = {
  random: true,
  temperature: true,
  topK: true,
  topP: true,
  minP: true,
  typical: true,
  repetitionPenalty: true,
  repetitionWindow: true,
  penalizePrompt: true,
  noRepeatNgram: true,
  logitBias: true,
  prompts: true,
  order: true,
};

/** Values that change nothing. */
const neutral: Partial<Record<SamplingStep, number>> = {
  repetitionPenalty: 1,
  temperature: 1,
  topP: 1,
  minP: 0,
  typical: 1,
};

/**
 * The steps that change something, in their order, to be written into what is generated.
 * @throws ConfigError for an order that names a step twice, an unknown one, or leaves out one that is used.
 */
export function samplingOrder(options: SamplingOptions): SamplingStep[] {
  checkOptionNames('sampler', options, samplingOptionNames);
  const { order = samplingSteps } = options;
  const used = (step: SamplingStep) => options[step] !== undefined && options[step] !== neutral[step];
  const unknown = order.find((step) => !samplingSteps.includes(step));
  if (unknown !== undefined) throw unknownOption('sampler: order', unknown, samplingSteps);
  const twice = order.find((step, i) => order.indexOf(step) !== i);
  if (twice) throw wrongOrder(`names ${twice} twice`);
  const missing = samplingSteps.find((step) => used(step) && !order.includes(step));
  if (missing) throw wrongOrder(`does not name ${missing}, which is ${show(options[missing])}`);
  return order.filter(used);
}

const wrongOrder = (problem: string) =>
  new ConfigError({
    where: 'sampler',
    problem: `order ${problem}`,
    expected: 'every step that is used, once',
    fix: `Without order it is ${samplingSteps.join(', ')}`,
  });

/** @throws ConfigError for a value out of range, or options that exclude each other. */
export function checkSampling(options: SamplingOptions): void {
  checkOptionNames('sampler', options, samplingOptionNames);
  const { temperature, topK, topP, minP, typical, repetitionPenalty, repetitionWindow } = options;
  const { penalizePrompt, noRepeatNgram, logitBias } = options;
  checkRange('temperature', temperature, (x) => x >= 0, 'a number of at least 0; 0 takes the most probable token');
  checkSize('topK', topK);
  checkRange('topP', topP, (x) => x > 0 && x <= 1, 'a number above 0 and up to 1');
  checkRange('minP', minP, (x) => x >= 0 && x <= 1, 'a number from 0 to 1');
  checkRange('typical', typical, (x) => x > 0 && x <= 1, 'a number above 0 and up to 1');
  checkRange('repetitionPenalty', repetitionPenalty, (x) => x > 0, 'a number above 0; 1 is no penalty');
  checkSize('repetitionWindow', repetitionWindow);
  checkSize('noRepeatNgram', noRepeatNgram);
  logitBias?.forEach((bias, token) => {
    const fits = isCount(token, 0) && typeof bias === 'number' && bias < Infinity;
    checkOption('sampler', `logitBias of ${token}`, bias, fits, 'a number, or −Infinity, for the id of a token');
  });
  if (temperature === 0) refuseWithoutDraw(options);
  if (repetitionPenalty !== undefined) return;
  const idle = repetitionWindow !== undefined ? 'repetitionWindow' : penalizePrompt !== undefined && 'penalizePrompt';
  if (idle) throw idleOption(`${idle} is ${show(options[idle])}`, 'repetitionPenalty with it', idle);
}

/** A cut never loses the most probable token, or (typical) is made for draws. */
function refuseWithoutDraw(options: SamplingOptions): void {
  const cut = (['topK', 'topP', 'minP', 'typical'] as const).find(
    (name) => options[name] !== undefined && options[name] !== neutral[name],
  );
  if (cut) throw idleOption(`temperature is 0, and ${cut} is ${show(options[cut])}`, 'one of them', cut);
}

const idleOption = (problem: string, expected: string, name: string) =>
  new ConfigError({ where: 'sampler', problem, expected, fix: `Leave ${name} out, or change the other` });

function checkSize(name: string, value: number | undefined): void {
  if (value !== undefined) checkCount('sampler', name, value);
}

function checkRange(name: string, value: number | undefined, fits: (x: number) => boolean, expected: string): void {
  checkOption('sampler', name, value, value === undefined || (Number.isFinite(value) && fits(value)), expected);
}
