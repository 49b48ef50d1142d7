/** The platform-free door: everything that needs no files, no sockets and no native code. */
import { registerLayers } from './layers/register-layers';

export * from './errors';
export { Random } from './random';
export { version } from './version';
export { load, taskClass, taskClasses, type AnyTaskModel, type TaskName } from '../tasks';
export { SentimentClassifier, type SentimentConfig, type SentimentOptions } from '../tasks/sentiment';
export type { Evaluation, EvaluateOptions, FitOptions } from '../tasks/task-model';
export type { LabelAnswer, LabelFigures } from '../tasks/text-classification';
export type { LabeledTextDataset, OpenOptions, Provenance } from './data/dataset';
export { type LabeledText, type LabeledTextOptions, readLabeledText } from './data/labeled-text';
export { readText } from './data/text';
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
export { registerTrainingKernels } from './backends/training-kernels';
export { registerLayers } from './layers/register-layers';
export { GRU, LSTM, SimpleRNN } from './layers/recurrent';
export { Bidirectional } from './layers/bidirectional';
export { Dropout } from './layers/dropout';
export { Embedding } from './layers/embedding';
export { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from './layers/pooling';
export { sequenceClassifier, type SequenceClassifierConfig } from '../models/sequence-classifier';

registerLayers();
