/** Training inside a page: it learns, frees what it takes, lets the page yieldIfDue, and keeps its model in IndexedDB. */
import type * as Script from '../../src/script-tag';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;
declare const stop: AbortController;

describeInBrowser('training in a page', () => {
  const browser = useBrowser();

  it.each(['wasm', 'cpu'] as const)(
    '%s: the loss falls, no tensor is left, the saved model answers alike',
    async (backend) => {
      const page = await browser.open(await browser.serve());
      const seen = await page.evaluate(async (backend) => {
        const { SentimentClassifier, openLabeledText, tf, useBackend } = tfjsSequence;
        await useBackend(backend);
        const { splits } = await openLabeledText('sentiment-sample');
        const still = { dropout: 0, embeddingDropout: 0, wordDropout: 0 };
        const before = tf.memory().numTensors;
        const model = new SentimentClassifier({
          ...still,
          hiddenSize: 8,
          minimumCount: 1,
          epochs: 3,
          batchSize: 32,
          learningRate: 0.03,
        });
        const tensors: number[] = [];
        const { history } = await model.fit(splits.train.slice(0, 64), {
          onEvent: ({ type }) => type === 'step' && tensors.push(tf.memory().numTensors),
        });
        const texts = ['a quiet triumph', 'a tedious mess'];
        const answers = await model.predict(texts);
        await model.save('indexeddb://mine');
        model.dispose();
        const again = await tfjsSequence.load('indexeddb://mine');
        const answersAgain = await again.predict(texts);
        again.dispose();
        const losses = history.map(({ train }) => train.loss);
        return {
          backend: tf.getBackend(),
          losses,
          tensors,
          left: tf.memory().numTensors - before,
          answers,
          answersAgain,
        };
      }, backend);

      expect(seen.backend).toBe(backend);
      expect(seen.losses).toHaveLength(3);
      expect(seen.losses[2]).toBeLessThan(0.9 * seen.losses[0]);
      expect(seen.tensors).toHaveLength(6);
      expect(new Set(seen.tensors).size).toBe(1);
      expect(seen.left).toBe(0);
      expect(seen.answersAgain).toEqual(seen.answers);
    },
  );

  it('a click stops it: the page stays alive, and the model usable', async () => {
    const html = `<script src="/dist/tfjs-sequence.browser.js"></script>
      <script>const stop = new AbortController();</script><button onclick="stop.abort()">Stop</button>`;
    const page = await browser.open(await browser.serve({ html }));
    const firstStep = page.waitForEvent('console', (message) => message.text() === 'first step');
    const finished = page.evaluate(async () => {
      const { splits } = await tfjsSequence.openLabeledText('sentiment-sample');
      const model = new tfjsSequence.SentimentClassifier({ hiddenSize: 8, epochs: 100_000 });
      const { reason } = await model.fit(splits.train.slice(0, 64), {
        signal: stop.signal,
        onEvent: (event) => event.type === 'step' && event.globalStep === 1 && console.log('first step'),
      });
      const { label } = await model.predict('a quiet triumph');
      return { reason, label };
    });
    await firstStep;
    await page.click('button');
    expect(await finished).toEqual({ reason: 'aborted', label: expect.stringMatching(/positive|negative/) as string });
  });

  it('two trainings of a page with one place for checkpoints: the second is refused, and it is free again', async () => {
    const page = await browser.open(await browser.serve());
    const seen = await page.evaluate(async () => {
      const { SentimentClassifier, openLabeledText } = tfjsSequence;
      const { splits } = await openLabeledText('sentiment-sample');
      const train = () =>
        new SentimentClassifier({ hiddenSize: 4, epochs: 1 }).fit(splits.train.slice(0, 64), {
          checkpoints: 'indexeddb://run',
          overwrite: true,
        });
      const messageOf = (work: Promise<object>) =>
        work.then(
          () => 'done',
          (error: Error) => error.message,
        );
      const [first, second] = await Promise.all([train(), train()].map(messageOf));
      return { hasLocks: 'locks' in navigator, first, second, third: await messageOf(train()) };
    });
    expect(seen).toMatchObject({ hasLocks: true, first: 'done', third: 'done' });
    expect(seen.second).toMatch(/another training writes its checkpoints there: a page of this origin/);
  });
});
