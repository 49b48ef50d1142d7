/** Decoders over a step function; none knows a model. */
export type { BeamPenalties } from './beam-score';
export { beamSearch, type BeamSearchOptions } from './beam-search';
export { forbidden, forced, type ForcedTokens, maximumLength, minimumLength } from './constraints';
export { ctcAlign, type CtcAlignment } from './ctc/alignment';
export { type CtcGreedy, ctcGreedy, CtcGreedyStream, type LabelSpan } from './ctc/greedy';
export type { CtcFrames } from './ctc/log-probabilities';
export { CtcBeam, type CtcBeamOptions, ctcBeamSearch, type CtcHypothesis, type PartialLabels } from './ctc/prefix-beam';
export { allScorers, onlyWords, type PrefixScorer } from './ctc/prefix-scorer';
export { noRepeatedNgram } from './sampling/penalties';
export type {
  Constraint,
  Decoder,
  DecoderOutput,
  DecoderStart,
  DecoderStep,
  DecodingOptions,
  Ended,
  Hypothesis,
} from './decoder';
export { greedy } from './greedy';
export { type SamplingOptions, samplingOrder, type SamplingStep, samplingSteps } from './sampling/options';
export { logitsProcessor, sample, sampler } from './sampling/sampler';
export type { LogitsProcessor } from './sampling/truncation';
export { type StopOutput, StopStrings } from './stop-strings';
export { type Choice, collect, mostProbable, stream, type StreamedToken, type StreamOptions } from './stream';
export { type BestPath, type ChainScores, viterbi, viterbiBatch } from './viterbi';
