import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { terminalProgress } from '../../src/platform/terminal-progress';
import type { TrainingEvent } from '../../src/training/events';

describe('terminalProgress', () => {
  const step = (number: number): TrainingEvent => ({
    type: 'step',
    epoch: 1,
    epochs: 2,
    step: number,
    steps: 10,
    globalStep: number,
    loss: 0.5,
    metrics: { accuracy: 0.25 },
    learningRate: 0.1,
    gradientNorm: 1,
    tokensPerSecond: 12345.6,
    secondsLeft: 61,
  });
  const epoch: TrainingEvent = {
    type: 'epoch',
    epoch: 1,
    epochs: 2,
    train: { loss: 0.5 },
    validation: { accuracy: 0.75 },
    learningRate: 0.1,
    seconds: 3,
    improved: true,
  };
  const stepText = 'epoch 1/2  step 1/10  loss 0.5000  accuracy 25.0 %  12,346 tokens/s  ETA 1 min 1 s';
  const epochText = 'epoch 1/2  training loss 0.5000 | validation accuracy 75.0 % | 3.0 s, best so far\n';

  function onStream(isTTY: boolean, columns = 120) {
    const stream = Object.assign(new PassThrough(), { isTTY, columns }) as unknown as NodeJS.WriteStream;
    const progress = terminalProgress(stream);
    return { progress, written: () => String((stream as unknown as PassThrough).read() ?? '') };
  }

  it('is one line in place on a terminal, which is given back', () => {
    const { progress, written } = onStream(true);
    progress(step(1));
    const live = written();
    expect(live).toContain(stepText);
    expect(live).not.toContain('\n');
    progress.close();
    expect(written()).toContain('\x1b[?7h'); // lines wrap again
    progress(step(2));
    progress(epoch);
    expect(written().endsWith(epochText)).toBe(true);
  });

  it.each([true, false])('fits 80 columns, whatever the names and numbers (terminal: %s)', (isTTY) => {
    jest.useFakeTimers({ now: 0 });
    const { progress, written } = onStream(isTTY, 80);
    const long = { bleu: 12.3456, chrf: 45.6789, sequenceAccuracy: 0.125, accuracy: 0.5, perplexity: 12345.678 };
    jest.advanceTimersByTime(10_001);
    progress({ ...step(9999), epochs: 100, steps: 12345, metrics: long } as TrainingEvent);
    const shown = stripVTControlCharacters(written());
    expect(shown).toContain('epoch 1/100  step 9999/12345  loss 0.5000');
    expect(shown.trimEnd().length).toBeLessThanOrEqual(80);
    progress({ ...epoch, train: long, validation: long });
    const shownNow = stripVTControlCharacters(written());
    const lines = shownNow.slice(shownNow.indexOf('epoch 1/2')).split('\n'); // behind the live line, which is cleared
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const name of Object.keys(long)) expect(lines.join(' ').split(`${name} `)).toHaveLength(3);
    jest.useRealTimers();
  });

  it('is plain lines elsewhere: epochs, notes, and the step every ten seconds', () => {
    jest.useFakeTimers({ now: 0 });
    const { progress, written } = onStream(false);
    progress(step(1));
    progress({ type: 'warning', message: 'mind' });
    jest.advanceTimersByTime(10_001);
    progress(step(1));
    progress(epoch);
    const lines = ['epoch 1/2  training loss 0.5000 | validation accuracy 75.0 %', '    3.0 s, best so far'];
    expect(written()).toBe(`note: mind\n${stepText.replace('  12,346 tokens/s', '')}\n${lines.join('\n')}\n`);
    jest.useRealTimers();
  });
});
