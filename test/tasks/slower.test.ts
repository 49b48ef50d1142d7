/** A slower path is told once: as an event of a run, or on the console where nobody listens. */
import { installKernelPreparation } from '../../src/backends/backends';
import { SentimentClassifier, useBackend } from '../../src/node';
import type { TrainingEvent } from '../../src/training/events';

const examples = Array.from({ length: 8 }, (_, i) => ({ text: i % 2 ? 'good film' : 'dull film', label: `${i % 2}` }));

async function warningsOf(listening: boolean): Promise<string[]> {
  const model = new SentimentClassifier({ hiddenSize: 4, embeddingSize: 4, epochs: 1, batchSize: 8, seed: 1 });
  const heard: TrainingEvent[] = [];
  await model.fit(examples, listening ? { onEvent: (event) => heard.push(event) } : {});
  model.dispose();
  return heard.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
}

const because = (...reasons: string[]) => installKernelPreparation(() => Promise.resolve(reasons));

test('as an event, once, without what another reason says too', async () => {
  because('products are slow: no SIMD', 'no SIMD');
  expect(await warningsOf(true)).toEqual(['slower than it could be: products are slow: no SIMD']);
  expect(await warningsOf(true)).toEqual([]);
});

test('on the console, once', async () => {
  because('one thread');
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    await warningsOf(false);
    await warningsOf(false);
    expect(warn.mock.calls).toEqual([['tfjs-sequence: slower than it could be: one thread']]);
  } finally {
    warn.mockRestore();
  }
});

test('not again by a task where useBackend has reported it', async () => {
  because('no memory is shared', 'no memory is shared');
  expect((await useBackend('wasm')).reason).toBe('no memory is shared');
  expect(await warningsOf(true)).toEqual([]);
});
