/**
 * Training and downloads as one live line: in place on a terminal; elsewhere plain lines, one for each epoch and one
 * every ten seconds inside a long epoch.
 */
import { Presets, SingleBar } from 'cli-progress';
import type { FetchProgress } from '../data/datasets/fetch-options';
import { visibleText } from '../display/visible-text';
import { checkOptionNames, type OptionNames } from '../validation';
import type { TrainingEvent } from '../training/events';
import { downloadLine, endLine, epochLines, stepLine, usualWidth } from './progress-lines';

const plainInterval = 10_000; // ms

export interface TerminalProgress {
  (event: TrainingEvent): void;
  /** Restores the terminal when training ended with an error. */
  close(): void;
}

export interface ProgressOptions {
  /** `quiet`: warnings alone; `verbose`: checkpoints and learning rates too. */
  verbosity?: 'quiet' | 'normal' | 'verbose';
}

const optionNames: OptionNames<ProgressOptions> = { verbosity: true };

/** @returns a function for `fit({ onEvent })`. Writes to `stream` (stderr), never to stdout. */
export function terminalProgress(
  stream: NodeJS.WriteStream = process.stderr,
  options: ProgressOptions = {},
): TerminalProgress {
  checkOptionNames('terminalProgress', options, optionNames);
  const { verbosity = 'normal' } = options;
  const live = stream.isTTY ? liveLine(stream) : plainLines(stream);
  const isVerbose = verbosity === 'verbose';
  const show = (event: TrainingEvent) => {
    if (event.type === 'step') live.step((width) => stepLine(event, width), event.step, event.steps);
    else if (event.type === 'epoch') live.write(...epochLines(event, { width: widthOf(stream), isVerbose }));
    else if (event.type === 'end') live.end(event.reason === 'completed' ? undefined : endLine(event));
    else if (event.type === 'checkpoint' && isVerbose) live.write(`checkpoint after ${event.globalStep} updates`);
  };
  const onEvent = (event: TrainingEvent) => {
    if (event.type === 'warning') live.write(`note: ${event.message}`);
    else if (verbosity !== 'quiet') show(event);
  };
  return Object.assign(onEvent, { close: () => live.end() });
}

const widthOf = (stream: NodeJS.WriteStream) => (stream.isTTY && stream.columns) || usualWidth;

interface Line {
  /** @param line for a number of columns */
  step(line: (width: number) => string, step: number, steps: number): void;
  write(...lines: string[]): void;
  end(text?: string): void;
}

function liveLine(stream: NodeJS.WriteStream): Line {
  let bar: SingleBar | undefined;
  const clear = () => {
    bar?.stop();
    bar = undefined;
  };
  const write = (...lines: string[]) => {
    clear();
    lines.forEach((line) => stream.write(`${visibleText(line)}\n`));
  };
  return {
    step(line, step, steps) {
      const width = widthOf(stream);
      const barsize = width < 100 ? 10 : 20;
      const text = visibleText(line(width - barsize - 2)); // a blank before it, and one column that stays free
      if (!bar) {
        bar = new SingleBar({ stream, format: '{bar} {text}', barsize, clearOnComplete: true }, Presets.shades_classic);
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
  const write = (...lines: string[]) => lines.forEach((line) => stream.write(`${visibleText(line)}\n`));
  return {
    step(line) {
      if (performance.now() - last < plainInterval) return;
      last = performance.now();
      write(line(usualWidth));
    },
    write(...lines) {
      last = performance.now();
      write(...lines);
    },
    end: (text) => text && write(text),
  };
}

/** A download in the same way. */
export function downloadProgress(stream: NodeJS.WriteStream = process.stderr): (progress: FetchProgress) => void {
  const live = stream.isTTY ? liveLine(stream) : plainLines(stream);
  return ({ file, received, total }) => {
    const line = (width: number) => downloadLine(file, `${megabytes(received)} of ${megabytes(total)}`, width);
    if (received < total) live.step(line, received, total);
    else live.write(line(widthOf(stream)));
  };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
