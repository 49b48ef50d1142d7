/** `tfseq evaluate --report DIR`: what was taken for what, figures of each label, and of recordings a line of time. */
import type { FrameRecording } from '../../data/examples/frames';
import type { TaggedWords } from '../../data/examples/tagged-words';
import { ConfigError } from '../../errors';
import { classReport } from '../../metrics/class-report';
import type { ClassScores } from '../../metrics/confusion';
import { spanScores } from '../../metrics/span-scores';
import type { AnyTaskModel, FramesPrediction, Tagger, WordsPrediction } from '../../node';
import { repairTags } from '../../text/tag-schemes';
import { confusionMatrix } from '../../charts/confusion-matrix';
import { svgOf, writeFolder } from './svg';
import { timeline } from '../../charts/timeline';

/**
 * Writes `confusion.svg`, `confusion.csv`, `labels.csv`, for tags of spans `spans.csv`, and for each recording
 * `timeline-NAME.svg`.
 * @throws ConfigError for another task, BundleError for a folder that cannot be written.
 */
export async function writeTaggingReport(
  folder: string,
  model: AnyTaskModel,
  examples: readonly unknown[],
): Promise<void> {
  if (model.task.name !== 'tagging') throw notTagging(model.task.name);
  const areFrames = 'frames' in (examples[0] as object);
  const files = areFrames
    ? await frameReport(model, examples as FrameRecording[])
    : await wordReport(model, examples as TaggedWords[]);
  await writeFolder(folder, files);
}

async function wordReport(model: AnyTaskModel, sentences: readonly TaggedWords[]): Promise<Record<string, string>> {
  const answers = (await model.predict(sentences.map(({ words }) => ({ words })))) as WordsPrediction[];
  const truth = sentences.map(({ tags }) => countedTags(model as Tagger, tags));
  const predicted = answers.map(({ words }) => words.map(({ tag }) => tag));
  const files = await labelReport(truth, predicted);
  if (!answers[0].spans) return files;
  return { ...files, 'spans.csv': scoreTable('type', spanScores(truth, predicted).perType) };
}

/** As `evaluate` counts them. */
function countedTags({ config }: Tagger, tags: string[]): string[] {
  const areRepaired = config.input === 'words' && config.scheme !== 'none' && config.repairTags;
  return areRepaired ? repairTags(tags, config.scheme).tags : tags;
}

async function frameReport(
  model: AnyTaskModel,
  recordings: readonly FrameRecording[],
): Promise<Record<string, string>> {
  const answers = (await model.predict(recordings)) as FramesPrediction[];
  const truth = recordings.map(({ labels }) => labels);
  const predicted = answers.map(({ frames }) => frames.map(({ label }) => label));
  const files = await labelReport(truth, predicted);
  const labels = labelsOf(truth, predicted);
  const names = fileNames(recordings.map(({ recording }) => recording));
  for (const [i, { recording }] of recordings.entries()) {
    const spec = timeline(recording, truth[i], predicted[i], labels);
    files[`timeline-${names[i]}.svg`] = await svgOf(spec);
  }
  return files;
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

async function labelReport(truth: string[][], predicted: string[][]): Promise<Record<string, string>> {
  const labels = labelsOf(truth, predicted);
  const places = new Map(labels.map((label, k) => [label, k]));
  const ids = (all: string[][]) => all.flatMap((own) => own.map((label) => places.get(label) as number));
  const { confusion, perClass } = classReport(ids(truth), ids(predicted), labels);
  const rows = confusion.map((row, k) => [labels[k], ...row.map(String)]);
  return {
    'confusion.svg': await svgOf(confusionMatrix(confusion, labels)),
    'confusion.csv': table([['truth \\ answer', ...labels], ...rows]),
    'labels.csv': scoreTable('label', perClass),
  };
}

const labelsOf = (truth: string[][], predicted: string[][]) => [...new Set([...truth, ...predicted].flat())].sort();

function scoreTable(name: string, scores: Record<string, ClassScores>): string {
  const rows = Object.entries(scores).map(([label, { precision, recall, f1, support }]) => [
    label,
    ...[precision, recall, f1].map((x) => x.toFixed(4)),
    String(support),
  ]);
  return table([[name, 'precision', 'recall', 'f1', 'support'], ...rows]);
}

const table = (rows: string[][]): string => rows.map((row) => `${row.map(cellOf).join(',')}\n`).join('');
const cellOf = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const notTagging = (task: string) =>
  new ConfigError({
    where: 'tfseq evaluate --report',
    problem: `the model is of the task ${task}`,
    expected: 'a tagger',
    fix: 'Leave --report out',
  });
