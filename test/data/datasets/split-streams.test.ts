import * as fc from 'fast-check';

import { splitStream } from '../../../src/data/datasets/split-streams';
import { splitByKey, toArray } from '../../../src/data/datasets/splits';
import { replayable } from '../../../src/data/example-source';
import { ConfigError } from '../../../src/errors';

// eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
const streamOf = <Item>(items: readonly Item[]) => replayable(async function* () { yield* items; }); // prettier-ignore

const whole = async <Item>({ train, validation, test }: Awaited<ReturnType<typeof splitStream<Item>>>) => ({
  train: await toArray(train),
  ...(validation && { validation: await toArray(validation) }),
  ...(test && { test: await toArray(test) }),
});

test('a stream is split as an array is', async () => {
  const list = fc.array(fc.string({ maxLength: 2 }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(list, fc.nat(5), fc.constantFrom(0, 0.1, 0.3), async (texts, splitSeed, testFraction) => {
      const options = { splitSeed, testFraction };
      const key = (text: string) => text;
      expect(await whole(await splitStream(streamOf(texts), key, options))).toEqual(splitByKey(texts, key, options));
    }),
    { seed: 7 },
  );
});

test('the same for many keys, most of them repeated', async () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `text ${(i * 7919) % 6000}`);
  const streamed = await splitStream(streamOf(texts), (text) => text);
  const expected = splitByKey(texts, (text) => text);
  expect(await whole(streamed)).toEqual(expected);
  expect(await toArray(streamed.test!)).toEqual(expected.test); // again
});

test('fractions are checked before anything is read', async () => {
  const never = replayable<string>(() => {
    throw new Error('read');
  });
  await expect(splitStream(never, (text) => text, { testFraction: 1 })).rejects.toThrow(ConfigError);
});
