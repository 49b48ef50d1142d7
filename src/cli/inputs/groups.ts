/**
 * Items in groups of at most `size`; a group is handed on as soon as the source pauses: a person who types gets a
 * prediction at once, a file is predicted in batches.
 */
const pause = 5; // ms without a new item

export async function* groupsOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  let group: T[] = [];
  for (;;) {
    const result = group.length ? await Promise.race([next, idle()]) : await next;
    if (result !== undefined && !result.done) {
      group.push(result.value);
      next = iterator.next();
      if (group.length < size) continue;
    }
    if (group.length) yield group;
    group = [];
    if (result?.done) return;
  }
}

const idle = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), pause));
