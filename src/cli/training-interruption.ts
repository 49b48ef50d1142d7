/** Ctrl-C and its like from the first step of a training to its last metric: what was learned is saved. */
import { terminalProgress, type TerminalProgress } from '../platform/terminal-progress';
import { exitCodes } from './exit';
import { onInterrupt } from './interrupt';
import { report } from './output/print';
import { isQuiet, isVerbose } from './output/verbosity';

export interface TrainingInterruption {
  signal: AbortSignal;
  progress: TerminalProgress;
  /** Once the trained model is saved: whether Ctrl-C has requested a stop. From now on it stops at once. */
  endsHere(): boolean;
  close(): void;
}

/** Ctrl-C, the end of a job, a terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param out where the bundle is saved, for messages */
export function untilInterrupted(out: string): TrainingInterruption {
  const abort = new AbortController();
  const verbosity = isQuiet() ? 'quiet' : isVerbose() ? 'verbose' : 'normal';
  const progress = terminalProgress(process.stderr, { verbosity });
  let isSaved = false;
  const end = () => {
    report(`interrupted: the trained model is saved in ${out}, without metrics; tfseq evaluate measures it`);
    process.exitCode = exitCodes.interrupted;
  };
  const interrupt = onInterrupt((isRepeated) => {
    progress.close();
    if (isSaved) end();
    if (isSaved || isRepeated) process.exit(exitCodes.interrupted);
    report('stopping after this step and saving; press Ctrl-C again to stop at once');
    abort.abort();
  });
  signals.forEach((signal) => process.on(signal, interrupt));
  return {
    signal: abort.signal,
    progress,
    endsHere() {
      isSaved = true;
      if (abort.signal.aborted) end();
      return abort.signal.aborted;
    },
    close: () => signals.forEach((signal) => void process.off(signal, interrupt)),
  };
}
