/** `tfseq evaluate --report DIR`: a confusion matrix, metrics of each label, and a timeline of each recording. */
import { confusionMatrix } from '../../charts/confusion-matrix';
import { timeline } from '../../charts/timeline';
import { ConfigError } from '../../errors';
import { classReport } from '../../metrics/class-report';
import type { ClassScores } from '../../metrics/confusion';
import { spanScores } from '../../metrics/span-scores';
import type { AnyTaskModel } from '../../node';
import { csv } from './csv';
import { svgOf, writeFolder } from './svg';

/**
 * Writes `confusion.svg`, `confusion.csv`, `labels.csv`, for tags of spans `spans.csv`, and for each recording
 * `timeline-NAME.svg`.
 * @throws ConfigError for a task without labels of steps, BundleError for a folder that cannot be written.
 */
export async function writeLabelReport(
  folder: string,
  model: AnyTaskModel,
  examples: readonly object[],
): Promise<void> {
  const { task, config } = model;
  if (!task.trueLabels || !task.predictedLabels) throw noLabels(task.name);
  const predictions = (await model.predict(examples)) as object[];
  const truth = examples.map((example) => [...(task.trueLabels?.(example, config) ?? [])]);
  const predicted = predictions.map((prediction) => [...(task.predictedLabels?.(prediction) ?? [])]);
  const labels = [...new Set([...truth, ...predicted].flat())].sort();
  const files = await confusionFiles(labels, truth, predicted);
  if ('spans' in predictions[0]) files['spans.csv'] = scoreTable('type', spanScores(truth, predicted).perType);
  if (model.prediction === 'frame-labels') {
    const recordings = examples.map((example, i) => (example as { recording?: string }).recording ?? `${i + 1}`);
    const names = fileNames(recordings);
    for (const [i, recording] of recordings.entries()) {
      files[`timeline-${names[i]}.svg`] = await svgOf(timeline(recording, truth[i], predicted[i], labels));
    }
  }
  await writeFolder(folder, files);
}

/** Names that a file may have, each once, whatever the case: `a/b` and `a_b` become `a_b` and `a_b-2`. */
export function fileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = name.replace(/[^\p{L}\p{N}._-]/gu, '_');
    let own = safe;
    for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${safe}-${n}`;
    taken.add(own.toLowerCase());
    return own;
  });
}

async function confusionFiles(
  labels: readonly string[],
  truth: readonly string[][],
  predicted: readonly string[][],
): Promise<Record<string, string>> {
  const indices = new Map(labels.map((label, k) => [label, k]));
  const ids = (all: readonly string[][]) => all.flatMap((own) => own.map((label) => indices.get(label) as number));
  const { confusion, perClass } = classReport(ids(truth), ids(predicted), labels);
  const rows = confusion.map((row, k) => [labels[k], ...row.map(String)]);
  return {
    'confusion.svg': await svgOf(confusionMatrix(confusion, labels)),
    'confusion.csv': csv([['truth \\ prediction', ...labels], ...rows]),
    'labels.csv': scoreTable('label', perClass),
  };
}

function scoreTable(name: string, scores: Record<string, ClassScores>): string {
  const rows = Object.entries(scores).map(([label, { precision, recall, f1, support }]) => [
    label,
    ...[precision, recall, f1].map((x) => x.toFixed(4)),
    String(support),
  ]);
  return csv([[name, 'precision', 'recall', 'f1', 'support'], ...rows]);
}

const noLabels = (task: string) =>
  new ConfigError({
    where: 'tfseq evaluate --report',
    problem: `the model is of the task ${task}, which has no labels of words or frames`,
    expected: 'a model that predicts a label for each word or frame',
    fix: 'Leave --report out',
  });
