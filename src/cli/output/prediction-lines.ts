/** A prediction as a person reads it, by its form. */
import pc from 'picocolors';
import type { PredictionForm, PredictionForms } from '../../../tasks/presentation';
import { visibleText } from '../../display/visible-text';
import type { AnyTaskModel } from '../../node';
import { frameLine, taggedLines } from './tag-lines';

type Lines = {
  [Form in PredictionForm]: (prediction: PredictionForms[Form], input: string, task: AnyTaskModel['task']) => string;
};

const lines: Lines = {
  label: labelLine,
  tags: taggedLines,
  'frame-labels': ({ frames }) => frames.map(frameLine).join('\n'),
  text: textLines,
  score: scoreLine,
  numbers: ({ values }) => values.join('\t'),
  forecast: forecastLines,
};

/** @returns one or several lines for a prediction of this model and the input that it is for */
export function predictionLine({
  prediction: form,
  task,
}: AnyTaskModel): (prediction: object, input: string) => string {
  const lineOf = lines[form] as (prediction: object, input: string, task: AnyTaskModel['task']) => string;
  return (prediction, input) => lineOf(prediction, input, task);
}

function labelLine({ label, mostProbable, probabilities }: PredictionForms['label'], input: string): string {
  const percent = `${(100 * probabilities[mostProbable ?? label]).toFixed(1)} %`.padStart(7);
  if (mostProbable !== undefined)
    return `${pc.bold(visibleText(label))} (${visibleText(mostProbable)})  ${percent}  ${visibleText(input)}`;
  return `${pc.bold(visibleText(label))}  ${percent}  ${visibleText(input)}`;
}

/** A row a step of time, a column for each value, under a header. */
function forecastLines({ times, columns }: PredictionForms['forecast']): string {
  const names = Object.keys(columns).map(visibleText);
  const rows = times.map((time, h) => [time, ...Object.values(columns).map(({ values }) => String(values[h]))]);
  return [['time', ...names], ...rows].map((cells) => cells.join('\t')).join('\n');
}

function scoreLine({ bitsPerCharacter, perplexity }: PredictionForms['score'], input: string): string {
  const bits = `${bitsPerCharacter.toFixed(3)} bits a character`;
  return `${pc.bold(bits)}  perplexity ${perplexity.toFixed(3)}  ${visibleText(input)}`;
}

/** The text alone, so that a file of lines gives a file of lines; with several candidates, their scores too. */
function textLines(prediction: PredictionForms['text'], _: string, task: AnyTaskModel['task']): string {
  const text = (one: object) => visibleText(task.textOf?.(one) ?? '');
  if (!prediction.candidates) return text(prediction);
  return prediction.candidates.map((one) => `${one.score.toFixed(3).padStart(8)}  ${text(one)}`).join('\n');
}

const mostNamed = 5;

/** Whether generating stopped because no more tokens were allowed. */
export const isUnended = (prediction: object): boolean =>
  (prediction as Partial<PredictionForms['text']>).ended === 'limit';

/** @param unended where the inputs of such predictions come from; @param count of all predictions */
export function unendedNote(unended: readonly string[], count: number): string {
  const named = unended.slice(0, mostNamed).join(', ');
  const rest = unended.length > mostNamed ? ` and ${unended.length - mostNamed} more` : '';
  const limit = 'reached the limit of tokens (--maximum-length) without an end';
  return `${unended.length} of ${count} predictions ${limit}: ${named}${rest}`;
}
