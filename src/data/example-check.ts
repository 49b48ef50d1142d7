/** Examples that are passed to a task, one after the other: each is whole, and all are of one kind. */
import { DataError, show } from '../errors';
import type { DataKind } from './example-kind';
import { locationOf } from './examples/example';

/**
 * @param kinds that the task accepts, at least one
 * @param what the examples are, for messages: `training example`
 * @returns a check, to be called with every example and its index. It throws DataError.
 */
export function exampleCheck(kinds: readonly DataKind[], what: string): (example: object, index: number) => void {
  let first: DataKind | undefined;
  return (example, index) => {
    const position = `${what} ${index + 1}`;
    const kind: DataKind = kindOf(kinds, example, position);
    first ??= kind;
    if (kind !== first) throw ofOtherKind(first, kind, locationOf(example, position));
    kind.check(example, position);
  };
}

function kindOf(kinds: readonly DataKind[], example: object, position: string): DataKind {
  const kind = kinds.length === 1 ? kinds[0] : kinds.find((one) => one.recognizes(example));
  if (kind) return kind;
  const accepted = kinds.map(({ plural }) => plural).join(' or ');
  throw new DataError({
    where: locationOf(example, position),
    problem: `the example is ${show(example)}`,
    expected: accepted,
    fix: `Pass ${accepted}`,
  });
}

const ofOtherKind = (first: DataKind, found: DataKind, where: string) =>
  new DataError({
    where,
    problem: `some examples are ${first.plural} and others, as this one, are ${found.plural}`,
    expected: 'one kind',
    fix: 'Train a model for each',
  });
