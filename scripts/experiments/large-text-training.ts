/** One process of `npm run experiment -- large-text`: the default language model for twenty steps, and what it took. */
import { LanguageModel, openPlainText, streamPlainText, useBackend } from '../../src/node';

const STEPS = 20;

export interface TextTraining {
  /** Of the default model, on the text. */
  stepsPerEpoch: number;
  /** Until the first step: vocabulary and ids. */
  preparationSeconds: number;
  secondsPerStep: number;
  /** Largest resident set of the process, garbage and the code itself included. */
  peakBytes: number;
}

async function train(folder: string, form: string): Promise<void> {
  await useBackend('wasm');
  const open = form === 'streamed' ? streamPlainText : openPlainText;
  const { splits } = await open(folder);
  const model = new LanguageModel({ input: 'text', seed: 1 });
  const controller = new AbortController();
  const start = performance.now();
  let ready = start;
  let stepsPerEpoch = 0;
  await model.fit(splits.train, {
    validation: splits.validation,
    signal: controller.signal,
    onEvent(event) {
      if (event.type === 'start') [ready, stepsPerEpoch] = [performance.now(), event.stepsPerEpoch];
      if (event.type === 'step' && event.globalStep === STEPS) controller.abort();
    },
  });
  const result: TextTraining = {
    stepsPerEpoch,
    preparationSeconds: (ready - start) / 1000,
    secondsPerStep: (performance.now() - ready) / 1000 / STEPS,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(JSON.stringify(result));
}

const [folder, form] = process.argv.slice(2);
void train(folder, form);
