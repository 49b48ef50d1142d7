import { sourceOf } from '../../../src/data/bytes/source';
import { readAbcTunes } from '../../../src/data/formats/abc-tunes';
import { DataError } from '../../../src/errors';

async function tunes(content: string) {
  const found = [];
  for await (const tune of readAbcTunes(sourceOf('tunes.abc', content))) found.push(tune);
  return found;
}

it('reads tune by tune, with the lines as they are', async () => {
  const content = '%abc-2.1\n\nX: 1\nT:One\nK:G\nGAB|\n\nW:words\n\n\nX:2\r\nK:D\r\nDEF|';
  expect(await tunes(content)).toEqual([
    { text: 'X: 1\nT:One\nK:G\nGAB|\n\nW:words\n', line: 3 },
    { text: 'X:2\nK:D\nDEF|\n', line: 11 },
  ]);
});

it.each([
  ['K:G\nGAB|\n', 'tunes.abc line 1: "K:G" stands before the first tune'],
  ['% nothing\n', 'tunes.abc: there is no tune'],
  ['', 'tunes.abc'],
])('refuses %j', async (content, message) => {
  await expect(tunes(content)).rejects.toThrow(DataError);
  await expect(tunes(content)).rejects.toThrow(message);
});
