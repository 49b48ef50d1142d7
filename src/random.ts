/**
 * Seeded random numbers. One root generator per run; every consumer forks its own stream by name
 * (`random.fork('dropout').fork(step)`), so that adding a consumer never shifts the numbers of another one, and a run
 * can be resumed from its seed and step alone.
 *
 * Generator: sfc32 ("small fast counting", Chris Doty-Humphrey, PractRand), 128 bits of state, period at least 2^32.
 * Seeds and names are mixed by the finaliser of MurmurHash3.
 */
import { ConfigError, show } from './errors';

export type RandomState = [number, number, number, number];

/** A seeded stream of random numbers (sfc32), the same on every platform; forks are independent streams. */
export class Random {
  private constructor(
    private readonly key: number,
    private s: RandomState,
  ) {}

  /** A new stream. @param seed an integer; equal seeds give equal streams on every platform. */
  static fromSeed(seed: number): Random {
    if (!Number.isSafeInteger(seed)) {
      throw new ConfigError({
        where: 'Random.fromSeed',
        problem: `seed is ${show(seed)}`,
        expected: 'a whole number',
        fix: 'Pass for example seed: 7',
      });
    }
    return Random.fromKey(mix(mix(0x9e3779b9, seed | 0), Math.floor(seed / 2 ** 32) | 0));
  }

  private static fromKey(key: number): Random {
    const random = new Random(key, [mix(key, 1), mix(key, 2), mix(key, 3), 1]);
    for (let i = 0; i < 15; i++) random.uint32();
    return random;
  }

  /** An independent stream with a name. Depends on this stream's seed and names only, never on how much was drawn. */
  fork(name: string | number): Random {
    return Random.fromKey(typeof name === 'number' ? mix(mix(this.key, 0x6e), name | 0) : mixString(this.key, name));
  }

  /** A seed for somebody else's generator: an integer in [0, 2^31). */
  seed(): number {
    return this.uint32() >>> 1;
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    const s = this.s;
    const sum = (((s[0] + s[1]) | 0) + s[3]) | 0;
    s[3] = (s[3] + 1) | 0;
    s[0] = s[1] ^ (s[1] >>> 9);
    s[1] = (s[2] + (s[2] << 3)) | 0;
    s[2] = (((s[2] << 21) | (s[2] >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1), 32 bits. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.uint32() / 4294967296);
  }

  /** Standard normal (Box–Muller, one of the pair). */
  normal(): number {
    return Math.sqrt(-2 * Math.log((this.uint32() + 1) / 4294967297)) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Whole number in [0, below). */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** One of the items, each with equal probability. */
  choice<T>(items: readonly T[]): T {
    return items[this.integer(items.length)];
  }

  /** Shuffles in place (Fisher–Yates) and returns its argument. */
  shuffle<T, A extends { [index: number]: T; length: number }>(items: A): A {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }

  /** The whole numbers below `size`, shuffled. */
  permutation(size: number): Int32Array {
    return this.shuffle<number, Int32Array>(Int32Array.from({ length: size }, (_, i) => i));
  }

  /** Numbers in [low, high). */
  uniformArray(size: number, low = 0, high = 1): Float32Array {
    return Float32Array.from({ length: size }, () => this.uniform(low, high));
  }

  /** Normal numbers with mean 0. */
  normalArray(size: number, deviation = 1): Float32Array {
    return Float32Array.from({ length: size }, () => deviation * this.normal());
  }

  /** Position inside the stream, for a checkpoint. */
  get state(): RandomState {
    return [...this.s];
  }
  set state(state: RandomState) {
    this.s = [...state];
  }
}

function mix(hash: number, value: number): number {
  let h = (hash ^ Math.imul(value, 0xcc9e2d51)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

function mixString(hash: number, text: string): number {
  let h = mix(hash, text.length);
  for (let i = 0; i < text.length; i++) h = mix(h, text.charCodeAt(i));
  return h;
}
