/** Decoders over a step function; none knows a model. */
export type { BeamPenalties } from './beam-score';
export { beamSearch, type BeamSearchOptions } from './beam-search';
export { forbidden, forced, type ForcedTokens, maximumLength, minimumLength } from './constraints';
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
