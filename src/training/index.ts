/** The loop, and what it is made of. */
export { clipScale, globalNorm } from './optimizers/clipping';
export { decodeCheckpoint, encodeCheckpoint, type TrainingState } from './checkpoint/checkpoint';
export type { EpochEvent, FitResult, StepEvent, TrainingEvent } from './events';
export type { EpochPlan } from './batches/epoch-plan';
export { prefetch } from './batches/prefetch';
export { planStreamedBatches, type StreamedBatchOptions } from './batches/streamed-batches';
export { fit } from './fit';
export type { FitOptions } from './fit-options';
export type { LayerRates } from './optimizers/layer-rates';
export { balancedClassWeights, countCorrect, type CrossEntropyOptions, softmaxCrossEntropy } from './losses';
export { type MultiLabelTargets, sigmoidCrossEntropy } from './multi-label-loss';
export { createOptimizer, type OptimizerConfig } from './optimizers/create-optimizer';
export type { Optimizer, Update, VariableRate } from './optimizers/optimizer';
export type { ScheduleConfig } from './schedule';
export { type StepOptions, type StepResult, trainStep } from './step';
export type { BatchLoss, LossContext, Trainable } from './trainable';
export type { NamedVariable } from '../parameters';
export type { MonitorOptions } from './monitor';
