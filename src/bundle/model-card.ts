/** `MODEL_CARD.md` of a bundle: what the model is, how good, how to load it, what it cannot do. */
import { visibleLines, visibleText } from '../display/visible-text';
import type { NamedArray } from '../parameters';
import type { JsonObject } from './json';
import type { SavedMetrics } from '../metrics/metric-types';
import type { BundleInfo } from './manifest';

export const cardPath = 'MODEL_CARD.md';

/** Code of the model card. */
export interface Usage {
  className: string;
  /** What `predict` takes, as an expression. */
  input: string;
}

/** @param topology empty where stock TensorFlow.js cannot open the network */
export function modelCard(
  info: BundleInfo,
  weights: readonly NamedArray[],
  topology: JsonObject,
  usage?: Usage,
): string {
  const parameters = weights.reduce((sum, { values }) => sum + values.length, 0);
  const sections = [
    `# ${escape(info.task)}`,
    `A model of ${parameters.toLocaleString('en')} parameters for the task \`${info.task}\`, trained with tfjs-sequence.`,
    info.labels.length > 0 && `Labels: ${info.labels.map((label) => escape(label)).join(', ')}.`,
    '## Data\n\n' +
      `Trained on ${escape(info.trainedOn ?? 'data that was not recorded')}; ` +
      `measured on ${escape(info.measuredOn ?? 'data that was not recorded')}. Seed ${info.seed}.`,
    metricsTable(info),
    '## Configuration\n\n' + fenced('json', visibleLines(JSON.stringify(info.config, null, 2))),
    loading(Object.keys(topology).length > 0, usage),
    limits(info),
  ];
  return sections.filter(Boolean).join('\n\n') + '\n';
}

function metricsTable({ metrics, baselines }: BundleInfo): string {
  const names = Object.keys(metrics);
  if (names.length === 0) return '## Metrics\n\nNone were recorded.';
  const columns: [string, SavedMetrics][] = [['this model', metrics], ...Object.entries(baselines)];
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    '## Metrics\n',
    row(['', ...columns.map(([title]) => escape(title))]),
    row(['---', ...columns.map(() => '---:')]),
    ...names.map((name) => row([escape(name), ...columns.map(([, values]) => metric(values[name]))])),
  ].join('\n');
}

const metric = (value: number | null | undefined) =>
  value === undefined ? '' : Number.isFinite(value) ? String(Number(value?.toPrecision(4))) : 'not finite';

const loading = (isLayersModel: boolean, { className, input }: Partial<Usage> = {}) =>
  '## Loading\n\n' +
  fenced(
    'ts',
    `import { ${className ?? 'load'} } from 'tfjs-sequence/node'; // in a web page: 'tfjs-sequence/browser' and a URL\n\n` +
      `const model = await ${className ? `${className}.load` : 'load'}('path/of/this/directory');\n` +
      `console.log(await model.predict(${input ?? "'an example'"}));`,
  ) +
  '\n\n' +
  (isLayersModel
    ? withoutUs
    : 'Nothing else opens it: its network is not made of layers that TensorFlow.js runs alone.');

const withoutUs =
  '`model.json` and `weights.bin` are in the format of TensorFlow.js. A model of stock layers only opens without\n' +
  'tfjs-sequence, on inputs that are encoded as `encoder` in `bundle.json` says:\n\n' +
  fenced('ts', "const network = await tf.loadLayersModel('https://example.org/path/model.json');") +
  '\n\nIf TensorFlow.js reports `Unknown layer`, `registerLayers()` of `tfjs-sequence` brings the missing one.';

const limits = ({ measuredOn }: BundleInfo) =>
  '## Limits\n\n' +
  `The metrics hold for ${measuredOn === undefined ? 'the data they were measured on' : escape(measuredOn)}; on other ` +
  'data they can be much lower. Words that\ndid not occur in training are unknown to the model. What is unfair in the ' +
  'training data is unfair in its predictions.';

/** A fence longer than any run of backquotes in the text, so that no configuration can end the block. */
function fenced(language: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text from data as plain text in Markdown, on one line and without control characters. */
const escape = (text: string) => visibleText(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]<>()#+!|]/g, '\\$&');
