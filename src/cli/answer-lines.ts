/** One answer of each task as a person reads it. */
import pc from 'picocolors';
import type { LabelAnswer, TaskName } from '../node';

type Line = (input: string, answer: object) => string;

const lines: Record<TaskName, Line> = {
  sentiment: (input, answer) => labelLine(input, answer as LabelAnswer),
};

/** @param task of a model, so one of those that there are. */
export const answerLine = (task: string): Line => lines[task as TaskName];

function labelLine(input: string, { label, probabilities }: LabelAnswer): string {
  const share = `${(100 * probabilities[label]).toFixed(1)} %`.padStart(7);
  return `${pc.bold(label)}  ${share}  ${input}`;
}
