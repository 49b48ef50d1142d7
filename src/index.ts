/** The platform-free door: everything that needs no files, no sockets and no native code. */
import { registerRecurrenceKernel } from './kernels/select';
import { webassemblyKernel } from './kernels/webassembly';
import { registerLayers } from './layers/register-layers';

export * from './errors';
export { Random } from './random';
export { version } from './version';
export { load, taskClass, taskClasses, type AnyTaskModel, type TaskName } from '../tasks';
export { SentimentClassifier, type SentimentConfig, type SentimentOptions } from '../tasks/sentiment';
export {
  Tagger,
  type TaggerFitOptions,
  type TaggingAnswer,
  type TaggingExample,
  type TaggingInput,
} from '../tasks/tagging';
export type { TaggerOptions, TaggingConfig } from '../tasks/tagging-config';
export type { FramesInput } from '../tasks/tagging-frames';
export type { FrameStream, StreamAnswer, StreamState } from '../tasks/tagging-stream';
export type { WordsInput } from '../tasks/tagging-words';
export type { FramesAnswer, LabelledFrame } from '../tasks/frame-reader';
export type { TaggedSpan, TaggedWord, WordsAnswer } from '../tasks/word-reader';
export {
  type GeneratedToken,
  type GenerateOptions,
  Translator,
  type TranslatorConfig,
  type TranslatorOptions,
} from '../tasks/translation';
export type { AttentionTable, Candidate, TranslationAnswer, TranslationOptions } from '../tasks/translation-answers';
export type { TranslationFigures } from '../tasks/translation-network';
export type { Evaluation, EvaluateOptions, FitOptions, PredictOptions } from '../tasks/task-model';
export type { LabelAnswer, LabelFigures } from '../tasks/text-classification';
export type {
  Dataset,
  LabeledTextDataset,
  FramesDataset,
  OpenFramesOptions,
  OpenOptions,
  OpenTaggedWordsOptions,
  ParallelTextDataset,
  ParallelTextOptions,
  Provenance,
  ReadOptions,
  TaggedWordsDataset,
} from './data/dataset';
export { type AdditionOptions, additionSplits } from './data/addition';
export { dateSplits } from './data/dates';
export { type FrameRow, type FrameRowOptions, readFrameRows } from './data/frame-rows';
export { type FrameRecording, readFrames } from './data/frames';
export { movingShapesSplits, type MovingShapesOptions } from './data/moving-shapes';
export { readWordVectors, type VectorCoverage, vectorCoverage, type WordVectors } from './data/word-vectors';
export { copySplits, type LetterStringOptions, reverseSplits } from './data/letter-strings';
export { type ParallelText, readParallelText } from './data/parallel-text';
export { placeOfWord, readTaggedWords, type TaggedWords, type TaggedWordsOptions } from './data/tagged-words';
export { type LabeledText, type LabeledTextOptions, readLabeledText } from './data/labeled-text';
export { readText } from './data/text';
// What tasks are made of, usable alone.
export * as decoding from './decoding';
export * as metrics from './metrics';
export * as tags from './tag-schemes';
export * as training from './training';
export { type BatchPlanOptions, type PaddedBatch, padSequences, planBatches } from './data/batching';
export { CharacterTokenizer } from './text/characters';
export type { Tokenizer } from './text/tokenizer';
export { tokenizerFromJSON } from './text/tokenizers';
export { Vocabulary, type VocabularyOptions } from './text/vocabulary';
export { WordTokenizer } from './text/words';
export { type BytePairOptions, type BytePairReport, trainBytePairs } from './text/byte-pair-training';
export { BytePairTokenizer } from './text/byte-pairs';
export { type ByteSource, sourceOf } from './data/source';
export { registry, type RegistryEntry } from './data/registry';
export type { EpochEvent, FitResult, StepEvent, TrainingEvent } from './training/events';
export {
  type BackendChoice,
  type BackendReport,
  type BackendStatus,
  describeBackends,
  useBackend,
} from './backends/backends';
export { closeRuntime, describeRuntime, startRuntime, type Unavailable } from './kernels/wasm/current-runtime';
export type { RuntimeOptions } from './kernels/wasm/plan';
export type { RuntimeReport } from './kernels/wasm/threaded-runtime';
export { registerTrainingKernels } from './backends/training-kernels';
export { registerLayers } from './layers/register-layers';
export { GRU, LSTM, SimpleRNN } from './layers/recurrent';
export { RecurrentStepper, type StepperOptions } from './layers/recurrent-stepper';
export { Bidirectional } from './layers/bidirectional';
export { Attention, type AttentionOptions, type AttentionScore } from './layers/attention';
export { CRF, type CrfOptions } from './layers/crf';
export { Convolution1D, Convolution2D, type ConvolutionOptions } from './layers/convolution';
export { Dropout } from './layers/dropout';
export { kerasWeightsOf, loadKerasWeights, loadStateDict, stateDictOf } from './layers/exchange-weights';
export { Embedding } from './layers/embedding';
export { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from './layers/pooling';
export { sequenceClassifier, type SequenceClassifierConfig } from '../models/sequence-classifier';

// The recurrence core: cells, back-propagation through time in float64, the same on tensors, and the gradient check.
export type { Algebra, Product } from './cells/algebra';
export { type Cell, type Named, type StepGradients, withProjection } from './cells/cell';
export { float64, fromRows, type Matrix, matrix, toRows } from './cells/float64';
export { type GruOptions, gru } from './cells/gru';
export { fromKeras, toKeras } from './cells/keras-weights';
export { lstm } from './cells/lstm';
export { fromPyTorch, type PyTorchWeights, toPyTorch } from './cells/pytorch-weights';
export { type SimpleRnnOptions, simpleRnn } from './cells/simple-rnn';
export { reluBackward, sigmoidBackward, tanhBackward } from './cells/slopes';
export { autodiffGradients, checkCell } from './kernels/autodiff';
export type { CellStepper, CellStepperOptions } from './kernels/cell-stepper';
export { describeKernels, type KernelChoice } from './kernels/describe';
export { genericRecurrence, type TensorRecurrenceInputs, type TensorRecurrenceOutputs } from './kernels/generic';
export {
  type RecurrenceKernel,
  type RecurrenceRequest,
  type Refusal,
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
export { readSafetensors, type SafeTensor, writeSafetensors } from './data/safetensors';
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
  type StateDict,
  type StateDictEntry,
  type StateDictNames,
  toStateDict,
} from './recurrence/state-dict';
export { type StreamStep, truncated, type TruncatedOptions, type Window } from './recurrence/truncated';
export { unroll, type UnrollOptions, type UnrollGradients } from './recurrence/unroll';
export { initialize, type Initializer, type ParameterSpec } from './parameters';

registerLayers();
registerRecurrenceKernel(webassemblyKernel);
