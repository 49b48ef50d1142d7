/** One answer of each task as a person reads it. */
import pc from 'picocolors';
import type { LabelPrediction, TaggingPrediction, TaskName, TranslationPrediction } from '../../node';
import { taggingLine } from './tag-lines';

type Line = (input: string, answer: object) => string;

const lines: Record<TaskName, Line> = {
  sentiment: (input, answer) => labelLine(input, answer as LabelPrediction),
  tagging: (_, answer) => taggingLine(answer as TaggingPrediction),
  translation: (_, answer) => translationLine(answer as TranslationPrediction),
};

/** @param task of a model, so one of those that there are. */
export const answerLine = (task: string): Line => lines[task as TaskName];

function labelLine(input: string, { label, probabilities }: LabelPrediction): string {
  const share = `${(100 * probabilities[label]).toFixed(1)} %`.padStart(7);
  return `${pc.bold(label)}  ${share}  ${input}`;
}

/** The translation alone, so that a file of lines gives a file of lines; with several candidates, their scores too. */
function translationLine({ translation, candidates }: TranslationPrediction): string {
  if (!candidates) return translation;
  return candidates.map(({ translation, score }) => `${score.toFixed(3).padStart(8)}  ${translation}`).join('\n');
}

const mostNamed = 5;

/** Whether an answer broke off where no more tokens were allowed. */
export const isUnended = (answer: object): boolean => (answer as Partial<TranslationPrediction>).ended === 'limit';

/** @param unended places of such answers; @param count of all answers */
export function unendedNote(unended: readonly string[], count: number): string {
  const named = unended.slice(0, mostNamed).join(', ');
  const rest = unended.length > mostNamed ? ` and ${unended.length - mostNamed} more` : '';
  const limit = 'broke off at the limit of tokens (--maximum-length)';
  return `${unended.length} of ${count} answers ${limit}: ${named}${rest}`;
}
