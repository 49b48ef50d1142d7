/** Charts as Vega-Lite specifications: the command line draws them as SVG, a page or a notebook with vega-embed. */
export { attentionMap, type AttentionWeights } from './attention-map';
export type { ChartSpec } from './chart';
export { confusionMatrix } from './confusion-matrix';
export { forecastChart, type ForecastPanel } from './forecast-chart';
export { stepErrorsChart } from './step-errors';
export { timeline } from './timeline';
export { type ChartedTrial, trialsChart, type TrialsChart } from './trials';
