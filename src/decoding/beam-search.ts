/**
 * Beam search over a batch: each sentence has a beam of its own (beam.ts), and the live hypotheses of all unfinished
 * ones are the rows of a step. A sentence stops as soon as no live hypothesis can still enter its n best: the early stop
 * is exact, it changes no result. A beam larger than the vocabulary starts with fewer hypotheses and fills up later.
 */
import { ConfigError } from '../errors';
import { checkCount, checkOptionNames, type OptionNames } from '../validation';
import { Beam, type BeamHypothesis } from './beam';
import { type BeamPenalties, checkPenalties } from './beam-score';
import { checkDecoding, type Decoder, type DecoderStart, decodingOptionNames, type DecodingOptions } from './decoder';
import { constrained, DecoderRun, type StepRows } from './decoder-run';

/** Width of the beam, penalties and how many hypotheses are returned. */
export interface BeamSearchOptions extends DecodingOptions, Partial<BeamPenalties> {
  /** Hypotheses followed at a time. 1 is greedy search. */
  beamSize: number;
  /** Hypotheses returned for each row, at most `beamSize`; fewer if the search finds no more. Default 1. */
  nBest?: number;
}

const optionNames: OptionNames<BeamSearchOptions> = {
  ...decodingOptionNames,
  beamSize: true,
  nBest: true,
  lengthPenalty: true,
  coveragePenalty: true,
};

/**
 * The `nBest` hypotheses of each row, best first.
 * @throws ConfigError for an option out of range, no end token, or a coverage penalty without attention; ShapeError for
 * a step that returns arrays of other sizes, or NaN.
 */
export async function beamSearch<State>(
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  options: BeamSearchOptions,
): Promise<BeamHypothesis[][]> {
  checkOptionNames('beamSearch', options, optionNames);
  checkDecoding('beamSearch', decoder, start, options);
  const settings = settingsOf(options, decoder.end);
  const beams = Array.from(start.tokens, (_, row) => new Beam(row, settings));
  const run = new DecoderRun('beamSearch', decoder, start);
  let open = beams;
  let last = start.tokens;
  try {
    while (open.length > 0) {
      const kept = advanceAll(open, await run.step(last), start, options);
      open = open.filter((beam) => !beam.isDone);
      if (open.length > 0) run.select(kept, last.length);
      last = Int32Array.from(open.flatMap(({ live }) => live.map(({ tokens }) => tokens[tokens.length - 1])));
    }
  } finally {
    run.dispose();
  }
  return beams.map((beam) => beam.hypotheses());
}

/** Rows of this step that the next one goes on from. */
function advanceAll<State>(
  beams: readonly Beam[],
  output: StepRows,
  { sourceLengths }: DecoderStart<State>,
  { constraints = [], coveragePenalty = 0 }: BeamSearchOptions,
): number[] {
  const kept: number[] = [];
  let first = 0;
  for (const beam of beams) {
    const rows = beam.live.map(({ tokens }, i) =>
      constrained(output.logProbabilities(first + i), constraints, tokens, beam.row),
    );
    const attention = beam.live.map((_, i) => output.attention(first + i, sourceLengths?.[beam.row]));
    if (coveragePenalty > 0 && !attention[0]) throw noAttention(coveragePenalty);
    const parents = beam.advance(rows, attention);
    if (!beam.isDone) for (const parent of parents) kept.push(first + parent);
    first += rows.length;
  }
  return kept;
}

function settingsOf(options: BeamSearchOptions, end: number) {
  const { beamSize, nBest = 1, lengthPenalty = 0, coveragePenalty = 0, limit } = options;
  checkCount('beamSearch', 'beamSize', beamSize);
  checkCount('beamSearch', 'nBest', nBest);
  checkPenalties('beamSearch', { lengthPenalty, coveragePenalty });
  if (nBest <= beamSize) return { beamSize, nBest, lengthPenalty, coveragePenalty, limit, end };
  throw new ConfigError({
    where: 'beamSearch',
    problem: `nBest is ${nBest} with beamSize ${beamSize}`,
    expected: 'at most beamSize',
    fix: 'Raise beamSize or lower nBest',
  });
}

const noAttention = (penalty: number) =>
  new ConfigError({
    where: 'beamSearch',
    problem: `coveragePenalty is ${penalty}, but the decoder's step returns no attention`,
    expected: 'a model with attention',
    fix: 'Set coveragePenalty to 0, or use a model with attention',
  });
