import { groupsOf } from '../../../src/cli/inputs/groups';

describe('groupsOf', () => {
  it('fills groups from a fast source and hands over what there is when it pauses', async () => {
    async function* items() {
      yield* [1, 2, 3];
      await new Promise((resolve) => setTimeout(resolve, 30));
      yield 4;
    }
    const groups: number[][] = [];
    for await (const group of groupsOf(items(), 2)) groups.push(group);
    expect(groups).toEqual([[1, 2], [3], [4]]);
  });
});
