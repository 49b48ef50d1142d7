/** Tagged words and labelled frames as a person reads them. */
import pc from 'picocolors';
import { visibleText } from '../../display/visible-text';
import type { PredictionForms } from '../../../tasks/presentation';

const colours = [pc.cyan, pc.green, pc.yellow, pc.magenta, pc.blue, pc.red];

/** The same colour for the same name, in every run. */
function colourOf(name: string): (text: string) => string {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (31 * sum + name.charCodeAt(i)) % 997;
  return colours[sum % colours.length];
}

/** Spans: a line each with its offsets below the text, in which they are coloured. Else every word with its tag. */
export function taggedLines({ text, words, spans }: PredictionForms['tags']): string {
  if (!spans) {
    return words.map(({ text, tag }) => `${visibleText(text)}${pc.dim('/')}${coloured(tag)}`).join(' ');
  }
  const lines = spans.map(({ start, end, type, text }) => `  ${start}–${end}  ${coloured(type)}  ${visibleText(text)}`);
  return [withSpans(text, spans), ...lines].join('\n');
}

/** Label and probability, separated by a tab: a line for each frame. */
export const frameLine = ({ label, probability }: PredictionForms['frame-labels']['frames'][number]): string =>
  `${visibleText(label)}\t${probability.toFixed(4)}`;

const coloured = (name: string) => colourOf(name)(visibleText(name));

function withSpans(text: string, spans: NonNullable<PredictionForms['tags']['spans']>): string {
  let out = '';
  let from = 0;
  for (const { start, end, type } of spans) {
    out += visibleText(text.slice(from, start)) + colourOf(type)(pc.bold(visibleText(text.slice(start, end))));
    from = end;
  }
  return out + visibleText(text.slice(from));
}
