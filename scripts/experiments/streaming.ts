/**
 * A sentiment model trained for one epoch on a file of labelled texts that is read anew for every pass, or on the array
 * of its examples, with the memory that it takes: streamed, it must not grow with the size of the file.
 */
import { fileSource, readLabeledText, replayable, SentimentClassifier, type TrainingEvent } from '../../src/node';
import { garbageCollector } from './garbage-collector';

export interface TrainingReport {
  examples: number;
  steps: number;
  seconds: number;
  /** Largest heap in use after a garbage collection, ten times an epoch. */
  heapBytes: number;
  /** Largest resident set of the process so far, garbage and the code itself included. */
  peakBytes: number;
}

export async function trainOnFile(
  path: string,
  form: 'streamed' | 'array',
  { batchSize = 256, shuffleBuffer = 10_000 } = {},
): Promise<TrainingReport> {
  const collectGarbage = garbageCollector();
  const start = performance.now();
  const report: TrainingReport = { examples: 0, steps: 0, seconds: 0, heapBytes: 0, peakBytes: 0 };
  const open = () => readLabeledText(fileSource(path));
  const model = new SentimentClassifier({
    ...{ seed: 1, epochs: 1, batchSize, maximumLength: 8 },
    ...{ cell: 'gru', hiddenSize: 4, embeddingSize: 4, bidirectional: false, pooling: 'last' },
  });
  const onEvent = (event: TrainingEvent) => {
    if (event.type !== 'step') return;
    report.steps = event.step;
    if (event.step % Math.ceil(event.steps / 10) !== 0) return;
    collectGarbage();
    report.heapBytes = Math.max(report.heapBytes, process.memoryUsage().heapUsed);
  };
  if (form === 'streamed') await model.fit(replayable(open), { shuffleBuffer, onEvent });
  else await model.fit(open(), { onEvent });
  report.examples = Number(/\(([\d,]+) examples\)/.exec(model.describe().trainedOn ?? '')?.[1].replaceAll(',', ''));
  model.dispose();
  report.seconds = (performance.now() - start) / 1000;
  report.peakBytes = process.resourceUsage().maxRSS * 1024;
  return report;
}
