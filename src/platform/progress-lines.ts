/** The events of a run as lines that fit a terminal: 80 columns, where its width is not known. */
import { formatDuration, formatMetric } from '../display/format';
import type { EpochEvent, StepEvent, TrainingEvent } from '../training/events';

export const usualWidth = 80;
const indent = '    ';

/** Without the speed, further metrics and the step where they have no room; what is left is cut. */
export function stepLine(event: StepEvent, width = usualWidth): string {
  const [loss, ...others] = metricParts({ loss: event.loss, ...event.metrics });
  const epoch = `epoch ${event.epoch}/${event.epochs}`;
  const step = `step ${event.step}/${event.steps}`;
  const speed = `${Math.round(event.tokensPerSecond).toLocaleString('en')} tokens/s`;
  const end = `ETA ${formatDuration(event.secondsLeft)}`;
  const lines = [
    [epoch, step, loss, ...others, speed, end],
    [epoch, step, loss, ...others, end],
    ...others.map((_, i) => [epoch, step, loss, ...others.slice(0, -1 - i), end]),
    [epoch, loss, end],
  ].map((parts) => parts.join('  '));
  return lines.find((line) => line.length <= width) ?? lines[lines.length - 1].slice(0, width);
}

/** In several lines where one is too short. */
export function epochLines(event: EpochEvent, { width = usualWidth, isVerbose = false } = {}): string[] {
  const seconds = `${formatDuration(event.seconds)}${event.improved ? ', best so far' : ''}`;
  const [train, ...trained] = metricParts(event.train);
  const [validation, ...validated] = metricParts(event.validation ?? {});
  return wrap(
    [
      [`epoch ${event.epoch}/${event.epochs}`, ''],
      [`training ${train}`, '  '],
      ...trained.map((part): Part => [part, '  ']),
      ...(validation ? [[`validation ${validation}`, ' | '] as Part] : []),
      ...validated.map((part): Part => [part, '  ']),
      [seconds, ' | '],
      ...(isVerbose ? [[`learning rate ${event.learningRate.toPrecision(3)}`, ' | '] as Part] : []),
    ],
    width,
  );
}

export function endLine({ reason }: Extract<TrainingEvent, { type: 'end' }>): string {
  return reason === 'aborted' ? 'stopped before the end' : 'stopped early: the validation metric no longer improves';
}

/** A path is cut at its start: its end says which file it is. */
export function downloadLine(file: string, sizes: string, width = usualWidth): string {
  const room = width - sizes.length - 2;
  return `${file.length > room ? `…${file.slice(1 - room)}` : file}  ${sizes}`;
}

/** What is shown, and what separates it from the part before it on its line. */
type Part = [text: string, separator: string];

function wrap(parts: readonly Part[], width: number): string[] {
  const lines: string[] = [];
  for (const [text, separator] of parts) {
    const last = lines.at(-1);
    const joined = `${last ?? ''}${separator}${text}`;
    if (last !== undefined && joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(last === undefined ? text : indent + text);
  }
  return lines;
}

const metricParts = (metrics: Record<string, number>): string[] =>
  Object.entries(metrics).map(([name, value]) => `${name} ${formatMetric(name, value)}`);
