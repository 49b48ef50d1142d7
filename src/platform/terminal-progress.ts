/**
 * Training as one live line: in place on a terminal, plain lines elsewhere (one an epoch, and one every ten seconds
 * inside a long one).
 */
import { Presets, SingleBar } from 'cli-progress';
import type { FetchProgress } from '../data/datasets/cache';
import type { TrainingEvent } from '../training/events';

const plainInterval = 10_000; // ms

export interface TerminalProgress {
  (event: TrainingEvent): void;
  /** Gives the terminal back where training ended with an error. */
  close(): void;
}

/** @returns a function for `fit({ onEvent })`. Writes to `stream` (stderr), never to stdout. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): TerminalProgress {
  const live = stream.isTTY ? liveLine(stream) : plainLines(stream);
  const onEvent = (event: TrainingEvent) => {
    if (event.type === 'warning') live.say(`note: ${event.message}`);
    else if (event.type === 'step') live.step(stepLine(event), event.step, event.steps);
    else if (event.type === 'epoch') live.say(epochLine(event));
    else if (event.type === 'end') live.end(event.reason === 'completed' ? undefined : endLine(event));
  };
  return Object.assign(onEvent, { close: () => live.end() });
}

interface Line {
  step(text: string, step: number, steps: number): void;
  say(text: string): void;
  end(text?: string): void;
}

function liveLine(stream: NodeJS.WriteStream): Line {
  let bar: SingleBar | undefined;
  const clear = () => {
    bar?.stop();
    bar = undefined;
  };
  const say = (text: string) => {
    clear();
    stream.write(`${text}\n`);
  };
  return {
    step(text, step, steps) {
      if (!bar) {
        bar = new SingleBar(
          { stream, format: '{bar} {text}', barsize: 20, clearOnComplete: true },
          Presets.shades_classic,
        );
        bar.start(steps, 0, { text });
      }
      bar.update(step, { text });
    },
    say,
    end(text) {
      clear();
      if (text) say(text);
    },
  };
}

function plainLines(stream: NodeJS.WriteStream): Line {
  let last = performance.now();
  const say = (text: string) => void stream.write(`${text}\n`);
  return {
    step(text) {
      if (performance.now() - last < plainInterval) return;
      last = performance.now();
      say(text);
    },
    say(text) {
      last = performance.now();
      say(text);
    },
    end: (text) => text && say(text),
  };
}

/** A download in the same way. */
export function downloadProgress(stream: NodeJS.WriteStream = process.stderr): (progress: FetchProgress) => void {
  const live = stream.isTTY ? liveLine(stream) : plainLines(stream);
  return ({ file, received, total }) => {
    const text = `${file}  ${megabytes(received)} of ${megabytes(total)}`;
    if (received < total) live.step(text, received, total);
    else live.say(text);
  };
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

type StepEvent = Extract<TrainingEvent, { type: 'step' }>;
type EpochEvent = Extract<TrainingEvent, { type: 'epoch' }>;
type EndEvent = Extract<TrainingEvent, { type: 'end' }>;

function stepLine(event: StepEvent): string {
  const figures = [
    `epoch ${event.epoch}/${event.epochs}`,
    `step ${event.step}/${event.steps}`,
    figureList({ loss: event.loss, ...event.metrics }),
    `${Math.round(event.tokensPerSecond).toLocaleString('en')} tokens/s`,
    `ETA ${duration(event.secondsLeft)}`,
  ];
  return figures.join('  ');
}

function epochLine(event: EpochEvent): string {
  const validation = event.validation ? ` | validation ${figureList(event.validation)}` : '';
  const best = event.improved ? ', best so far' : '';
  const epoch = `epoch ${event.epoch}/${event.epochs}`;
  return `${epoch}  training ${figureList(event.train)}${validation} | ${duration(event.seconds)}${best}`;
}

function endLine(event: EndEvent): string {
  return event.reason === 'aborted' ? 'stopped before the end' : 'stopped early: no better validation figure';
}

function figureList(figures: Record<string, number>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${figure(name, value)}`)
    .join('  ');
}

/** A figure as it is printed everywhere: shares in per cent, the rest with four places. */
/** A dash where there is no such figure: a baseline does not have all. */
export function figure(name: string, value: number | undefined): string {
  if (value === undefined) return '–';
  return /accuracy|F1$/i.test(name) ? `${(100 * value).toFixed(1)} %` : value.toFixed(4);
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${(whole / 3600).toFixed(1)} h`;
}
