import { isReplayable, replayable } from '../../src/data/example-source';
import { readLabeledText } from '../../src/data/examples/labeled-text-reader';
import { sourceOf } from '../../src/data/bytes/source';

const file = sourceOf('reviews.tsv', 'label\ttext\ngood\ta quiet triumph\nbad\tdull\n');

async function labelsOf(examples: AsyncIterable<{ label: string }>): Promise<string[]> {
  const labels: string[] = [];
  for await (const { label } of examples) labels.push(label);
  return labels;
}

test('a replayable source opens the file anew for every pass', async () => {
  const examples = replayable(() => readLabeledText(file));
  const passes = [await labelsOf(examples), await labelsOf(examples)];
  expect(passes).toEqual([
    ['good', 'bad'],
    ['good', 'bad'],
  ]);
});

test('only what says so is replayable', () => {
  expect(isReplayable(replayable(() => readLabeledText(file)))).toBe(true);
  expect(isReplayable(readLabeledText(file))).toBe(false); // a generator: its second pass is empty
  expect(isReplayable([{ label: 'good' }])).toBe(false);
  expect(isReplayable(new Set([{ label: 'good' }]))).toBe(false);
  expect([undefined, null, 'text', 7].map((none) => isReplayable(none as never))).toEqual([false, false, false, false]);
});
