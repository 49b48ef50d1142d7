/** Decoders over a step function; none knows a model. */
export type { BeamPenalties } from './beam-score';
export { beamSearch, type BeamSearchOptions } from './beam-search';
export { forbidden, forced, type ForcedTokens, maximumLength, minimumLength } from './constraints';
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
export { sample, sampler, type SamplingOptions } from './sampling';
export { type Choice, collect, mostProbable, stream, type StreamedToken, type StreamOptions } from './stream';
export { type BestPath, type ChainScores, viterbi, viterbiBatch } from './viterbi';
