import { FitMemo } from '../../../../tasks/classification/text/fit-memo';

it('fits once for an owner and a key, and keeps the results that were needed last', () => {
  const memo = new FitMemo<string>(2);
  const [first, second] = [{}, {}];
  const fits: string[] = [];
  const get = (owner: object, key: string) => memo.get(owner, key, () => (fits.push(key), `${key}${fits.length}`));
  expect([get(first, 'a'), get(first, 'a'), get(first, 'b'), get(first, 'a')]).toEqual(['a1', 'a1', 'b2', 'a1']);
  expect(get(second, 'a')).toBe('a3'); // of another owner
  get(first, 'c'); // b was needed before a
  expect([get(first, 'a'), get(first, 'c'), get(first, 'b')]).toEqual(['a1', 'c4', 'b5']);
  expect(fits).toEqual(['a', 'b', 'a', 'c', 'b']);
});
