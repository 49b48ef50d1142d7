/**
 * The platform-free entry point: everything that needs no files, no sockets and no native code. Importing it does nothing,
 * so that a bundler leaves out what a page does not use.
 */
export { describeError, isInputError } from './display/error-report';
export * from './errors';
export { Random } from './random';
export { version } from './version';
export { load, taskClass, taskClasses, type AnyTaskModel, type LoadedModel, type TaskName } from '../tasks';
export {
  SentimentClassifier,
  type SentimentConfig,
  type SentimentFitOptions,
  type SentimentOptions,
  type SentimentPrediction,
} from '../tasks/sentiment/sentiment';
export {
  Classifier,
  type ClassifierExample,
  type ClassifierInput,
  type ClassifierPrediction,
} from '../tasks/classification/classification';
export type { ClassifierConfig, ClassifierOptions } from '../tasks/classification/settings';
export type { ClassifierMetrics } from '../tasks/classification/metrics';
export type { TextPrediction } from '../tasks/classification/text/text-classification';
export type { AudioLabelPrediction } from '../tasks/classification/audio/types';
export type { FramesLabelPrediction } from '../tasks/classification/frames/types';
export {
  Tagger,
  type TaggerFitOptions,
  type TaggingPrediction,
  type TaggingExample,
  type TaggingInput,
} from '../tasks/tagging/tagging';
export type { TaggerOptions, TaggingConfig } from '../tasks/tagging/settings';
export type { FramesInput } from '../tasks/inputs/frames';
export type { FrameStream, StreamPrediction, StreamState } from '../tasks/tagging/frames/frame-stream';
export type { WordsInput } from '../tasks/inputs/words';
export type { FramesPrediction, LabelledFrame } from '../tasks/tagging/frames/predictions';
export type { TaggedSpan, TaggedWord, WordsPrediction } from '../tasks/tagging/words/predictions';
export type { Anomaly, Backtest, BacktestOptions } from '../tasks/forecasting/forecasting';
export {
  type ColumnForecast,
  type Forecast,
  Forecaster,
  type ForecastInput,
  type Interval,
} from '../tasks/forecasting/forecasting';
export type { ForecasterConfig, ForecasterOptions } from '../tasks/forecasting/settings';
export {
  type GenerateMusicOptions,
  type PolyphonyInput,
  PolyphonyModel,
  type PolyphonyPrediction,
} from '../tasks/polyphony/polyphony';
export type { PolyphonyConfig, PolyphonyOptions } from '../tasks/polyphony/settings';
export { LanguageModel } from '../tasks/language-model/language-model';
export type { LanguageModelConfig, LanguageModelOptions } from '../tasks/language-model/settings';
export type { GeneratedPiece, GeneratedText, TextEnded } from '../tasks/language-model/generated';
export type { GenerateTextOptions, SamplingRecord, TextStreamOptions } from '../tasks/language-model/generation';
export type { StreamedText, TextStream } from '../tasks/language-model/text-stream';
export type { TextScore, TokenScore } from '../tasks/language-model/scores';
export {
  type GeneratedToken,
  type GenerateOptions,
  Translator,
  type TranslatorConfig,
  type TranslatorOptions,
} from '../tasks/translation/translation';
export type {
  AttentionTable,
  Candidate,
  TranslationPrediction,
  TranslationOptions,
} from '../tasks/translation/predictions';
export type { TranslationMetrics } from '../tasks/translation/types';
export type { Advice, TrainingCourse } from '../tasks/advice/measured-model';
export type { Evaluation, EvaluateOptions, FitOptions, LoadOptions, PredictOptions } from '../tasks/options';
export { tune, type TunableClass } from '../tasks/tuning/tune';
export type {
  AbortedSearch,
  ConfigOf,
  ExampleOf,
  FinishedSearch,
  TuneOptions,
  TuneResult,
  TuningEvent,
} from '../tasks/tuning/options';
export type { Trial, TrialOutcome } from '../tasks/tuning/trials';
export type { RangeTest } from '../tasks/tuning/space/range-test';
export type { Compared } from '../tasks/tuning/comparison';
export {
  choice,
  type Choice,
  type Dimension,
  logUniform,
  type NumberRange,
  type SearchSpace,
  uniform,
} from '../tasks/tuning/space/space';
export type { LabelPrediction, LabelMetrics } from '../tasks/targets/label-predictor';
export type { Dataset, Provenance, StreamedDataset } from './data/datasets/dataset';
export type {
  LabeledTextDataset,
  FramesDataset,
  LabeledFramesDataset,
  OpenFramesOptions,
  OpenOptions,
  OpenPianoRollOptions,
  OpenTimeSeriesOptions,
  TimeSeriesDataset,
  OpenPlainTextOptions,
  PianoRollDataset,
  PlainTextDataset,
  OpenTaggedWordsOptions,
  ParallelTextDataset,
  ParallelTextOptions,
  TaggedWordsDataset,
} from './data/datasets/openers';
export { type AdditionOptions, additionSplits } from './data/generated/addition';
export { dateSplits } from './data/generated/dates';
export { type FrameRow, type FrameRowOptions, readFrameRows } from './data/examples/frame-rows';
export type { FrameRecording } from './data/examples/frames';
export type { ClipFrames, LabeledFrames } from './data/examples/labeled-frames/example';
export { readLabeledFrames } from './data/examples/labeled-frames/reader';
export { readFrames } from './data/examples/frames-reader';
export { movingClipsSplits, type MovingClipsOptions } from './data/generated/moving-clips';
export { penFrames, type Stroke } from './data/examples/labeled-frames/strokes';
export { movingShapesSplits, type MovingShapesOptions } from './data/generated/moving-shapes';
export { readWordVectors, type VectorCoverage, vectorCoverage, type WordVectors } from './data/formats/word-vectors';
export { copySplits, type LetterStringOptions, reverseSplits } from './data/generated/letter-strings';
export type { Covariates, TimeSeries } from './data/examples/series/example';
export { readTimeSeries, type SeriesOptions } from './data/examples/series/reader';
export { type GeneratedSeriesOptions, levelShift, noisySines, randomWalk } from './data/generated/series';
export type { PianoRoll } from './data/examples/piano-roll/example';
export { type PianoRollOptions, readPianoRolls } from './data/examples/piano-roll/reader';
export type { PlainText } from './data/examples/plain-text/example';
export { type PlainTextOptions, readPlainText } from './data/examples/plain-text/reader';
export type { ParallelText } from './data/examples/parallel-text';
export { readParallelText } from './data/examples/parallel-text-reader';
export { locationOfWord, type TaggedWords } from './data/examples/tagged-words';
export { readTaggedWords, type TaggedWordsOptions } from './data/examples/tagged-words-reader';
export type { LabeledText } from './data/examples/labeled-text';
export { type LabeledTextOptions, readLabeledText } from './data/examples/labeled-text-reader';
export { type ExampleSource, replayable, type ReplayableSource } from './data/example-source';
export type { LabeledAudioDataset, OpenAudioOptions } from './data/datasets/audio/open';
export type { AudioSource, LabeledAudio, Sound, SoundFile } from './data/examples/labeled-audio/example';
export { soundFile } from './data/examples/labeled-audio/sound-file';
export type { Audio } from './data/formats/audio/audio';
export {
  type AudioDecoder,
  type CompressedFormat,
  decodeAudio,
  useAudioDecoder,
} from './data/formats/audio/audio-file';
export { readText } from './data/formats/plain-text';
// What tasks are made of, usable alone.
/** Features of sound: log-mel energies and cepstra with the parameters of librosa, torchaudio or Kaldi; streams; resampling. */
export * as audio from './features/audio';
/** Predictions as Vega-Lite specifications: attention maps, confusion matrices, timelines. */
export * as charts from './charts';
/** Decoders over a step function of any model: greedy, sampling, beam search, Viterbi. */
export * as decoding from './decoding';
/** Metrics of predictions beside the truth: accuracy, F1, BLEU, chrF, spans, perplexity. */
export * as metrics from './metrics';
/** Music: tunes in ABC notation, checked and played, and notes as MIDI files. */
export * as music from './music';
/** Schemes in which tags encode spans: converted, repaired, read as spans, and as legal transitions. */
export * as tags from './text/tag-schemes';
/** The training loop and its parts: losses, optimizers, schedules, checkpoints. */
export * as training from './training';
export { type BatchPlanOptions, planBatches } from './training/batches/bucketing';
export { type PaddedBatch, padSequences } from './training/batches/padding';
export { AbcTokenizer } from './text/abc';
export { CharacterTokenizer } from './text/characters';
export type { Tokenizer } from './text/tokenizer';
export { tokenizerFromJSON } from './text/tokenizers';
export { Vocabulary, type VocabularyOptions } from './text/vocabulary';
export { WordTokenizer } from './text/words/tokenizer';
export {
  type BytePairOptions,
  type BytePairReport,
  type TrainedBytePairs,
  trainBytePairs,
} from './text/byte-pairs/training';
export { BytePairTokenizer } from './text/byte-pairs/tokenizer';
export type { DataNote } from './data/bytes/notes';
export { type ByteSource, sourceOf } from './data/bytes/source';
export type { Wording } from './wording';
export { registry } from './data/datasets/registry';
export type { RegistryEntry } from './data/datasets/registry/entry';
export type { EpochEvent, FitResult, StepEvent, TrainingEvent } from './training/events';
export {
  type BackendChoice,
  type BackendReport,
  type BackendStatus,
  describeBackends,
  useBackend,
} from './backends/backends';
export { closeRuntime, describeRuntime, startRuntime, type Unavailable } from './kernels/wasm/runtime/current-runtime';
export type { RuntimeOptions } from './kernels/wasm/runtime/runtime-plan';
export type { RuntimeReport } from './kernels/wasm/runtime/threaded-runtime';
export { registerTrainingKernels } from './backends/training-kernels';
export { registerLayers } from './layers/register-layers';
export { Recurrent, type RecurrentCellOptions } from './layers/recurrent/any-cell';
export { type CellFactory, registerCell, type RegisteredCell } from './layers/recurrent/custom-cells';
export { GRU, LSTM, SimpleRNN } from './layers/recurrent/recurrent';
export { RecurrentStepper, type StepperOptions } from './layers/recurrent/stepper';
export { Bidirectional } from './layers/recurrent/bidirectional';
export { Attention, type AttentionOptions, type AttentionScore } from './layers/attention';
export { CRF, type CrfOptions } from './layers/crf/crf';
export type { CtcTargets } from './layers/ctc/batch';
export { ctcLoss, ctcLosses, type CtcOptions, type CtcReduction } from './layers/ctc/ctc';
export { Convolution1D, Convolution2D, type ConvolutionOptions } from './layers/convolution';
export { Dropout } from './layers/dropout';
export { kerasWeightsOf, loadKerasWeights, loadStateDict, stateDictOf } from './layers/exchange-weights';
export { Embedding } from './layers/embedding';
export { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from './layers/pooling';
// A model of one's own: an embedder, and a classifier of sequences over it.
export type { Embedder, MaskedBatch } from '../models/embedders/embedder';
export { type FrameBatch, FrameEmbedder, type FrameEmbedderConfig } from '../models/embedders/frames';
export { TokenEmbedder, type TokenEmbedderConfig } from '../models/embedders/tokens';
export { type WordBatch, WordEmbedder, type WordEmbedderConfig } from '../models/embedders/words';
export type { ClassifierBatch } from '../models/layers-network';
export type { TokenBatch } from '../models/network';
export {
  type SequenceClassifier,
  sequenceClassifier,
  type SequenceClassifierConfig,
} from '../models/sequence-classifier';

// The recurrence core: cells, back-propagation through time in float64, the same on tensors, and the gradient check.
export type { Algebra, Product } from './cells/algebra';
export { type Cell, type Named, type StepGradients, withProjection } from './cells/cell';
export { float64, fromRows, type Matrix, matrix, toRows } from './cells/float64';
export { type GruOptions, gru } from './cells/gru';
export { fromKeras, toKeras } from './cells/keras-weights';
export { lstm, type LstmOptions } from './cells/lstm';
export { fromPyTorch, type PyTorchWeights, toPyTorch } from './cells/pytorch-weights';
export { type SimpleRnnOptions, simpleRnn } from './cells/simple-rnn';
export { reluBackward, sigmoidBackward, tanhBackward } from './cells/slopes';
export { autodiffGradients, checkCell } from './kernels/autodiff';
export type { CellStepper, CellStepperOptions } from './kernels/cell-stepper';
export { describeKernels, type KernelChoice } from './kernels/describe';
export {
  genericRecurrence,
  type TensorRecurrenceInputs,
  type TensorRecurrenceOutputs,
} from './kernels/generic/generic-recurrence';
export type { RecurrenceKernel, RecurrenceRequest, Refusal } from './kernels/recurrence-kernel';
export {
  registerRecurrenceKernel,
  runRecurrence,
  selectRecurrence,
  type Selection,
  useRecurrenceKernel,
} from './kernels/select';
export {
  type CellCheckOptions,
  checkCellGradients,
  checkGradients,
  type GradientCheckOptions,
  type GradientError,
  type GradientReport,
  type GradientRow,
  type Gradients,
} from './recurrence/gradient-check';
export { gradientFlow, type GradientFlowOptions } from './recurrence/gradient-flow';
export { readSafetensors, type SafeTensor, writeSafetensors } from './bundle/safetensors';
export { checkLengths, lengthsToMask } from './recurrence/masking';
export type { Merge } from './recurrence/merge';
export {
  network,
  type Network,
  type NetworkForward,
  type NetworkGradients,
  type NetworkOptions,
} from './recurrence/network';
export { oneHot, type OutputActivation } from './recurrence/output-layer';
export type * from './recurrence/recurrence';
export { initialWeights, sgd } from './recurrence/sgd';
export { stack, type Stack, type StackLayer } from './recurrence/stack';
export {
  fromStateDict,
  type IncompatibleKeys,
  type StateDict,
  type StateDictEntry,
  type StateDictNames,
  toStateDict,
} from './recurrence/state-dict/state-dict';
export { type StreamStep, truncated, type TruncatedOptions, type Window } from './recurrence/truncated';
export { unroll, type UnrollOptions, type UnrollGradients } from './recurrence/unroll';
export { initialize, type Initializer, type ParameterSpec } from './parameters';
