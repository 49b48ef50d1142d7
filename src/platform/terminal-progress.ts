/**
 * Training and downloads as one live line: in place on a terminal; elsewhere plain lines, one for each epoch and one
 * every ten seconds inside a long epoch.
 */
import { Presets, SingleBar } from 'cli-progress';
import type { FetchProgress } from '../data/datasets/fetch-options';
import { formatDuration, formatMetric } from '../display/format';
import { visibleText } from '../display/visible-text';
import type { TrainingEvent } from '../training/events';

const plainInterval = 10_000; // ms

export interface TerminalProgress {
  (event: TrainingEvent): void;
  /** Restores the terminal when training ended with an error. */
  close(): void;
}

/** @returns a function for `fit({ onEvent })`. Writes to `stream` (stderr), never to stdout. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): TerminalProgress {
  const live = stream.isTTY ? liveLine(stream) : plainLines(stream);
  const onEvent = (event: TrainingEvent) => {
    if (event.type === 'warning') live.write(`note: ${event.message}`);
    else if (event.type === 'step') live.step(stepLine(event), event.step, event.steps);
    else if (event.type === 'epoch') live.write(epochLine(event));
    else if (event.type === 'end') live.end(event.reason === 'completed' ? undefined : endLine(event));
  };
  return Object.assign(onEvent, { close: () => live.end() });
}

interface Line {
  step(text: string, step: number, steps: number): void;
  write(text: string): void;
  end(text?: string): void;
}

function liveLine(stream: NodeJS.WriteStream): Line {
  let bar: SingleBar | undefined;
  const clear = () => {
    bar?.stop();
    bar = undefined;
  };
  const write = (text: string) => {
    clear();
    stream.write(`${visibleText(text)}\n`);
  };
  return {
    step(line, step, steps) {
      const text = visibleText(line);
      if (!bar) {
        bar = new SingleBar(
          { stream, format: '{bar} {text}', barsize: 20, clearOnComplete: true },
          Presets.shades_classic,
        );
        bar.start(steps, 0, { text });
      }
      bar.update(step, { text });
    },
    write,
    end(text) {
      clear();
      if (text) write(text);
    },
  };
}

function plainLines(stream: NodeJS.WriteStream): Line {
  let last = performance.now();
  const write = (text: string) => void stream.write(`${visibleText(text)}\n`);
  return {
    step(text) {
      if (performance.now() - last < plainInterval) return;
      last = performance.now();
      write(text);
    },
    write(text) {
      last = performance.now();
      write(text);
    },
    end: (text) => text && write(text),
  };
}

/** A download in the same way. */
export function downloadProgress(stream: NodeJS.WriteStream = process.stderr): (progress: FetchProgress) => void {
  const live = stream.isTTY ? liveLine(stream) : plainLines(stream);
  return ({ file, received, total }) => {
    const text = `${file}  ${megabytes(received)} of ${megabytes(total)}`;
    if (received < total) live.step(text, received, total);
    else live.write(text);
  };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

type StepEvent = Extract<TrainingEvent, { type: 'step' }>;
type EpochEvent = Extract<TrainingEvent, { type: 'epoch' }>;
type EndEvent = Extract<TrainingEvent, { type: 'end' }>;

function stepLine(event: StepEvent): string {
  const parts = [
    `epoch ${event.epoch}/${event.epochs}`,
    `step ${event.step}/${event.steps}`,
    metricList({ loss: event.loss, ...event.metrics }),
    `${Math.round(event.tokensPerSecond).toLocaleString('en')} tokens/s`,
    `ETA ${formatDuration(event.secondsLeft)}`,
  ];
  return parts.join('  ');
}

function epochLine(event: EpochEvent): string {
  const validation = event.validation ? ` | validation ${metricList(event.validation)}` : '';
  const best = event.improved ? ', best so far' : '';
  const epoch = `epoch ${event.epoch}/${event.epochs}`;
  return `${epoch}  training ${metricList(event.train)}${validation} | ${formatDuration(event.seconds)}${best}`;
}

function endLine(event: EndEvent): string {
  return event.reason === 'aborted'
    ? 'stopped before the end'
    : 'stopped early: the validation metric no longer improves';
}

function metricList(metrics: Record<string, number>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${formatMetric(name, value)}`)
    .join('  ');
}
