/**
 * Splits of a source that does not fit into memory. The rule is that of `splitByKey`: distinct keys in the order of a
 * number drawn from key and seed. A first pass finds the two values at which one split ends and the next begins; after
 * that the split of a key follows from the key alone. Memory: 8 bytes a distinct key, in the first pass only.
 *
 * The splits are those of `splitByKey` but where two keys draw the same 32 bits: there `splitByKey` orders them by the
 * alphabet, and here, where no key is kept, a second number does. That matters only at the border of two splits.
 */
import { Random } from '../../random';
import { type ReplayableSource, replayable } from '../example-source';
import { splitOptions, type SplitName, type SplitOptions, type SplitSources } from './splits';

/** @throws ConfigError for fractions, and what the source throws */
export async function splitStream<Example>(
  examples: ReplayableSource<Example>,
  keyOf: (example: Example) => string,
  options: SplitOptions = {},
): Promise<SplitSources<ReplayableSource<Example>>> {
  const { validationFraction, testFraction, splitSeed } = splitOptions(options);
  const { drawOf, numberOf } = keyNumbers(splitSeed);
  const distinct = new DistinctNumbers();
  for await (const example of examples) distinct.add(numberOf(keyOf(example)));
  const sorted = distinct.sorted();
  const testEnd = Math.round(testFraction * sorted.length);
  const validationEnd = testEnd + Math.round(validationFraction * sorted.length);
  const [testBorder, validationBorder] = [testEnd, validationEnd].map((end) => sorted.at(end) ?? Infinity);
  const borderDraws = [testBorder, validationBorder].map((border) => Math.floor(border / TAGS));
  const splitOf = (key: string): SplitName => {
    const draw = drawOf(key);
    const number = borderDraws.includes(draw) ? numberOf(key) : draw * TAGS;
    return number < testBorder ? 'test' : number < validationBorder ? 'validation' : 'train';
  };
  const only = (split: SplitName) => replayable(() => filter(examples, (example) => splitOf(keyOf(example)) === split));
  return {
    train: only('train'),
    ...(validationEnd > testEnd && { validation: only('validation') }),
    ...(testEnd > 0 && { test: only('test') }),
  };
}

const TAGS = 2 ** 21;

/** The 32 bits that `splitByKey` draws, and a number with 21 bits of another hash below them, to tell equal draws apart. */
function keyNumbers(splitSeed: number) {
  const root = Random.fromSeed(splitSeed);
  const [draws, tags] = [root.fork('split'), root.fork('split tag')];
  const drawOf = (key: string) => draws.fork(key).uint32();
  return { drawOf, numberOf: (key: string) => drawOf(key) * TAGS + (tags.fork(key).uint32() >>> 11) };
}

async function* filter<Item>(items: AsyncIterable<Item>, isWanted: (item: Item) => boolean): AsyncGenerator<Item> {
  for await (const item of items) if (isWanted(item)) yield item;
}

/** A set of numbers without an object for each. */
class DistinctNumbers {
  private numbers = new Float64Array(1024);
  private size = 0;

  add(number: number): void {
    if (this.size === this.numbers.length) this.makeRoom();
    this.numbers[this.size++] = number;
  }

  sorted(): Float64Array {
    this.removeRepeated();
    return this.numbers.subarray(0, this.size);
  }

  /** Doubles the array only where removing repeated numbers does not help. */
  private makeRoom(): void {
    this.removeRepeated();
    if (this.size <= this.numbers.length / 2) return;
    const larger = new Float64Array(2 * this.numbers.length);
    larger.set(this.numbers);
    this.numbers = larger;
  }

  private removeRepeated(): void {
    const sorted = this.numbers.subarray(0, this.size).sort();
    let kept = 0;
    for (const number of sorted) if (kept === 0 || number !== sorted[kept - 1]) sorted[kept++] = number;
    this.size = kept;
  }
}
