/** Tagged words and labelled frames as a person reads them. */
import pc from 'picocolors';
import type { LabelledFrame, TaggingPrediction, WordsPrediction } from '../../node';

const colours = [pc.cyan, pc.green, pc.yellow, pc.magenta, pc.blue, pc.red];

/** The same colour for the same name, in every run. */
function colourOf(name: string): (text: string) => string {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (31 * sum + name.charCodeAt(i)) % 997;
  return colours[sum % colours.length];
}

/** Spans: a line each with its offsets below the text, in which they are coloured. Else every word with its tag. */
export function taggingLine(answer: TaggingPrediction): string {
  if ('frames' in answer) return answer.frames.map(frameLine).join('\n');
  if (!answer.spans) {
    return answer.words.map(({ text, tag }) => `${text}${pc.dim('/')}${colourOf(tag)(tag)}`).join(' ');
  }
  const { text, spans } = answer;
  const lines = spans.map((span) => `  ${span.start}–${span.end}  ${colourOf(span.type)(span.type)}  ${span.text}`);
  return [coloured(text, spans), ...lines].join('\n');
}

/** Label and probability, parted by a tab: a line a frame. */
export const frameLine = ({ label, probability }: LabelledFrame): string => `${label}\t${probability.toFixed(4)}`;

function coloured(text: string, spans: NonNullable<WordsPrediction['spans']>): string {
  let out = '';
  let from = 0;
  for (const { start, end, type } of spans) {
    out += text.slice(from, start) + colourOf(type)(pc.bold(text.slice(start, end)));
    from = end;
  }
  return out + text.slice(from);
}
