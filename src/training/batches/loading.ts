/** Items that are decoded when their batch is due: images, cached features, audio files. */
import { DataError, reasonOf, SequenceError, ShapeError } from '../../errors';

/**
 * @param load gives the items of a batch in its order
 * @param nameOf names an item of the batch in errors: `training example 12`
 * @throws DataError naming the item that cannot be loaded; errors of this library as they are
 */
export async function loadBatch<Item>(
  load: (batch: readonly Item[]) => Promise<readonly Item[]>,
  batch: readonly Item[],
  nameOf: (index: number) => string,
): Promise<Item[]> {
  const loaded = await load(batch).catch(async (error: unknown) => {
    if (error instanceof SequenceError) throw error;
    throw await namedError(load, batch, nameOf, error);
  });
  if (loaded.length === batch.length) return [...loaded];
  throw new ShapeError({
    where: 'load',
    problem: `it gives ${loaded.length} examples for a batch of ${batch.length}`,
    expected: 'as many, in the same order',
  });
}

/** The error of a batch does not say which item it is about, so each one is loaded alone. */
async function namedError<Item>(
  load: (batch: readonly Item[]) => Promise<readonly Item[]>,
  batch: readonly Item[],
  nameOf: (index: number) => string,
  error: unknown,
): Promise<Error> {
  for (let i = 0; i < batch.length; i++) {
    try {
      await load([batch[i]]);
    } catch (cause) {
      return cause instanceof SequenceError ? cause : notLoaded(nameOf(i), cause);
    }
  }
  return notLoaded(`a batch of ${batch.map((_, i) => nameOf(i)).join(', ')}`, error);
}

const notLoaded = (where: string, cause: unknown) =>
  new DataError({
    where,
    problem: `it cannot be loaded (${reasonOf(cause)})`,
    expected: 'an example that can be read and decoded',
    fix: 'Check that its file is there and not damaged, or leave the example out',
    cause,
  });
