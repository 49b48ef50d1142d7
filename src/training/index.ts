/** The loop, and what it is made of. */
export { clipScale, globalNorm } from './clipping';
export { decodeCheckpoint, encodeCheckpoint, type TrainingState } from './checkpoint/checkpoint';
export type { EpochEvent, FitResult, StepEvent, TrainingEvent } from './events';
export { type EpochPlan, fit, type FitOptions } from './fit';
export { balancedClassWeights, countCorrect, type CrossEntropyOptions, softmaxCrossEntropy } from './losses';
export { createOptimizer, type Optimizer, type OptimizerConfig, type Update } from './optimizers/optimizer';
export type { ScheduleConfig } from './schedule';
export { type BatchLoss, type LossContext, type StepOptions, type StepResult, type Trainable, trainStep } from './step';
export type { NamedVariable } from './variables';
export type { MonitorOptions } from './monitor';
