/** A page that uses TensorFlow.js for something else notices nothing of ours, and ours nothing of it. */
import type * as TensorFlow from '@tensorflow/tfjs';
import type * as Script from '../../src/script-tag';
import { describeInBrowser, scriptTag, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;
/** The page's own. */
declare const tf: typeof TensorFlow;

const ownTag = '<script src="/node_modules/@tensorflow/tfjs/dist/tf.min.js"></script>';

describeInBrowser('beside a TensorFlow.js of the page', () => {
  const browser = useBrowser();

  it.each([
    ['before ours', ownTag + scriptTag],
    ['after ours', scriptTag + ownTag],
  ])('loaded %s: its backend, kernels, tensors and figures stay', async (_order, html) => {
    const page = await browser.open(await browser.serve({ html }));
    const { before, after, ours } = await page.evaluate(async () => {
      await tf.setBackend('cpu');
      const layer = tf.layers.lstm({ units: 3, kernelInitializer: 'ones', recurrentInitializer: 'ones' });
      const x = tf.tensor3d([[[0.1], [-0.2], [0.3]]]);
      const product = tf.getKernel('BatchMatMul', 'cpu').kernelFunc;
      const look = () => ({
        backend: tf.getBackend(),
        kernels: tf.getKernelsForBackend('cpu').length,
        wasm: tf.findBackendFactory('wasm') !== null,
        isStock: tf.getKernel('BatchMatMul', 'cpu').kernelFunc === product,
        figures: tf.tidy(() => Array.from((layer.apply(x) as TensorFlow.Tensor).dataSync())),
        tensors: tf.memory().numTensors,
      });
      look();
      const before = look();
      const { splits } = await tfjsSequence.openLabeledText('sentiment-sample');
      const model = new tfjsSequence.SentimentClassifier({ hiddenSize: 4, epochs: 1 });
      await model.fit(splits.train.slice(0, 32));
      return { before, after: look(), ours: tfjsSequence.tf.getBackend() };
    });
    expect(before).toMatchObject({ backend: 'cpu', wasm: false });
    expect(before.figures.every((value) => value !== 0)).toBe(true);
    expect(after).toEqual(before);
    expect(ours).toBe('wasm');
  });

  it('adds one name to the page', async () => {
    const page = await browser.open(await browser.serve({ html: '' }));
    const before = await page.evaluate(() => Object.keys(window));
    await page.addScriptTag({ url: '/dist/tfjs-sequence.browser.js' });
    await page.evaluate(() => tfjsSequence.useBackend('wasm'));
    const after = await page.evaluate(() => Object.keys(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['tfjsSequence']);
  });
});
