/** Metrics of predictions against the truth. */
export { accuracy } from './accuracy';
export { bleu, type BleuOptions, type BleuScore, type BleuSmoothing } from './text/bleu';
export type { BleuTokenizer } from './text/bleu-tokens';
export { chrf, type ChrfOptions, type ChrfScore } from './text/chrf';
export { calibrationError } from './calibration-error';
export { type ClassificationMetrics, classificationMetrics } from './classification';
export { type ClassReport, classReport } from './class-report';
export { type ClassScores, classScores, type ConfusionMatrix, confusionMatrix, macroF1 } from './confusion';
export { characterErrorRate, countEdits, type Edits, type ErrorRate, wordErrorRate } from './text/error-rate';
export { editDistance, editScore } from './edit-score';
export { conformalHalfWidth, coverage, crpsOfQuantiles, pinballLoss } from './forecasts/interval-scores';
export {
  meanAbsoluteError,
  meanAbsoluteScaledError,
  meanSquaredError,
  rootMeanSquaredScaledError,
  seasonalChange,
  symmetricPercentageError,
} from './forecasts/point-errors';
export { logLoss } from './log-loss';
export type { References } from './text/ngrams';
export { perplexity } from './perplexity';
export { type Sequence, sequenceAccuracy, tokenAccuracy } from './sequence-accuracy';
export { type SpanScores, spanScores } from './span-scores';
export { topAccuracy } from './top-accuracy';
